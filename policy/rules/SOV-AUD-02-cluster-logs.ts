import { isUnknown } from "../../documents/value";
import { judge } from "../reading/verdicts";
import { policyRule } from "../rule";

const kinds = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** Checks of other tools: that some kind is missing, and that all are. */
const incomplete = ["CKV_AWS_37", "AWS-0038", "66f130d9-b81d-4e8e-9b08-da74b9c891df"];
const none = ["37304d3f-f852-40b8-ae3f-725e87a7cedf"];

export const SOV_AUD_02 = policyRule({
  id: "SOV-AUD-02-cluster-logs",
  title: "the Kubernetes control plane logs all five kinds",
  weight: "high",
  stages: ["synth", "plan"],
  references: ["SecNumCloud 3.2 12.6", "AI Act 12"],
  covers: [...incomplete, ...none],
  cause: "The audit log is the only record of who did what in the cluster.",
  mend: "set enabled_cluster_log_types to all five, and make the log group yourself with a key and a retention",
  example: {
    fails: "a cluster without enabled_cluster_log_types",
    passes: "all five kinds",
    evades: "four kinds, without `audit`",
  },
  *check({ documents }) {
    for (const cluster of documents.resources("aws_eks_cluster")) {
      const given = cluster.list("enabled_cluster_log_types");
      const missing = kinds.filter((kind) => !given.includes(kind));
      yield judge(cluster, missing.length === 0 ? true : given.some(isUnknown) ? "unknown" : false, {
        message: `the control plane does not log ${missing.join(", ")}`,
        given,
        allowed: kinds,
        covers: missing.length === kinds.length ? [...incomplete, ...none] : incomplete,
      });
      const name = cluster.get("name");
      const groups = documents.resources("aws_cloudwatch_log_group").map((group) => group.get("name"));
      const own = groups.some((group) => group === `/aws/eks/${String(name as string)}/cluster`);
      yield judge(cluster, own ? true : groups.some(isUnknown) || isUnknown(name) ? "unknown" : false, {
        message: "its log group is made by EKS, without a key and without an end",
        fix: "make the log group /aws/eks/<name>/cluster yourself",
      });
    }
  },
});
