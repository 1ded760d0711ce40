import type { Documents, Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";
import { isGiven } from "../reading";

export const failoverHealth: Rule = {
  id: "HYB-007-failover-health",
  family: "HYB",
  title: "a name that fails over has something that notices, and somewhere to go",
  severity: "error",
  reads: "documents",
  cause:
    "A primary record without a health check is healthy by definition: Route 53 answers with it whatever has burnt " +
    "down. A primary without a secondary has nowhere to go, and nobody sees either of them until the day it is needed.",
  mend: "give the primary record a `health_check_id` (or an alias with `evaluate_target_health`), and add the secondary",
  sources: [
    "Amazon Route 53 Developer Guide, failover routing: the primary's health check, records of the same name and type",
  ],
  unknownMeans: "The record's name or its health check is not known before apply; the plan decides.",
  example: {
    fails: "a PRIMARY record without a health check",
    passes: "a PRIMARY record with a health check, and a SECONDARY of the same name and type",
  },
  *check({ documents }) {
    if (!documents) return;
    for (const record of documents.resources("aws_route53_record")) {
      if (record.get("failover_routing_policy.type") === "PRIMARY") yield judge(record, documents);
    }
  },
};

function judge(primary: Resource, documents: Documents): Outcome {
  const about = resourceAbout(primary);
  const [alias] = primary.blocks("alias");
  const watched = isGiven(primary.get("health_check_id")) || alias?.get("evaluate_target_health") === true;
  if (!watched) return fail(about, { message: "nothing notices when the primary of a failover is gone" });
  const [name, type] = [primary.get("name"), primary.get("type")];
  if (isUnknown(name)) return unknown(about, { message: "the name of a record that fails over is not known" });
  const zones = primary.targets("zone_id");
  const secondary = documents
    .resources("aws_route53_record")
    .find(
      (each) =>
        each.get("failover_routing_policy.type") === "SECONDARY" &&
        each.get("name") === name &&
        each.get("type") === type &&
        (zones.length === 0 || each.targets("zone_id").some((zone) => zones.includes(zone))),
    );
  if (secondary !== undefined) return pass(about);
  return fail(about, { message: "a failover has nowhere to go", given: name, allowed: "a SECONDARY of that name" });
}
