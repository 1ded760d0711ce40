/** Judges 5,000 resources and prints CPU seconds and peak memory as JSON; a process of its own, so that nothing else counts. */
import { documentsFromMemory } from "../../documents/load";
import { boundaryProfile } from "../../policy/boundary-file";
import { runPolicy } from "../../policy/engine";

const total = 5000;

/** A realistic mix: references, policies as JSON, user data, rules, tags. */
function stack(count: number): object {
  const resource: Record<string, Record<string, object>> = {};
  const add = (type: string, name: string, body: object) => ((resource[type] ??= {})[name] = body);
  const policy = (principal: object) =>
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
console.log(
  JSON.stringify({
    resources: result.coverage.resources,
    outcomes: result.rules.reduce((sum, rule) => sum + rule.pass + rule.fail + rule.unknown, 0),
    crashed: result.rules.filter(({ crashed }) => crashed).length,
    cpuSeconds: (user + system) / 1e6,
    peakMiB: Math.round(process.resourceUsage().maxRSS / 1024),
  }),
);
