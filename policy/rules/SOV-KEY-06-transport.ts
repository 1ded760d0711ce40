import type { Resource } from "../../documents/types";
import { ofBucket } from "../reading/buckets";
import { statementsAt } from "../reading/statements";
import { all, any, flag, isGiven, judge, not, oneOf, open, pass, type Tri } from "../reading/verdicts";
import { policyRule, type PolicyOutcome, type PolicySubject } from "../rule";
import { isUnknown } from "../../documents/value";

interface TransportCheck {
  readonly type: string;
  readonly message: string;
  readonly answer: (resource: Resource) => Tri;
}

const modern = /TLS-?1[-_.]?[23]|TLS13|FS-1-[23]|TLSv1\.[23]/i;
const weak = /TLS-?1[-_.]?[01]([^\d]|$)|TLSv1(\.[01])?(_2016)?$|SSLv3|2015-05|2016-08/i;

function version(resource: Resource, path: string, absent: Tri): Tri {
  const value = resource.get(path);
  if (!isGiven(value)) return absent;
  if (isUnknown(value)) return "unknown";
  return typeof value === "string" && modern.test(value) && !weak.test(value);
}

/** What each type says about encryption on the way. */
const checks: readonly TransportCheck[] = [
  {
    type: "aws_api_gateway_domain_name",
    message: "the domain accepts TLS 1.0",
    answer: (r) => version(r, "security_policy", "unknown"),
  },
  {
    type: "aws_apigatewayv2_domain_name",
    message: "the domain accepts TLS 1.0",
    answer: (r) => version(r, "domain_name_configuration.security_policy", true),
  },
  {
    type: "aws_cloudfront_distribution",
    message: "the distribution accepts old TLS or plain HTTP",
    answer: (r) =>
      all(
        version(r, "viewer_certificate.minimum_protocol_version", false),
        oneOf(r.get("default_cache_behavior.viewer_protocol_policy"), ["https-only", "redirect-to-https"], false),
      ),
  },
  {
    type: "aws_opensearch_domain",
    message: "the domain accepts plain HTTP, old TLS, or plain traffic between its nodes",
    answer: (r) =>
      all(
        flag(r.get("domain_endpoint_options.enforce_https"), true),
        version(r, "domain_endpoint_options.tls_security_policy", false),
        flag(r.get("node_to_node_encryption.enabled"), false),
      ),
  },
  {
    type: "aws_elasticsearch_domain",
    message: "the domain accepts plain HTTP, old TLS, or plain traffic between its nodes",
    answer: (r) =>
      all(
        flag(r.get("domain_endpoint_options.enforce_https"), true),
        version(r, "domain_endpoint_options.tls_security_policy", false),
        flag(r.get("node_to_node_encryption.enabled"), false),
      ),
  },
  {
    type: "aws_msk_cluster",
    message: "brokers accept plain traffic",
    answer: (r) =>
      all(
        oneOf(r.get("encryption_info.encryption_in_transit.client_broker"), ["TLS"], true),
        flag(r.get("encryption_info.encryption_in_transit.in_cluster"), true),
      ),
  },
  {
    type: "aws_elasticache_replication_group",
    message: "the cache accepts plain traffic",
    answer: (r) => flag(r.get("transit_encryption_enabled"), false),
  },
  {
    type: "aws_memorydb_cluster",
    message: "the database accepts plain traffic",
    answer: (r) => flag(r.get("tls_enabled"), true),
  },
  {
    type: "aws_transfer_server",
    message: "FTP is not encrypted",
    answer: (r) => not(oneOf(r.get("protocols"), ["FTP"], false)),
  },
  {
    type: "aws_vpc_encryption_control",
    message: "traffic in the VPC need not be encrypted",
    answer: (r) => oneOf(r.get("mode"), ["enforce"], false),
  },
];

export const SOV_KEY_06 = policyRule({
  id: "SOV-KEY-06-transport",
  title: "data is encrypted on its way, with TLS 1.2 or newer",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "RCP secure-transport",
  references: ["SecNumCloud 3.2 10.2.c", "SecNumCloud 3.2 13.2.b", "C5:2020 CRY-02", "CT.S3.PV.3", "CT.S3.PV.5"],
  covers: ["CKV_AWS_2", "CKV_AWS_103", "CKV_AWS_174", "CKV_AWS_206", "CKV_AWS_228"],
  cause: "Plain traffic is readable wherever it passes.",
  mend: "accept TLS 1.2 or newer only, and deny requests without `aws:SecureTransport`",
  example: {
    fails: '`aws_lb_listener` with `protocol = "HTTP"`',
    passes: "a listener on 80 that redirects to HTTPS",
    evades: "a bucket whose policy allows `aws:SecureTransport` instead of denying without it",
  },
  *check(subject) {
    const { documents } = subject;
    for (const { type, message, answer } of checks) {
      for (const resource of documents.resources(type)) yield judge(resource, answer(resource), { message });
    }
    for (const listener of documents.resources("aws_lb_listener", "aws_alb_listener")) yield judgeListener(listener);
    for (const bucket of documents.resources("aws_s3_bucket")) yield judgeBucket(bucket, subject);
  },
});

function judgeListener(listener: Resource): PolicyOutcome {
  const protocol = listener.get("protocol");
  if (oneOf(protocol, ["HTTPS", "TLS"], false) === true) {
    return judge(listener, version(listener, "ssl_policy", false), {
      message: "the listener accepts old TLS",
      given: listener.get("ssl_policy") ?? "the default policy",
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
