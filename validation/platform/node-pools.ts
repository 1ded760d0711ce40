import { findInstanceType, type InstanceType } from "../../catalog/aws/instance-types";
import { readOnce } from "../../documents/read-once";
import type { Documents, KubernetesObject, Resource } from "../../documents/types";
import { isObject, isUnknown, type Value, type ValueObject } from "../../documents/value";
import type { PoolNode } from "../../model/types";
import { carriesEfa, interfacesOf, launchesOf, numberOf, poolOf, type Launch } from "../launches";
import { resourceAbout, type About, type Subject } from "../rule";
import { aboutObject, at, items } from "./pods";

export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: string;
}

/** Nodes that pods can land on: a managed node group, a Karpenter NodePool, or a pool that only the model has. */
export interface NodePool {
  readonly about: About;
  /** As a label or a queue calls it. */
  readonly name: string;
  /** Values that a node of the pool may have under each label. A value that is not known is left in. */
  readonly labels: ReadonlyMap<string, readonly Value[]>;
  /** The labels hold something that is not known as a whole. */
  readonly labelsOpen: boolean;
  readonly taints: readonly Taint[];
  /** A taint is written that is not known. */
  readonly taintsOpen: boolean;
  readonly maxNodes: number | "unknown";
  /** Most of each device that one node offers: `nvidia.com/gpu`. */
  readonly offers: ReadonlyMap<string, number>;
  /** Which of them is the fabric's. @default - the nodes have no fabric */
  readonly fabricDevice?: string;
  /** Whether what the nodes offer is known: every instance type is in the catalogue. */
  readonly offersKnown: boolean;
  readonly instanceTypes: readonly InstanceType[];
  /** Of one node, where no instance type says it. */
  readonly vCpus?: number;
  readonly memoryGiB?: number;
  readonly resource?: Resource;
}

export const efaResource = "vpc.amazonaws.com/efa";

/** Every pool of nodes that pods can land on. */
export const nodePoolsOf = readOnce(readPools);

function readPools(subject: Subject): readonly NodePool[] {
  const { documents, model } = subject;
  const launches = documents ? launchesOf(documents) : [];
  const managed = launches.flatMap((launch) =>
    launch.group?.type === "aws_eks_node_group" ? [managedPool(launch, launch.group, subject)] : [],
  );
  const elastic = (documents?.kubernetesObjects("NodePool") ?? [])
    .filter(({ apiVersion }) => apiVersion.startsWith("karpenter.sh/"))
    .map(karpenterPool);
  const seen = new Set([...managed, ...elastic].map(({ name }) => name));
  const planned = (model?.pools ?? []).filter(({ id, system }) => system !== undefined && !seen.has(id));
  const rules = documents === undefined ? [] : nodeRules(documents);
  return [...managed, ...elastic, ...planned.flatMap((pool) => dividedPool(plannedPool(pool, rules), rules))];
}

/** A rule of Node Feature Discovery: labels and taints of the nodes that it names. */
interface NodeRule {
  readonly labels: ValueObject;
  readonly taints: readonly Taint[];
  readonly nodeNames: readonly string[];
}

function nodeRules(documents: Documents): readonly NodeRule[] {
  const rules = documents
    .kubernetesObjects("NodeFeatureRule")
    .flatMap(({ object }) => items(at(object, "spec")["rules"]));
  return rules.map((rule) => ({
    labels: at(rule, "labels"),
    taints: items(rule["taints"]).map(({ key, value, effect }) => ({
      key: String(key),
      ...(typeof value === "string" && { value }),
      effect: String(effect),
    })),
    nodeNames: items(rule["matchFeatures"]).flatMap((feature) => {
      const names = at(feature, "matchExpressions", "nodename")["value"];
      return Array.isArray(names) ? names.filter((name) => typeof name === "string") : [];
    }),
  }));
}

/** Label that says which scheduler gives jobs to a node of a divided pool. */
const schedulerLabel = "ai-factory/scheduler";

