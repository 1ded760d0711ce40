import { all, flag, judge, not, textsOf } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Checks of other tools: that the API is public, and that it is so to every address. */
const isPublic = ["CKV_AWS_39", "AWS-0040", "42f4b905-3736-4213-bfe9-c0660518cda8"];
const toEveryone = ["CKV_AWS_38", "AWS-0041", "61cf9883-1752-4768-b18c-0d57f2737709"];

export const SOV_OPS_01 = policyRule({
  id: "SOV-OPS-01-private-api",
  title: "the Kubernetes API is reached from inside only",
  weight: "critical",
  stages: ["synth", "plan"],
  references: ["SecNumCloud 3.2 9.6.d", "AWS-GR_EKS_ENDPOINT_NO_PUBLIC_ACCESS"],
  covers: [...isPublic, ...toEveryone],
  cause:
    "The API is the administration of everything that runs. A list of ranges in front of it is no private network.",
  mend: "set endpoint_public_access = false and endpoint_private_access = true",
  example: {
    fails: "`endpoint_public_access = true`, also with public_access_cidrs",
    passes: "`endpoint_public_access = false`",
    evades: "a cluster that says nothing: the default is public",
  },
  *check({ documents }) {
    for (const cluster of documents.resources("aws_eks_cluster")) {
      const ranges = textsOf(cluster.list("vpc_config.public_access_cidrs")).texts;
      const open = cluster.get("vpc_config.endpoint_public_access");
      yield judge(cluster, not(flag(open, true)), {
        message: "its API is reached from the internet",
        given: open ?? "nothing: the default is public",
        covers:
          ranges.length === 0 || ranges.some((range) => range.endsWith("/0")) ? [...isPublic, ...toEveryone] : isPublic,
      });
      const inside = flag(cluster.get("vpc_config.endpoint_private_access"), false);
      yield judge(cluster, all(inside), {
        message: "its API is not reached from the VPC, so nodes take the public way",
        severity: "warning",
      });
    }
  },
});
