import type { ProviderConfig } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { mentionsOf } from "../locations/places";
import { parseArn } from "../reading/arns";
import { isPrivate } from "../reading/ranges";
import { fail, flag, judge, judgeRegion, not, open, oneOf } from "../reading/verdicts";
import { policyRule, type PolicyOutcome, type PolicySubject } from "../rule";

export const SOV_RES_02 = policyRule({
  id: "SOV-RES-02-provider-configuration",
  title: "provider blocks speak only to regions, partitions and endpoints inside the boundary",
  weight: "critical",
  stages: ["synth", "plan"],
  waivable: false,
  references: ["SecNumCloud 3.2 19.2.c", "SecNumCloud 3.2 19.2.d", "C5:2026 PSS-12.02AC"],
  cause:
    "A custom endpoint, a proxy or a switched-off check sends requests and credentials elsewhere, whatever the region says.",
  mend: "name a region of the boundary, and endpoints of the same region, or remove the setting",
  example: {
    fails: 'a provider with `region = "us-east-1"`',
    passes: 'a provider with `region = "eu-central-1"` and nothing else',
    evades: '`endpoints { s3 = "https://s3.us-east-1.amazonaws.com" }` beside `region = "eu-central-1"`',
  },
  *check(subject) {
    for (const provider of subject.documents.providers) {
      if (provider.name === "aws" || provider.name === "awscc") yield* judgeProvider(provider, subject);
    }
  },
});

function* judgeProvider(provider: ProviderConfig, subject: PolicySubject): Generator<PolicyOutcome> {
  const { boundary } = subject;
  const region = provider.get("region");
  if (region === undefined) {
    const message = "it names no region, so the environment of the run decides";
    yield open(provider, { message, allowed: boundary.allowedPlaces, fix: "write the region into the provider block" });
  } else yield judgeRegion(provider, region, "its region", subject);
  const sts = provider.get("sts_region");
  if (sts !== undefined) yield judgeRegion(provider, sts, "sts_region", subject);
  yield judge(provider, not(oneOf(provider.get("s3_us_east_1_regional_endpoint"), ["legacy"], false)), {
    message: "s3_us_east_1_regional_endpoint sends requests for us-east-1 to the global endpoint",
    given: provider.get("s3_us_east_1_regional_endpoint"),
  });
  yield judge(provider, not(flag(provider.get("skip_region_validation"), false)), {
    message: "skip_region_validation lets any name pass as a region",
    given: provider.get("skip_region_validation"),
    severity: "warning",
  });
  for (const role of provider.list("assume_role.role_arn")) {
    const arn = typeof role === "string" ? parseArn(role) : undefined;
    if (arn && !boundary.partition(arn.partition).inside) {
      yield fail(provider, {
        message: `the role it assumes is in partition ${arn.partition}`,
        given: role,
        allowed: boundary.data.partitions,
      });
    }
  }
  yield* judgeEndpoints(provider, subject);
}

function* judgeEndpoints(provider: ProviderConfig, { boundary }: PolicySubject): Generator<PolicyOutcome> {
  for (const path of ["endpoints", "http_proxy", "https_proxy"]) {
    const value = provider.get(path);
    if (value === undefined) continue;
    if (isUnknown(value)) yield open(provider, { message: `${path} is not known yet`, given: value });
    for (const { kind, host = "", region, partition, text } of mentionsOf(value)) {
      if (kind !== "host") continue;
      const inRegion = region !== undefined && boundary.region(region).inside;
      // An endpoint of the machine itself or of a private address is a proxy or a simulator in the network.
      const isLocal = host === "localhost" || isPrivate(host) || /\.(internal|local|svc)$/.test(host);
      const inPartition =
        region === undefined && partition !== undefined && globalInside(partition, boundary.data.partitions);
      yield judge(provider, inRegion || isLocal || inPartition || boundary.allowedHost("egress", host) !== undefined, {
        message: `${path} sends requests to ${text}, outside the boundary`,
        given: text,
        allowed: boundary.allowedPlaces,
        location: region === undefined ? undefined : boundary.region(region).place,
      });
    }
  }
}

/** A host without a region is global: inside only where the partition itself is. */
function globalInside(partition: string, inside: readonly string[]): boolean {
  return partition !== "aws" && inside.includes(partition);
}