/** A pool whose nodes are divided between schedulers, as one pool for each of them. */
function dividedPool(pool: NodePool, rules: readonly NodeRule[]): readonly NodePool[] {
  const own = new Set(
    rules.filter(({ labels }) => labels["ai-factory/pool"] === pool.name).flatMap(({ nodeNames }) => nodeNames),
  );
  const parts = rules.flatMap(({ labels, taints, nodeNames }): NodePool[] => {
    const scheduler = labels[schedulerLabel];
    const nodes = nodeNames.filter((name) => own.has(name)).length;
    if (scheduler === undefined || nodes === 0) return [];
    const partLabels = new Map([...pool.labels, [schedulerLabel, [scheduler]] as const]);
    return [{ ...pool, labels: partLabels, taints: [...pool.taints, ...taints], maxNodes: nodes }];
  });
  return parts.length > 0 ? parts : [pool];
}

/** Labels that rules put on some of the pool's nodes: places in the fabric. Any of their values may be there. */
function ruledLabels(pool: PoolNode, rules: readonly NodeRule[]): ReadonlyMap<string, readonly Value[]> {
  const found = new Map<string, readonly Value[]>();
  for (const [key, value] of rules.flatMap(({ labels }) => Object.entries(labels))) {
    if (key === schedulerLabel || pool.labels[key] !== undefined) continue;
    found.set(key, [...new Set([...(found.get(key) ?? []), value])]);
  }
  return found;
}

function managedPool(launch: Launch, group: Resource, { model }: Subject): NodePool {
  const written = group.get("labels");
  const labels = isObject(written) ? labelLists(written) : new Map<string, readonly Value[]>();
  const types = group.list("instance_types").concat(launch.template?.list("instance_type") ?? []);
  const zones = group.targets("subnet_ids").map((subnet) => subnet.get("availability_zone") ?? null);
  const rows = wellKnown(labels, types, zones);
  const planned = poolOf(model, group, launch.template);
  const blocks = group.blocks("taint");
  const taints = blocks.map((block) => ({
    key: block.get("key"),
    value: block.get("value"),
    effect: block.get("effect"),
  }));
  return {
    about: resourceAbout(group),
    name: nameOf(labels, planned?.id ?? group.name),
    labels,
    labelsOpen: isUnknown(written),
    taints: taints.flatMap(({ key, value, effect }): Taint[] =>
      typeof key === "string"
        ? [{ key, ...(typeof value === "string" && { value }), effect: effectNames[String(effect)] ?? String(effect) }]
        : [],
    ),
    taintsOpen: isUnknown(group.get("taint")) || taints.some((taint) => Object.values(taint).some(isUnknown)),
    maxNodes: numberOf(group.get("scaling_config.max_size")) ?? "unknown",
    offers: offersOf(launch, rows, planned),
    fabricDevice: efaResource,
    offersKnown: rows.length === types.length && rows.length > 0,
    instanceTypes: rows,
    resource: group,
  };
}

const effectNames: Readonly<Record<string, string>> = {
  NO_SCHEDULE: "NoSchedule",
  NO_EXECUTE: "NoExecute",
  PREFER_NO_SCHEDULE: "PreferNoSchedule",
};

function karpenterPool(object: KubernetesObject): NodePool {
  const spec = at(object.object, "spec", "template", "spec");
  const labels = labelLists(at(object.object, "spec", "template", "metadata", "labels"));
  const requirements = items(spec["requirements"]);
  for (const { key, operator, values } of requirements) {
    if (typeof key === "string" && operator === "In" && Array.isArray(values))
      labels.set(key, values as readonly Value[]);
  }
  const types = labels.get("node.kubernetes.io/instance-type") ?? [];
  const rows = wellKnown(labels, types, labels.get("topology.kubernetes.io/zone") ?? []);
  const limits = at(object.object, "spec", "limits");
  return {
    about: aboutObject(object),
    name: object.name ?? "",
    labels,
    // Karpenter decides the rest of a node's labels when it makes the node.
    labelsOpen: false,
    taints: items(spec["taints"]).flatMap(({ key, value, effect }): Taint[] =>
      typeof key === "string" ? [{ key, ...(typeof value === "string" && { value }), effect: String(effect) }] : [],
    ),
    taintsOpen: isUnknown(spec["taints"]),
    maxNodes: numberOf(limits["nodes"]) ?? "unknown",
    offers: new Map(rows.flatMap(acceleratorOffer).sort((a, b) => a[1] - b[1])),
    offersKnown: rows.length === types.length && rows.length > 0,
    instanceTypes: rows,
    ...(object.resource && { resource: object.resource }),
  };
}

