import { lustreRules } from "../../catalog/aws/fsx-lustre";
import { isUnknown } from "../../documents/value";
import { lustreFilesystems, type EmittedLustre } from "../lustre";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const lustreVersion: Rule = {
  id: "STO-125-lustre-version",
  family: "STO",
  title: "the Lustre version exists for the deployment type, and is not the oldest one",
  severity: "error",
  reads: "documents",
  cause:
    "FSx has 2.10, 2.12 and 2.15, not all for every deployment type, and the provider takes any other text, which FSx " +
    "refuses at apply. 2.10 is what the older deployment types get when nobody chooses; it takes no links to buckets " +
    "by data repository associations and no metadata configuration.",
  mend: "set file_system_type_version to 2.15",
  sources: [lustreRules().source],
  unknownMeans: "Version or deployment type is not known yet; the plan decides.",
  example: {
    fails: "file_system_type_version 3.0, or 2.10 with PERSISTENT_2",
    passes: "file_system_type_version 2.15",
  },
  *check({ documents }) {
    for (const filesystem of lustreFilesystems(documents)) yield judge(filesystem);
  },
};

function judge({ about, deploymentType, version, facts }: EmittedLustre): Outcome {
  if (isUnknown(deploymentType) || isUnknown(version)) {
    return unknown(about, { message: "version or deployment type is not known yet" });
  }
  if (facts === undefined) return unknown(about, { message: "no such deployment type", given: deploymentType });
  // JSON writes 2.10 as the number 2.1 where the quotes are missing.
  const given = version === 2.1 ? "2.10" : version === undefined ? undefined : String(version);
  const allowed = facts.lustreVersions;
  if (given === undefined) {
    if (facts.deploymentType === "PERSISTENT_2") return pass(about);
    const message = `without a version ${facts.deploymentType} is made with Lustre 2.10, the oldest that FSx has`;
    return fail(about, { message, given: "none", allowed, severity: "warning" });
  }
  if (!allowed.includes(given)) {
    const message = `${facts.deploymentType} has no Lustre ${given}`;
    return fail(about, { message, given, allowed });
  }
  if (given !== "2.10") return pass(about);
  const message = "the filesystem has Lustre 2.10, the oldest version that FSx has";
  return fail(about, { message, given, allowed: ["2.12", "2.15"], severity: "warning" });
}
