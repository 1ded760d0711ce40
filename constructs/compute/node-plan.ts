import {
  amiTypeForInstance,
  amiTypes,
  efaDeviceCount,
  efaLayout,
  instanceType,
  onDemandPrice,
  type EfaInterface,
  type InstanceType,
  type NodeOs,
} from "../../catalog";
import type { AcceleratorFacts, PoolNode } from "../../model";
import { poolLabel, type DeviceResource, type Taint, type VpcSubnet } from "../contracts";
import { acceleratorProfile, type AcceleratorProfile } from "./accelerator-profile";
import { poolMaxPods } from "./max-pods";
import { poolPlacement, poolZones } from "./placement";
import type { EksGpuNodePoolProps, EksNodePoolProps, PoolProps } from "./pool-props";

/** Everything about a pool of managed nodes that follows from its props and the catalogue. */
export interface NodePlan {
  readonly props: PoolProps;
  readonly role: PoolNode["role"];
  /** One accelerated type, or several CPU types of one architecture. */
  readonly types: readonly [InstanceType, ...InstanceType[]];
  readonly zones: readonly string[];
  readonly subnets: readonly VpcSubnet[];
  readonly operatingSystem: NodeOs;
  /** Absent for an image of the owner's. */
  readonly amiType?: string;
  readonly fabric?: EksGpuNodePoolProps["fabric"];
  /** Interfaces of a node with a fabric; empty for one plain interface. */
  readonly interfaces: readonly EfaInterface[];
  readonly placement: PoolNode["placement"];
  readonly rootVolumeGiB: number;
  readonly maxPods?: number;
  readonly localScratchGB?: number;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly acceleratorProfile?: AcceleratorProfile;
  readonly accelerator?: AcceleratorFacts;
  readonly fabricDevices?: DeviceResource;
  readonly sharing?: PoolNode["sharing"];
}

export function planGpuPool(props: EksGpuNodePoolProps): NodePlan {
  const type = instanceType(props.instanceType);
  const { accelerator } = type;
  const interfaces = props.fabric === undefined ? [] : efaLayout(type, props.interfacePattern);
  const profile = accelerator === undefined ? undefined : acceleratorProfile(type, accelerator, props.sharing);
  const fabricDevices =
    props.fabric === undefined
      ? undefined
      : { resourceName: props.fabric.resourceName, perNode: efaDeviceCount(interfaces) };
  return {
    ...commonPlan(props, [type], interfaces),
    role: "accelerator",
    fabric: props.fabric,
    placement: poolPlacement(type, props),
    rootVolumeGiB: props.rootVolume?.sizeGiB ?? 200,
    labels: {
      ...commonLabels(props),
      ...profile?.labels,
      ...(props.fabric === undefined ? {} : { "ai-factory/fabric": props.fabric.fabricName }),
      ...props.labels,
    },
    taints: props.taints ?? profile?.taints ?? [],
    acceleratorProfile: profile,
    accelerator: accelerator === undefined ? undefined : acceleratorFacts(type, profile),
    fabricDevices,
    sharing: sharingFacts(props),
  };
}

export function planCpuPool(props: EksNodePoolProps): NodePlan {
  const [first, ...others] = props.instanceTypes.map((name) => instanceType(name));
  if (first === undefined) throw new Error("an EksNodePool needs an instance type"); // its checks refuse an empty list
  return {
    ...commonPlan(props, [first, ...others], []),
    role: props.role ?? "cpu",
    placement: "none",
    rootVolumeGiB: props.rootVolume?.sizeGiB ?? 100,
    labels: { ...commonLabels(props), ...props.labels },
    taints: props.taints ?? [],
  };
}

function commonPlan(props: PoolProps, types: NodePlan["types"], interfaces: readonly EfaInterface[]) {
  const zones = poolZones(props);
  const operatingSystem = operatingSystemOf(props);
  const podLimits = types.map((type) => poolMaxPods(type, interfaces, props.prefixDelegation ?? true));
  return {
    props,
    types,
    interfaces,
    zones,
    subnets: props.cluster.vpc.nodeSubnets.filter((subnet) => zones.includes(subnet.zone)),
    operatingSystem,
    amiType: props.imageId === undefined ? (props.amiType ?? amiTypeForInstance(types[0], operatingSystem)) : undefined,
    maxPods: props.maxPodsPerNode ?? leastKnown(podLimits),
    localScratchGB: (props.localScratch ?? true) ? leastKnown(types.map((type) => type.localNvme?.totalGB)) : undefined,
  };
}

