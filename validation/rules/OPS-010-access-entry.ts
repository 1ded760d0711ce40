import { isUnknown } from "../../documents/value";
import { isGiven } from "../reading";
import { fail, pass, resourceAbout, unknown, type Rule } from "../rule";

/** Who an access entry is for: people and pipelines, or nodes of one kind. */
const types = ["STANDARD", "EC2", "EC2_LINUX", "EC2_WINDOWS", "FARGATE_LINUX", "HYBRID_LINUX", "HYPERPOD_LINUX"];

export const accessEntry: Rule = {
  id: "OPS-010-access-entry",
  family: "OPS",
  title: "an access entry is of a kind that EKS has",
  severity: "error",
  reads: "documents",
  cause:
    "The provider takes any text for the type of an access entry. EKS refuses it at apply, after the cluster was made, " +
    "and the nodes that the entry is for do not join.",
  mend: "leave the type out for people and pipelines; HYBRID_LINUX is for nodes of a site, EC2_LINUX for self-managed ones",
  sources: ["Amazon EKS API Reference, CreateAccessEntry: type"],
  unknownMeans: "The type is not known yet; the plan decides.",
  example: { fails: "type = HYBRID", passes: "type = HYBRID_LINUX" },
  *check({ documents }) {
    for (const entry of documents?.resources("aws_eks_access_entry") ?? []) {
      const about = resourceAbout(entry);
      const given = entry.get("type");
      if (isUnknown(given)) yield unknown(about, { message: "the type of the access entry is not known yet" });
      else if (!isGiven(given) || types.includes(String(given))) yield pass(about);
      else yield fail(about, { message: "EKS has no access entries of this type", given, allowed: types });
    }
  },
};
