import type { Resource } from "../../documents/types";
import { ofBucket } from "../reading/buckets";
import { statementsAt } from "../reading/statements";
import { all, any, flag, isGiven, judge, not, numberOf, oneOf, open, pass, type Tri } from "../reading/verdicts";
import { policyRule, type PolicyOutcome, type PolicySubject } from "../rule";
import { isUnknown } from "../../documents/value";

interface TransportCheck {
  readonly type: string;
  readonly message: string;
  readonly covers: readonly string[];
  /** Checks among them that let this resource pass. @default - none */
  readonly lenient?: (resource: Resource) => readonly string[];
  readonly answer: (resource: Resource) => Tri;
}

const modern = /TLS[-_v]?1[-_.]?[23]|FS-1-[23]/i;
const weak = /TLS[-_]?1[-_.]?[01]([^\d]|$)|TLSv1(\.[01])?(_2016)?$|SSLv3|2015-05|2016-08/i;

function version(resource: Resource, path: string, absent: Tri): Tri {
  const value = resource.get(path);
  if (!isGiven(value)) return absent;
  if (isUnknown(value)) return "unknown";
  return typeof value === "string" && modern.test(value) && !weak.test(value);
}

/** What a domain of OpenSearch says, under its old and its new name. */
const searchChecks: readonly Omit<TransportCheck, "type">[] = [
  {
    message: "the domain accepts plain HTTP",
    covers: ["CKV_AWS_83", "AWS-0046", "2e9e0729-66d5-4148-9d39-5e6fb4bf2a4e"],
    lenient: (r) => (isGiven(r.get("domain_endpoint_options")) ? [] : ["CKV_AWS_83"]),
    answer: (r) =>
      isGiven(r.get("domain_endpoint_options")) ? flag(r.get("domain_endpoint_options.enforce_https"), true) : false,
  },
  {
    message: "the domain accepts old TLS",
    covers: ["CKV_AWS_228", "AWS-0126"],
    answer: (r) => version(r, "domain_endpoint_options.tls_security_policy", false),
  },
  {
    message: "traffic between the domain's nodes is plain",
    covers: ["CKV_AWS_6", "AWS-0043", "967eb3e6-26fc-497d-8895-6428beb6e8e2"],
    // One node has nobody to speak to, until there is a second.
    lenient: (r) => ((numberOf(r.get("cluster_config.instance_count")) ?? 1) < 2 ? ["CKV_AWS_6"] : []),
    answer: (r) => flag(r.get("node_to_node_encryption.enabled"), false),
  },
];

/** What each type says about encryption on the way. */
const checks: readonly TransportCheck[] = [
  {
    type: "aws_api_gateway_domain_name",
    message: "the domain accepts TLS 1.0",
    covers: ["CKV_AWS_206", "AWS-0005"],
    answer: (r) => version(r, "security_policy", "unknown"),
  },
  {
    type: "aws_apigatewayv2_domain_name",
    message: "the domain accepts TLS 1.0",
    covers: [],
    answer: (r) => version(r, "domain_name_configuration.security_policy", true),
  },
  {
    type: "aws_cloudfront_distribution",
    message: "the distribution accepts old TLS, as every one with CloudFront's own certificate",
    covers: ["CKV_AWS_174", "00e5e55e-c2ff-46b3-a757-a7a1cd802456"],
    answer: (r) => not(flag(r.get("viewer_certificate.cloudfront_default_certificate"), false)),
  },
  {
    type: "aws_cloudfront_distribution",
    message: "the distribution accepts old TLS",
    covers: ["CKV_AWS_174", "AWS-0013", "00e5e55e-c2ff-46b3-a757-a7a1cd802456"],
    answer: (r) =>
      flag(r.get("viewer_certificate.cloudfront_default_certificate"), false) === true
        ? true
        : version(r, "viewer_certificate.minimum_protocol_version", false),
  },
  {
    type: "aws_cloudfront_distribution",
    message: "the distribution accepts plain HTTP",
    covers: ["CKV_AWS_34", "AWS-0012", "55af1353-2f62-4fa0-a8e1-a210ca2708f5"],
    answer: (r) =>
      all(
        ...["default_cache_behavior", "ordered_cache_behavior"].flatMap((path) =>
          r
            .blocks(path)
            .map((one) => oneOf(one.get("viewer_protocol_policy"), ["https-only", "redirect-to-https"], false)),
        ),
      ),
  },
  ...searchChecks.map((check) => ({ type: "aws_opensearch_domain", ...check })),
  ...searchChecks.map((check) => ({ type: "aws_elasticsearch_domain", ...check })),
  {
    type: "aws_msk_cluster",
    message: "brokers accept plain traffic",
    covers: ["AWS-0073"],
    answer: (r) =>
      all(
        oneOf(r.get("encryption_info.encryption_in_transit.client_broker"), ["TLS"], true),
        flag(r.get("encryption_info.encryption_in_transit.in_cluster"), true),
      ),
  },
  {
    type: "aws_elasticache_replication_group",
    message: "the cache accepts plain traffic",
    covers: ["CKV_AWS_30", "AWS-0051", "1afbb3fa-cf6c-4a3d-b730-95e9f4df343e"],
    answer: (r) => flag(r.get("transit_encryption_enabled"), false),
  },
  {
    type: "aws_memorydb_cluster",
    message: "the database accepts plain traffic",
    covers: ["CKV_AWS_202"],
    answer: (r) => flag(r.get("tls_enabled"), true),
  },
  {
    type: "aws_transfer_server",
    message: "FTP is not encrypted",
    covers: ["CKV_AWS_357"],
    answer: (r) => not(any(...r.list("protocols").map((one) => oneOf(one, ["FTP"], false)))),
  },
  {
    type: "aws_vpc_encryption_control",
    message: "traffic in the VPC need not be encrypted",
    covers: [],
    answer: (r) => oneOf(r.get("mode"), ["enforce"], false),
  },
];

