import { referringAttributes } from "../locations/owned";
import { regionAttributes } from "../locations/schema";
import type { PolicyOutcome, PolicySubject } from "../rule";
import { judgeReferred } from "./arns";
import { isUnset, judgeRegion, regionValue } from "./verdicts";

/** Judges all attributes that the schema's classification and the table of referring attributes give to a rule. */
export function* judgeClassified(rule: string, subject: PolicySubject): Generator<PolicyOutcome> {
  for (const resource of subject.documents.resources()) {
    for (const { path, kind, rule: owner } of regionAttributes(resource.type)) {
      if (owner !== rule || kind !== "region") continue;
      for (const value of resource.list(path)) {
        if (isUnset(value)) continue;
        yield judgeRegion(resource, regionValue(resource, path, value), path, subject);
      }
    }
  }
  for (const { rule: owner, type, path, what } of referringAttributes) {
    if (owner !== rule) continue;
    for (const resource of subject.documents.resources(type)) yield* judgeReferred(resource, path, what, subject);
  }
}