function plannedPool(pool: PoolNode, rules: readonly NodeRule[]): NodePool {
  const offers = new Map<string, number>();
  const { accelerator, fabricResourceName, fabricDevicesPerNode } = pool;
  if (accelerator?.resourceName !== undefined) offers.set(accelerator.resourceName, accelerator.perNode);
  if (fabricResourceName !== undefined) offers.set(fabricResourceName, fabricDevicesPerNode);
  // What the pool itself says of its devices counts shares and rails, too.
  for (const { resourceName, perNode } of pool.devices ?? []) offers.set(resourceName, perNode);
  return {
    about: { path: pool.path },
    name: pool.id,
    labels: new Map([
      ...ruledLabels(pool, rules),
      ...labelLists(pool.labels),
      ["kubernetes.io/os", ["linux"]],
      ["kubernetes.io/arch", [pool.architecture === "arm64" ? "arm64" : "amd64"]],
    ]),
    labelsOpen: false,
    taints: pool.taints,
    taintsOpen: false,
    maxNodes: pool.maxNodes,
    offers,
    ...(fabricResourceName !== undefined && { fabricDevice: fabricResourceName }),
    offersKnown: accelerator === undefined || accelerator.resourceName !== undefined,
    instanceTypes: [],
    ...(pool.vCpus !== undefined && { vCpus: pool.vCpus }),
    ...(pool.memoryGiB !== undefined && { memoryGiB: pool.memoryGiB }),
  };
}

function labelLists(labels: ValueObject): Map<string, readonly Value[]> {
  return new Map(Object.entries(labels).map(([key, value]) => [key, [value]]));
}

/** Adds the labels that every node has; gives the catalogue's rows of the types. */
function wellKnown(
  labels: Map<string, readonly Value[]>,
  types: readonly Value[],
  zones: readonly Value[],
): InstanceType[] {
  const rows = types.flatMap((type) => {
    const row = typeof type === "string" ? findInstanceType(type) : undefined;
    return row ? [row] : [];
  });
  labels.set("kubernetes.io/os", ["linux"]);
  if (types.length > 0) labels.set("node.kubernetes.io/instance-type", types);
  if (zones.length > 0) labels.set("topology.kubernetes.io/zone", zones);
  const architectures = rows.map(({ architecture }) => (architecture === "arm64" ? "arm64" : "amd64"));
  if (rows.length > 0) labels.set("kubernetes.io/arch", [...new Set(architectures)]);
  return rows;
}

function nameOf(labels: ReadonlyMap<string, readonly Value[]>, otherwise: string): string {
  const [label] = labels.get("ai-factory/pool") ?? [];
  return typeof label === "string" ? label : otherwise;
}

/** Devices as the documents ask for them; how a GPU is shared is known to the model only. */
function offersOf(launch: Launch, rows: readonly InstanceType[], planned: PoolNode | undefined): Map<string, number> {
  const offers = new Map(rows.flatMap(acceleratorOffer).sort((a, b) => a[1] - b[1]));
  const shared = planned?.sharing !== undefined ? planned.accelerator : undefined;
  if (shared?.resourceName !== undefined) {
    offers.delete("nvidia.com/gpu");
    offers.set(shared.resourceName, shared.perNode * (planned?.sharing?.replicas ?? 1));
  }
  const efa = interfacesOf(launch).filter((block) => carriesEfa(block) === true).length;
  if (efa > 0) offers.set(efaResource, efa);
  return offers;
}

function acceleratorOffer({ accelerator }: InstanceType): [string, number][] {
  if (accelerator?.kind === "gpu")
    return [[accelerator.vendor === "AMD" ? "amd.com/gpu" : "nvidia.com/gpu", accelerator.count]];
  if (accelerator?.kind === "neuron") return [["aws.amazon.com/neuron", accelerator.count]];
  return accelerator?.kind === "gaudi" ? [["habana.ai/gaudi", accelerator.count]] : [];
}
