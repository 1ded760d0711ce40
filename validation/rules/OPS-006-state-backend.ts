import type { Stack } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { isGiven, switchOf } from "../reading";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const stateBackend: Rule = {
  id: "OPS-006-state-backend",
  family: "OPS",
  title: "the state is shared, encrypted and locked",
  severity: "warning",
  reads: "documents",
  cause:
    "The state holds secrets in plain text and is the only memory of what was built. On one person's disk it is lost with " +
    "the disk; without a lock two pipelines write it at the same time and one of the two forgets what the other made.",
  mend: "take FactoryState.s3, or give the backend encrypt = true and use_lockfile = true",
  sources: ["Terraform, S3 backend: encrypt, use_lockfile (from 1.10), dynamodb_table (deprecated)"],
  unknownMeans: "The state of this kind of backend is not judged here, or a setting is given at init; look there.",
  example: {
    fails: "backend s3 without use_lockfile, or with encrypt = false",
    passes: "backend s3 with encrypt and use_lockfile",
  },
  *check({ documents }) {
    for (const stack of documents?.stacks ?? []) {
      if (stack.kind === "configuration") yield judge(stack);
    }
  },
};

function judge(stack: Stack): Outcome {
  const about = { path: stack.name };
  const { terraform } = stack;
  const has = (name: string) => terraform.blocks(name).length > 0;
  if (has("cloud") || has("backend.remote")) return pass(about);
  if (has("backend.s3")) {
    const at = (name: string) => terraform.get(`backend.s3.${name}`);
    const [encrypt, lock, table] = [at("encrypt"), at("use_lockfile"), at("dynamodb_table")];
    if ([encrypt, lock, table].some(isUnknown))
      return unknown(about, { message: "a setting of the backend is not known yet" });
    const missing = [
      // S3 encrypts every object by itself; only a spoken no is one.
      ...(switchOf(encrypt) === false ? ["encryption"] : []),
      ...(switchOf(lock) !== true && !isGiven(table) ? ["a lock"] : []),
    ];
    if (missing.length === 0) return pass(about);
    const message = `the state has no ${missing.join(" and ").replace(/^a /, "")}`;
    return fail(about, { message, given: "backend s3", allowed: "encrypt = true, use_lockfile = true" });
  }
  const others = ["gcs", "azurerm", "pg", "kubernetes", "http", "consul", "cos", "oss"];
  const [other] = others.filter((name) => has(`backend.${name}`));
  if (other !== undefined) {
    return unknown(about, { message: `whether backend ${other} is encrypted and locked is not judged here` });
  }
  // Right for one person and for a trial: a remark.
  const given = has("backend.local") ? "backend local" : "no backend, which is local";
  const message = "the state lies on the disk of whoever deploys";
  return fail(about, { message, given, allowed: "a shared backend that locks", severity: "info" });
}
