import { judgeClassified } from "../reading/classified";
import { fail, isGiven, judge, not, oneOf, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

const edgeTypes = [
  "aws_cloudfront_distribution",
  "aws_cloudfront_function",
  "aws_globalaccelerator_accelerator",
  "aws_globalaccelerator_custom_routing_accelerator",
  "aws_shield_protection",
  "aws_shield_subscription",
] as const;

export const SOV_NET_08 = policyRule({
  id: "SOV-NET-08-edge-services",
  title: "nothing is served or accelerated from edges all over the world",
  weight: "high",
  stages: ["synth", "plan"],
  references: ["AWS-GR_DISALLOW_CROSS_REGION_NETWORKING", "SecNumCloud 3.2 19.2.b"],
  cause: "Edge services decrypt, cache and log wherever the client is near, in any country.",
  mend: "serve from a load balancer of the region, or allow `edgeServices` in the boundary",
  example: {
    fails: "`aws_cloudfront_distribution`",
    passes: "`aws_api_gateway_rest_api` with a PRIVATE endpoint",
    evades: "`aws_api_gateway_rest_api` without an endpoint type, which means EDGE",
  },
  *check(subject) {
    const { documents, boundary } = subject;
    const allowed = boundary.data.edgeServices;
    for (const resource of documents.resources(...edgeTypes)) {
      yield judge(resource, allowed, { message: `${resource.type} works at edges outside the boundary` });
    }
    for (const acl of documents.resources(
      "aws_wafv2_web_acl",
      "aws_wafv2_ip_set",
      "aws_wafv2_rule_group",
      "aws_wafv2_regex_pattern_set",
    )) {
      yield judge(acl, allowed ? true : not(oneOf(acl.get("scope"), ["CLOUDFRONT"], false)), {
        message: "its scope is CloudFront: it works at edges, and stands in us-east-1",
      });
    }
    for (const api of documents.resources("aws_api_gateway_rest_api", "aws_api_gateway_domain_name")) {
      const types = api.list("endpoint_configuration.types");
      const edge = types.length === 0 ? true : oneOf(types[0], ["EDGE"], false);
      yield judge(api, allowed ? true : not(edge), {
        message: "its endpoint is EDGE, the default",
        given: types,
        allowed: "REGIONAL or PRIVATE",
      });
    }
    for (const bucket of documents.resources("aws_s3_bucket_accelerate_configuration", "aws_s3_bucket")) {
      const status = bucket.get("acceleration_status") ?? bucket.get("status");
      yield judge(bucket, allowed ? true : not(oneOf(status, ["Enabled"], false)), {
        message: "uploads enter at edges of S3 Transfer Acceleration",
      });
    }
    for (const association of documents.resources("aws_cloudfront_distribution")) {
      if (isGiven(association.get("default_cache_behavior.lambda_function_association"))) {
        yield fail(association, { message: "Lambda@Edge runs wherever the client is near" });
      }
    }
    yield* judgeClassified("SOV-NET-08-edge-services", subject);
    for (const check of documents.resources("aws_route53_health_check")) {
      if (
        isGiven(check.get("regions")) ||
        oneOf(check.get("type"), ["CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"], false) === true
      )
        yield pass(check);
      else yield fail(check, { message: "it is checked from regions all over the world, the default" });
    }
  },
});
