import type { Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import type { PolicyOutcome, PolicySubject } from "../rule";
import { fail, isUnset, judgeRegion, open, pass, type Details } from "./verdicts";

export interface Arn {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

export function parseArn(text: string): Arn | undefined {
  const [, partition, service, region, account, resource] =
    /^arn:([^:]*):([^:]*):([^:]*):([^:]*):(.*)$/s.exec(text) ?? [];
  if (partition === undefined || service === undefined || region === undefined) return undefined;
  return { partition, service, region, account: account ?? "", resource: resource ?? "" };
}

/** Where the thing that an attribute names stands, wherever its name comes from: a reference is followed. */
export function* judgeReferred(
  resource: Resource,
  path: string,
  what: string,
  subject: PolicySubject,
  details: Partial<Details> = {},
): Generator<PolicyOutcome> {
  for (const value of resource.list(path)) {
    if (!isUnset(value)) yield* judgeValue(resource, path, value, what, subject, details);
  }
}

function* judgeValue(
  resource: Resource,
  path: string,
  value: Value,
  what: string,
  subject: PolicySubject,
  details: Partial<Details>,
): Generator<PolicyOutcome> {
  const { boundary, places } = subject;
  const text = typeof value === "string" ? value : isUnknown(value) ? value.toString() : "";
  const arn = parseArn(text);
  if (arn && /^aws[a-z-]*$/.test(arn.partition) && !boundary.partition(arn.partition).inside) {
    yield fail(resource, {
      message: `${what} is in partition ${arn.partition}, outside the boundary`,
      given: text,
      ...details,
    });
    return;
  }
  if (arn && /^[a-z]{2}[a-z-]*-\d$/.test(arn.region)) {
    yield judgeRegion(resource, arn.region, what, subject, { given: text, ...details });
    return;
  }
  const targets = (isUnknown(value) ? resource.targets(path) : ownersOf(text, subject)).filter((target) =>
    canBe(target, arn),
  );
  if (targets.length === 0) {
    const message = arn ? `${what} has no region in its name, and is not in the documents` : `${what} is not known yet`;
    yield open(resource, { message, given: text, allowed: boundary.allowedPlaces, ...details });
    return;
  }
  for (const target of targets) {
    const place = places.of(target);
    if (place.kind === "region" || place.kind === "global") {
      yield judgeRegion(resource, place.region, `${what} (${target.address})`, subject, { given: text, ...details });
    } else if (place.kind === "unknown") {
      yield open(resource, {
        message: `${what} (${target.address}) is in a place that is not known: ${place.why}`,
        ...details,
      });
    } else yield pass(resource);
  }
}

/** What a block refers to is more than its name: roles and, for a bucket, keys stand nowhere that the name says. */
function canBe({ type }: Resource, arn: Arn | undefined): boolean {
  return arn?.service === "s3" ? type.startsWith("aws_s3") : !/^aws_(iam_|caller_identity$)/.test(type);
}

/** The bucket that a name or an ARN without a region stands for, where the documents have it. */
function ownersOf(text: string, { documents }: PolicySubject): readonly Resource[] {
  const name = /^(?:arn:aws[a-z-]*:s3:::)?([a-z0-9.-]{3,63})$/.exec(text)?.[1];
  if (name === undefined) return [];
  return documents.resources("aws_s3_bucket").filter((bucket) => bucket.get("bucket") === name);
}