/** Checks of other tools for listeners. */
const plainListener = ["CKV_AWS_2", "CKV_AWS_103", "AWS-0054", "de7f5e83-da88-4046-871f-ea18504b1d43"];
const oldListener = ["CKV_AWS_103", "CKV2_AWS_74", "AWS-0047"];

export const SOV_KEY_06 = policyRule({
  id: "SOV-KEY-06-transport",
  title: "data is encrypted on its way, with TLS 1.2 or newer",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "RCP secure-transport",
  references: ["SecNumCloud 3.2 10.2.c", "SecNumCloud 3.2 13.2.b", "C5:2020 CRY-02", "CT.S3.PV.3", "CT.S3.PV.5"],
  covers: [...checks.flatMap(({ covers }) => covers), ...plainListener, ...oldListener],
  cause: "Plain traffic is readable wherever it passes.",
  mend: "accept TLS 1.2 or newer only, and deny requests without `aws:SecureTransport`",
  example: {
    fails: '`aws_lb_listener` with `protocol = "HTTP"`',
    passes: "a listener on 80 that redirects to HTTPS",
    evades: "a bucket whose policy allows `aws:SecureTransport` instead of denying without it",
  },
  *check(subject) {
    const { documents } = subject;
    for (const { type, message, answer, covers, lenient } of checks) {
      for (const resource of documents.resources(type)) {
        const passing = lenient?.(resource) ?? [];
        const found = covers.filter((id) => !passing.includes(id));
        yield judge(resource, answer(resource), { message, covers: found });
      }
    }
    for (const listener of documents.resources("aws_lb_listener", "aws_alb_listener")) yield judgeListener(listener);
    for (const bucket of documents.resources("aws_s3_bucket")) yield judgeBucket(bucket, subject);
  },
});

function judgeListener(listener: Resource): PolicyOutcome {
  const protocol = listener.get("protocol");
  // A gateway load balancer hands packets on as they are, and has no protocol.
  if (listener.targets("load_balancer_arn").some((one) => one.get("load_balancer_type") === "gateway"))
    return pass(listener);
  if (oneOf(protocol, ["HTTPS", "TLS"], false) === true) {
    return judge(listener, version(listener, "ssl_policy", false), {
      message: "the listener accepts old TLS",
      given: listener.get("ssl_policy") ?? "the default policy",
      covers: oldListener,
    });
  }
  const redirects = all(
    oneOf(listener.get("default_action.type"), ["redirect"], false),
    oneOf(listener.get("default_action.redirect.protocol"), ["HTTPS", "#{protocol}"], false),
  );
  // TCP passes through what its target encrypts or not.
  if (oneOf(protocol, ["TCP", "UDP", "TCP_UDP", "GENEVE"], false) === true) {
    return open(listener, {
      message: "whether the target encrypts what passes through is in no document",
      given: protocol,
      dischargedBy: "evidence",
    });
  }
  return judge(listener, any(redirects, isUnknown(protocol) ? "unknown" : false), {
    message: "the listener accepts plain HTTP",
    given: protocol,
    covers: plainListener,
  });
}

function judgeBucket(bucket: Resource, subject: PolicySubject): PolicyOutcome {
  const holders = [...ofBucket(bucket, "aws_s3_bucket_policy", subject), bucket];
  const policies = holders.map((holder) => statementsAt(holder, "policy"));
  const denies = policies.some(({ statements }) =>
    statements.some(
      ({ effect, conditions, principals }) =>
        effect === "Deny" &&
        principals.includes("*") &&
        conditions.some(
          ({ key, values }) => (key === "aws:securetransport" && values.includes("false")) || key === "s3:tlsversion",
        ),
    ),
  );
  if (denies) return pass(bucket);
  const answer = policies.some(({ hasUnknown }) => hasUnknown) ? "unknown" : false;
  return judge(bucket, answer, {
    message: "no policy denies plain HTTP to the bucket",
    fix: "deny s3:* where aws:SecureTransport is false",
  });
}
