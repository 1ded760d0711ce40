import { isUnknown, type Value } from "../../documents/value";
import { typeFacts } from "../locations/schema";
import { judgeReferred, parseArn } from "../reading/arns";
import { fail, flag, isUnset, judge, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

/** A key that cannot be told apart from a text is judged by the text alone. */
function isArn(value: Value): boolean {
  return (
    (typeof value === "string" && parseArn(value) !== undefined) || (isUnknown(value) && value.parts !== undefined)
  );
}

export const SOV_KEY_02 = policyRule({
  id: "SOV-KEY-02-keys-inside",
  title: "every key stands inside the boundary, and none has replicas elsewhere",
  weight: "critical",
  stages: ["synth", "plan", "deploy"],
  waivable: false,
  guardrail: "SCP kms-region-deny",
  references: ["C5:2026 PSS-12.02AC", "C5:2026 CRY-05.02B", "EU CSF SOV-3"],
  cause:
    "Who has the key has the data. A multi-region key can be replicated abroad by one call, which region-deny policies that exempt `kms:*` do not stop.",
  mend: "use single-region keys of the boundary",
  example: {
    fails: "`aws_kms_key` with `multi_region = true`",
    passes: "a single-region key under a provider of eu-central-1",
    evades: "`aws_kms_replica_key` with the provider of an alias in us-east-1",
  },
  *check(subject) {
    const { documents, boundary, places } = subject;
    for (const key of documents.resources("aws_kms_key", "aws_kms_external_key")) {
      const replicas = key.referrers("aws_kms_replica_key", "aws_kms_replica_external_key");
      const many = flag(key.get("multi_region"), false);
      if (many === false) yield pass(key);
      else if (many === "unknown")
        yield open(key, {
          message: "whether it is a multi-region key is not known yet",
          given: key.get("multi_region"),
        });
      else {
        const allInside =
          replicas.length > 0 && replicas.every((replica) => boundary.region(places.regionOf(replica) ?? "").inside);
        yield judge(key, allInside, {
          message: "it is a multi-region key: anyone with the permission can replicate it abroad",
          given: true,
          fix: "make it a single-region key; a key cannot be changed, so replace it",
        });
      }
    }
    for (const replica of documents.resources("aws_kms_replica_key", "aws_kms_replica_external_key")) {
      const region = places.regionOf(replica);
      if (region === undefined) yield open(replica, { message: "where the replica stands is not known yet" });
      else {
        const answer = boundary.region(region);
        yield judge(replica, answer.inside, {
          message: `a replica of the key stands in ${answer.place}`,
          location: answer.place,
        });
      }
    }
    for (const resource of documents.resources()) {
      for (const path of typeFacts(resource.type)?.key ?? []) {
        const values = resource.list(path).filter((value) => !isUnset(value));
        if (values.some(isArn)) yield* judgeReferred(resource, path, "its key", subject);
        else if (values.some(isUnknown)) yield* judgeKeyReference(resource, path);
      }
    }

    function* judgeKeyReference(resource: Parameters<typeof places.of>[0], path: string) {
      const targets = resource.targets(path);
      if (targets.length === 0)
        yield open(resource, { message: `${path} is not known yet`, given: resource.get(path) });
      for (const target of targets) {
        const region = places.regionOf(target);
        if (region === undefined)
          yield open(resource, { message: `where its key (${target.address}) stands is not known yet` });
        else if (boundary.region(region).inside) yield pass(resource);
        else {
          const { place } = boundary.region(region);
          yield fail(resource, {
            message: `its key (${target.address}) stands in ${place}`,
            location: place,
            allowed: boundary.allowedPlaces,
          });
        }
      }
    }
  },
});
