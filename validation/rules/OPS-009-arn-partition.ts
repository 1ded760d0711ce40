import { findRegion, partitions } from "../../catalog/aws/regions";
import type { Documents, Resource } from "../../documents/types";
import { isObject, isUnknown, type Value } from "../../documents/value";
import { regionOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

/** Where ARNs stand that IAM and EKS read, by type of resource; policies are read as JSON. */
const places: Readonly<Record<string, readonly string[]>> = {
  aws_iam_role_policy_attachment: ["policy_arn"],
  aws_iam_policy_attachment: ["policy_arn"],
  aws_iam_role: ["managed_policy_arns", "permissions_boundary", "assume_role_policy"],
  aws_iam_policy: ["policy"],
  aws_iam_role_policy: ["policy"],
  aws_s3_bucket_policy: ["policy"],
  aws_kms_key: ["policy"],
  aws_eks_access_entry: ["principal_arn"],
  aws_eks_access_policy_association: ["principal_arn", "policy_arn"],
};

export const arnPartition: Rule = {
  id: "OPS-009-arn-partition",
  family: "OPS",
  title: "ARNs are of the partition that the region is in",
  severity: "error",
  reads: "documents",
  cause:
    "China, GovCloud, the isolated regions and the European Sovereign Cloud are partitions of their own: a policy of " +
    "`arn:aws:` does not exist there. IAM refuses the attachment or the document at apply; the provider takes any ARN.",
  mend: "take the partition from the region, as `data.aws_partition` has it, and not from an example",
  sources: ["AWS IAM User Guide, ARNs: partitions aws, aws-cn, aws-us-gov", "AWS European Sovereign Cloud: aws-eusc"],
  unknownMeans: "The region of the provider is not written in the documents.",
  example: {
    fails: "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy in eusc-de-east-1",
    passes: "arn:aws-eusc:iam::aws:policy/AmazonEKSClusterPolicy",
  },
  *check({ documents }) {
    for (const resource of documents?.resources(...Object.keys(places)) ?? []) {
      const outcome = documents && judge(resource, documents);
      if (outcome !== undefined) yield outcome;
    }
  },
};

function judge(resource: Resource, documents: Documents): Outcome | undefined {
  const texts = (places[resource.type] ?? []).flatMap((place) => {
    const parsed = resource.json(place);
    return textsIn(isObject(parsed) || Array.isArray(parsed) ? parsed : resource.get(place));
  });
  const arns = texts.flatMap((text) => {
    const partition = /^arn:([^:*?]+):/.exec(text)?.[1];
    return partition === undefined ? [] : [{ text, partition }];
  });
  if (arns.length === 0) return undefined;
  const about = resourceAbout(resource);
  const region = regionOf(resource) ?? onlyRegion(documents);
  const own = region === undefined ? undefined : findRegion(region)?.partition;
  const known = partitions().map(({ id }) => id);
  const foreign = arns.filter(({ partition }) => (own === undefined ? !known.includes(partition) : partition !== own));
  if (foreign.length > 0) {
    return fail(about, {
      message:
        own === undefined ? "an ARN is of no partition" : `an ARN is of another partition than ${String(region)}`,
      given: foreign.map(({ text }) => text),
      allowed: own === undefined ? known : `arn:${own}:…`,
    });
  }
  if (own === undefined) return unknown(about, { message: "the region, and with it the partition, is not known" });
  return pass(about);
}

/** The region that all providers of AWS agree on, where a resource's own provider does not say. */
function onlyRegion(documents: Documents): string | undefined {
  const named = documents.providers
    .map((provider) => provider.get("region"))
    .filter((each) => typeof each === "string");
  return new Set(named).size === 1 ? named[0] : undefined;
}

function textsIn(value: Value | undefined): readonly string[] {
  if (typeof value === "string") return [value];
  if (value === undefined || value === null || isUnknown(value) || typeof value !== "object") return [];
  return (Array.isArray(value) ? (value as readonly Value[]) : Object.values(value)).flatMap(textsIn);
}
