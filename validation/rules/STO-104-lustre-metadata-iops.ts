import { lustreRules } from "../../catalog/aws/fsx-lustre";
import { isUnknown } from "../../documents/value";
import { numberOf } from "../launches";
import { lustreFilesystems, type EmittedLustre } from "../lustre";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const lustreMetadataIops: Rule = {
  id: "STO-104-lustre-metadata-iops",
  family: "STO",
  title: "metadata IOPS of a Lustre filesystem are ones that FSx sells",
  severity: "error",
  reads: "documents",
  cause:
    "Metadata IOPS are sold in fixed steps, to PERSISTENT_2 only, and only where the mode says that the user provisions " +
    "them. FSx refuses anything else after the provider has accepted it. They can be raised later, never lowered.",
  mend: "take the next step up, with mode USER_PROVISIONED, or leave the number out with mode AUTOMATIC",
  sources: [lustreRules().source],
  unknownMeans: "The mode or the number is not known yet; the plan decides.",
  example: { fails: "mode USER_PROVISIONED with iops 5000", passes: "mode USER_PROVISIONED with iops 6000" },
  *check({ documents }) {
    for (const filesystem of lustreFilesystems(documents)) {
      if (filesystem.resource.blocks("metadata_configuration").length > 0) yield judge(filesystem);
    }
  },
};

function judge({ about, resource, deploymentType, storageType }: EmittedLustre): Outcome {
  const mode = resource.get("metadata_configuration.mode") ?? "AUTOMATIC";
  const iops = numberOf(resource.get("metadata_configuration.iops"));
  if ([mode, deploymentType, storageType].some(isUnknown) || iops === "unknown") {
    return unknown(about, { message: "the metadata configuration is not known yet" });
  }
  if (deploymentType !== "PERSISTENT_2") {
    const message = `${String(deploymentType)} takes no metadata configuration`;
    return fail(about, { message, given: mode, allowed: "PERSISTENT_2 only" });
  }
  const tiered = storageType === "INTELLIGENT_TIERING";
  if (tiered && mode !== "USER_PROVISIONED") {
    const message = "intelligent tiering needs provisioned metadata IOPS";
    return fail(about, { message, given: mode, allowed: "USER_PROVISIONED with 6000 or 12000" });
  }
  if (mode === "AUTOMATIC") {
    if (iops === undefined) return pass(about);
    const message = "metadata IOPS are given, but the mode lets FSx choose them";
    return fail(about, { message, given: iops, allowed: "no number with AUTOMATIC" });
  }
  const allowed = tiered ? lustreRules().metadataIopsIntelligentTiering : lustreRules().metadataIopsSsd;
  if (iops !== undefined && allowed.includes(iops)) return pass(about);
  return fail(about, {
    message: iops === undefined ? "the metadata IOPS to provision are missing" : "no metadata IOPS that FSx sells",
    given: iops,
    allowed,
    fix: `take ${allowed.find((step) => step >= (iops ?? 0)) ?? allowed.at(-1)}`,
  });
}
