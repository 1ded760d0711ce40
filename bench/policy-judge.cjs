// Judges 5,000 resources by a boundary and prints what the judging alone took; ends with an error when a rule broke.
const { documentsFromMemory } = require("ai-factory-blueprints/documents");
const { boundaryProfile, runPolicy } = require("ai-factory-blueprints/policy");

const total = 5000;

/** A realistic mix: references, policies as JSON, user data, rules, tags. */
function stack(count) {
  const resource = {};
  const add = (type, name, body) => ((resource[type] ??= {})[name] = body);
  const policy = (principal) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: principal, Action: "sts:AssumeRole" }],
    });
  for (let i = 0; i < count / 10; i++) {
    add("aws_kms_key", `k${i}`, {
      enable_key_rotation: true,
      policy: policy({ AWS: "arn:aws:iam::111122223333:root" }),
    });
    add("aws_s3_bucket", `b${i}`, { bucket: `data-${i}`, tags: { classification: "internal", owner: "team" } });
    add("aws_s3_bucket_server_side_encryption_configuration", `e${i}`, {
      bucket: `\${aws_s3_bucket.b${i}.id}`,
      rule: {
        apply_server_side_encryption_by_default: {
          sse_algorithm: "aws:kms",
          kms_master_key_id: `\${aws_kms_key.k${i}.arn}`,
        },
      },
    });
    add("aws_s3_bucket_policy", `p${i}`, {
      bucket: `\${aws_s3_bucket.b${i}.id}`,
      policy: `{"Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"\${aws_s3_bucket.b${i}.arn}/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}`,
    });
    add("aws_cloudwatch_log_group", `l${i}`, {
      name: `/app/${i}`,
      kms_key_id: `\${aws_kms_key.k${i}.arn}`,
      retention_in_days: 365,
    });
    add("aws_iam_role", `r${i}`, { assume_role_policy: policy({ Service: "ec2.amazonaws.com" }) });
    add("aws_security_group", `g${i}`, { vpc_id: "vpc-1", description: "group of a service" });
    add("aws_vpc_security_group_ingress_rule", `i${i}`, {
      security_group_id: `\${aws_security_group.g${i}.id}`,
      cidr_ipv4: "10.0.0.0/16",
      ip_protocol: "tcp",
      from_port: 443,
      to_port: 443,
    });
    add("aws_subnet", `s${i}`, {
      vpc_id: "vpc-1",
      cidr_block: `10.${i % 250}.0.0/24`,
      availability_zone: "eu-central-1a",
    });
    add("aws_launch_template", `t${i}`, {
      user_data: Buffer.from(`#!/bin/bash\n${"echo start\n".repeat(40)}aws s3 ls --region eu-central-1\n`).toString(
        "base64",
      ),
      metadata_options: { http_tokens: "required", http_put_response_hop_limit: 1 },
      block_device_mappings: [{ ebs: { encrypted: "true", kms_key_id: `\${aws_kms_key.k${i}.arn}` } }],
    });
  }
  return { provider: { aws: [{ region: "eu-central-1" }] }, resource };
}

const stacks = Object.fromEntries([1, 2, 3, 4, 5].map((index) => [`stack-${index}`, stack(total / 5)]));
const start = process.cpuUsage();
const result = runPolicy(documentsFromMemory(stacks), { boundary: boundaryProfile("eu-strict"), today: "2026-11-21" });
const { user, system } = process.cpuUsage(start);
if (result.coverage.resources !== total) throw new Error(`${result.coverage.resources} resources were judged`);
const broken = result.rules.filter(({ crashed }) => crashed).map(({ rule }) => rule);
if (broken.length > 0) throw new Error(`rules broke: ${broken.join(", ")}`);
const peakMB = Math.round(process.resourceUsage().maxRSS / 1024);
console.log(`${total} resources judged in ${((user + system) / 1e6).toFixed(2)} s of CPU, ${peakMB} MB at the peak`);