function commonLabels({ poolName, capacity }: PoolProps): Record<string, string> {
  return { [poolLabel]: poolName, "ai-factory/capacity": capacity.kind };
}

function operatingSystemOf({ amiType, operatingSystem = "al2023" }: PoolProps): NodeOs {
  const stated = amiTypes().find((row) => row.name === amiType)?.os;
  return stated === "bottlerocket" || stated === "al2023" ? stated : operatingSystem;
}

/** The least of the values; undefined where one of them is not known. */
function leastKnown(values: readonly (number | undefined)[]): number | undefined {
  return values.reduce((least, value) =>
    least === undefined || value === undefined ? undefined : Math.min(least, value),
  );
}

/** The accelerators of the type as the factory model has them; undefined for a CPU type. */
export function acceleratorFacts(
  type: InstanceType,
  profile: AcceleratorProfile | undefined,
): AcceleratorFacts | undefined {
  const { accelerator } = type;
  if (accelerator === undefined) return undefined;
  return {
    id: accelerator.acceleratorId,
    name: `${accelerator.vendor} ${accelerator.name}`,
    kind: accelerator.kind,
    perNode: accelerator.count,
    memoryGiBEach: accelerator.memoryMiBEach / 1024,
    resourceName: profile?.devices?.resourceName,
  };
}

function sharingFacts({ sharing }: EksGpuNodePoolProps): PoolNode["sharing"] {
  return sharing === undefined
    ? undefined
    : { kind: sharing.kind, profile: sharing.profile, replicas: sharing.replicas };
}

/** What the factory model says of the pool. */
export function poolFacts(plan: NodePlan): Omit<PoolNode, "path" | "addresses"> {
  const { props, types, fabric, fabricDevices } = plan;
  const { capacity, cluster } = props;
  const [type] = types;
  return {
    id: props.poolName,
    clusterId: cluster.clusterName,
    siteId: cluster.siteId,
    role: plan.role,
    instanceType: type.name,
    architecture: type.architecture,
    vCpus: Math.min(...types.map((each) => each.vCpus)),
    memoryGiB: Math.min(...types.map((each) => each.memoryMiB)) / 1024,
    accelerator: plan.accelerator,
    minNodes: capacity.minNodes,
    maxNodes: capacity.maxNodes,
    desiredNodes: capacity.desiredNodes,
    capacity: {
      kind: capacity.kind,
      reservationId: capacity.reservationId,
      startsAt: capacity.startsAt,
      endsAt: capacity.endsAt,
    },
    zones: plan.zones,
    placement: plan.placement,
    fabricId: fabric?.fabricName,
    fabricDevicesPerNode: fabricDevices?.perNode ?? 0,
    fabricResourceName: fabricDevices?.resourceName,
    // Where AWS documents no EFA bandwidth of its own, EFA and IP share the cards' bandwidth.
    fabricGbpsPerNode: fabric === undefined ? undefined : (type.efa?.gbps ?? type.networkGbps),
    networkGbpsPerNode: type.networkGbps,
    operatingSystem: plan.operatingSystem,
    amiType: plan.amiType ?? "CUSTOM",
    maxPodsPerNode: plan.maxPods,
    labels: plan.labels,
    taints: plan.taints,
    sharing: plan.sharing,
    localScratchGB: plan.localScratchGB,
    usdPerNodeHour: props.usdPerNodeHour ?? listPrice(plan),
  };
}

/** A reservation costs as much as the running nodes; spot and capacity blocks have no list price. */
function listPrice({ props, types }: NodePlan): PoolNode["usdPerNodeHour"] {
  const listed = props.capacity.kind === "on-demand" || props.capacity.kind === "reservation";
  const price = listed ? onDemandPrice(types[0].name, props.cluster.region) : undefined;
  return price === undefined ? undefined : { usd: price.usdPerHour, asOf: price.asOf, source: price.source };
}
