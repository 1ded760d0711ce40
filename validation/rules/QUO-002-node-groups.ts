import { quota } from "../../catalog/aws/quotas";
import type { Documents, Resource } from "../../documents/types";
import type { FactoryModel, SiteNode } from "../../model/types";
import { judgeQuota } from "../account-quotas";
import { regionOf, sizesOf, shown } from "../launches";
import { resourceAbout, unknown, type Outcome, type Rule } from "../rule";

const perCluster = "L-6D54EA21";
const perGroup = "L-BD136A63";

export const nodeGroupQuotas: Rule = {
  id: "QUO-002-node-groups",
  family: "QUO",
  title: "clusters have no more node groups, and groups no more nodes, than EKS allows the account",
  severity: "error",
  reads: "documents",
  cause: "EKS refuses the node group that is one too many, and the size that is too large, in the middle of an apply.",
  mend: "request the quota, join pools of one type, or use more clusters",
  sources: [`${quota(perCluster).source} (${quota(perCluster).asOf})`],
  unknownMeans: "A group's largest size is not known yet; the plan decides.",
  example: {
    fails: "a cluster with 31 managed node groups in a new account",
    passes: "a cluster with 30, or a raised quota",
  },
  *check({ documents, model }) {
    if (!documents) return;
    const groups = documents.resources("aws_eks_node_group");
    for (const [cluster, members] of clustersOf(groups)) yield judgeCluster(cluster, members, model);
    for (const group of groups) yield judgeGroup(group, model);
  },
};

function clustersOf(groups: Documents["all"]): ReadonlyMap<string, readonly Resource[]> {
  const clusters = new Map<string, Resource[]>();
  for (const group of groups) {
    const target = group.target("cluster_name");
    const key = target ? `${target.stack}:${target.address}` : `${group.stack}:${shown(group.get("cluster_name"))}`;
    const members = clusters.get(key);
    if (members) members.push(group);
    else clusters.set(key, [group]);
  }
  return clusters;
}

function judgeCluster(cluster: string, members: readonly Resource[], model: FactoryModel | undefined): Outcome {
  const site = siteOf(members[0], model, `cluster ${cluster.replace(/^[^:]*:/, "")}`);
  const parts = [`${members.length} node groups in one cluster`];
  return judgeQuota(site, { code: perCluster, needed: members.length, parts });
}

function judgeGroup(group: Resource, model: FactoryModel | undefined): Outcome {
  const about = resourceAbout(group);
  const { max } = sizesOf(group);
  if (typeof max !== "number")
    return unknown(about, { message: "the largest size of the node group is not known yet" });
  const need = { code: perGroup, needed: max, parts: [`${group.address}: max_size ${max}`] };
  return { ...judgeQuota(siteOf(group, model, about.path), need), path: about.path, address: about.address };
}

/** The account's site by the region of the resource; without a model only the defaults are known. */
function siteOf(resource: Resource | undefined, model: FactoryModel | undefined, path: string): SiteNode {
  const region = resource && regionOf(resource);
  const found = model?.sites.find((site) => site.kind === "aws" && site.region === region);
  return { id: region ?? "its region", addresses: [], kind: "aws", zones: [], ...found, path };
}
