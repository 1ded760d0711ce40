import { amiTypes } from "../../catalog/aws/eks";
import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { kubernetesVersionFor } from "../platform/cluster-version";
import { minorsAhead } from "../platform/versions";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule, type Subject } from "../rule";

export const imageForVersion: Rule = {
  id: "VER-050-image-for-version",
  family: "VER",
  title: "EKS publishes the node image for the cluster's Kubernetes version",
  severity: "error",
  reads: "documents",
  cause:
    "Amazon Linux 2 images, GPU images among them, end with Kubernetes 1.32. A node group that asks for one on a newer " +
    "cluster fails at apply, with the cluster already made; and after an upgrade of the cluster it can never be replaced.",
  mend: "use an Amazon Linux 2023 or Bottlerocket image: AL2023_x86_64_NVIDIA for NVIDIA GPUs",
  sources: ["Amazon EKS User Guide, eks-ami-deprecation-faqs: no Amazon Linux 2 images for Kubernetes 1.33 and later"],
  unknownMeans: "The image type or the version is a token.",
  example: { fails: "ami_type AL2_x86_64_GPU on Kubernetes 1.33", passes: "ami_type AL2023_x86_64_NVIDIA on 1.35" },
  *check(subject) {
    for (const group of subject.documents?.resources("aws_eks_node_group") ?? []) yield judge(group, subject);
  },
};

function judge(group: Resource, subject: Subject): Outcome {
  const about = resourceAbout(group);
  const given = group.get("ami_type");
  if (isUnknown(given)) return unknown(about, { message: "the image type is not known yet" });
  // Without a type EKS takes Amazon Linux 2023 from 1.30 on; with an image of one's own there is none to name.
  if (given === undefined || given === null) return pass(about);
  const row = amiTypes().find(({ name }) => name === given);
  if (row === undefined) {
    return fail(about, { message: "this is no image type of EKS", given, allowed: amiTypes().map(({ name }) => name) });
  }
  if (row.lastKubernetesVersion === undefined) return pass(about);
  const version = group.get("version") ?? kubernetesVersionFor(undefined, subject);
  const ahead = typeof version === "string" ? minorsAhead(version, row.lastKubernetesVersion) : undefined;
  if (ahead === undefined) return unknown(about, { message: "the node group's version is not known yet", given });
  if (ahead <= 0) return pass(about);
  const message = `EKS publishes no ${row.name} for Kubernetes ${String(version)}`;
  return fail(about, { message, given, allowed: `Kubernetes up to ${row.lastKubernetesVersion}` });
}
