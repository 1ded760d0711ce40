import type { Block, Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { numberOf } from "../launches";
import { isGiven } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

/** Storage classes from warm to cold, with the youngest age at which objects may move there. */
const classes: Readonly<Record<string, number>> = {
  STANDARD_IA: 30,
  ONEZONE_IA: 30,
  INTELLIGENT_TIERING: 0,
  GLACIER_IR: 0,
  GLACIER: 0,
  DEEP_ARCHIVE: 0,
};

export const bucketTiering: Rule = {
  id: "STO-154-bucket-tiering",
  family: "STO",
  title: "lifecycle rules of buckets are ones that S3 carries out as meant",
  severity: "error",
  reads: "documents",
  cause:
    "S3 moves objects to the infrequent-access classes from day 30 on and refuses rules that want it sooner; a rule " +
    "without a filter is refused or applies to everything, depending on the provider's version; an expiry before a move " +
    "makes the move vain.",
  mend: "wait 30 days for the infrequent-access classes, give each rule a filter (an empty prefix for all), expire last",
  sources: [
    "Amazon S3 User Guide, lifecycle transitions: general considerations, minimum of 30 days for STANDARD_IA and ONEZONE_IA",
    "hashicorp/aws, aws_s3_bucket_lifecycle_configuration: filter or prefix in each rule",
  ],
  unknownMeans: "An age or a class is not known yet; the plan decides.",
  example: {
    fails: "transition to STANDARD_IA after 1 day, or a rule without filter",
    passes: 'transition to INTELLIGENT_TIERING after 0 days with filter { prefix = "" }',
  },
  *check({ documents }) {
    for (const resource of documents?.resources("aws_s3_bucket_lifecycle_configuration") ?? []) {
      for (const rule of resource.blocks("rule")) yield judge(rule, resource);
    }
  },
};

function judge(rule: Block, resource: Resource): Outcome {
  const about = resourceAbout(resource);
  if (isUnknown(rule.get("status")) || isUnknown(rule.get("transition"))) {
    return unknown(about, { message: "a rule of the life cycle is not known yet" });
  }
  const id = String(rule.get("id") ?? "without an id");
  if (rule.list("filter").length === 0 && !isGiven(rule.get("prefix"))) {
    const message = `rule '${id}' says nowhere which objects it is for`;
    return fail(about, { message, given: "no filter", allowed: 'filter { prefix = "" } for all objects' });
  }
  const expiry = numberOf(rule.get("expiration.days"));
  const steps = rule.blocks("transition").map((step) => ({
    days: isGiven(step.get("date")) ? undefined : (numberOf(step.get("days")) ?? 0),
    to: step.get("storage_class"),
  }));
  for (const { days, to } of steps) {
    if (isUnknown(to) || days === "unknown") {
      return unknown(about, { message: `an age or a class of rule '${id}' is not known yet` });
    }
    if (days === undefined) continue;
    const least = classes[String(to)];
    if (least === undefined) {
      const message = `rule '${id}' moves objects to a class that S3 does not have`;
      return fail(about, { message, given: to, allowed: Object.keys(classes) });
    }
    if (days < least) {
      const message = `rule '${id}' moves objects to ${String(to)} too early`;
      return fail(about, { message, given: `${days} days`, allowed: `${least} days or more` });
    }
    if (typeof expiry === "number" && expiry <= days) {
      const message = `objects of rule '${id}' expire before they move to ${String(to)}`;
      return fail(about, { message, given: `${expiry} days`, allowed: `more than ${days} days` });
    }
  }
  return pass(about);
}
