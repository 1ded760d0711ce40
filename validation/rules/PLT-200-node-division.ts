import type { KubernetesObject } from "../../documents/types";
import { isObject, isUnknown, type ValueObject } from "../../documents/value";
import { aboutObject, at } from "../platform/pods";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";
import { slurmObjects } from "../slurm/objects";

export const nodeDivision: Rule = {
  id: "PLT-200-node-division",
  family: "PLT",
  title: "no node gets jobs from Slurm and from Kueue",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "slurmd takes a node's accelerators for itself. Where Kueue counts the same node into its quota, it admits jobs " +
    "whose pods never start, or whose pods keep slurmd out; neither scheduler sees the other's load.",
  mend: "divide the pool (NodeDivision): labels keep NodeSets and flavors on nodes of their own",
  sources: [
    "slurm-operator v1.2.1, NodeSet definition: DaemonSet scaling, one pod on each matching node",
    "Kueue documentation, ResourceFlavor: nodeLabels",
  ],
  unknownMeans: "The labels of a NodeSet or a flavor are not known yet.",
  example: {
    fails: "a NodeSet and a ResourceFlavor that both select ai-factory/pool: gb200",
    passes: "both select the pool, one with ai-factory/scheduler: slurm, the other with kubernetes",
  },
  *check({ documents }) {
    if (!documents) return;
    const flavors = documents
      .kubernetesObjects("ResourceFlavor")
      .filter(({ apiVersion }) => apiVersion.startsWith("kueue.x-k8s.io/"));
    const nodeSets = slurmObjects(documents, "NodeSet");
    for (const [index, nodeSet] of nodeSets.entries()) {
      const labels = selectorOf(nodeSet);
      for (const flavor of flavors) yield judge(nodeSet, labels, `flavor '${flavor.name}'`, flavorLabels(flavor));
      for (const other of nodeSets.slice(0, index)) {
        yield judge(nodeSet, labels, `NodeSet '${other.name}'`, selectorOf(other));
      }
    }
  },
};

function selectorOf(nodeSet: KubernetesObject): ValueObject | undefined {
  const { nodeSelector = {} } = at(nodeSet.object, "spec", "template", "spec");
  return isObject(nodeSelector) ? nodeSelector : undefined;
}

function flavorLabels(flavor: KubernetesObject): ValueObject | undefined {
  const { nodeLabels = {} } = at(flavor.object, "spec");
  return isObject(nodeLabels) ? nodeLabels : undefined;
}

function judge(
  nodeSet: KubernetesObject,
  labels: ValueObject | undefined,
  otherName: string,
  other: ValueObject | undefined,
): Outcome {
  const about = aboutObject(nodeSet);
  if (labels === undefined || other === undefined) {
    return unknown(about, { message: `whether the NodeSet shares nodes with ${otherName} is not known yet` });
  }
  const common = Object.keys(labels).filter((key) => other[key] !== undefined);
  if (common.some((key) => !isUnknown(labels[key]) && !isUnknown(other[key]) && labels[key] !== other[key])) {
    return pass(about);
  }
  if (common.some((key) => isUnknown(labels[key]) || isUnknown(other[key]))) {
    return unknown(about, { message: `whether the NodeSet shares nodes with ${otherName} is not known yet` });
  }
  return fail(about, {
    message: `one node can get jobs from NodeSet '${nodeSet.name}' and from ${otherName}`,
    given: { nodeSet: labels, other },
    allowed: "labels that no node has both of",
  });
}
