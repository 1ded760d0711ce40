import { Construct } from "constructs";
import { efaDeviceCount, efaLayout, instanceType, type InstanceType } from "../../catalog";
import type { ITerraformDependable } from "../../core/cdktf";
import { contribute, type CapacityKind } from "../../model";
import type { Finding } from "../../validation/finding";
import { raise } from "../aws/problem";
import {
  poolLabel,
  type DeviceResource,
  type IEfaFabric,
  type IEksCluster,
  type IEksNodePool,
  type INodePool,
  type Taint,
} from "../contracts";
import { acceleratorProfile, type AcceleratorProfile } from "./accelerator-profile";
import { checkKnownType } from "./checks/instance-type";
import { acceleratorFacts } from "./node-plan";

/** What must be known of a pool that exists already. */
export interface EksNodePoolAttributes {
  /** Cluster that the nodes have joined. */
  readonly cluster: IEksCluster;
  /** Unique within the cluster, a DNS label; id in the factory model. */
  readonly poolName: string;
  /** EC2 instance type of the nodes, e.g. `p5.48xlarge`; accelerators and memory follow from it. */
  readonly instanceType: string;
  /** A security group that all nodes of the pool have: `sg-…`. */
  readonly securityGroupId: string;
  /** Nodes that are there at least. */
  readonly minNodes: number;
  /** Nodes at most; quotas are sized by it. */
  readonly maxNodes: number;
  /** Zones that the nodes stand in, by name. */
  readonly zones: readonly string[];
  /** Recorded in the factory model. @default "on-demand" */
  readonly capacityKind?: CapacityKind;
  /** Fabric whose EFA devices the nodes have. @default - none */
  readonly fabric?: IEfaFabric;
  /** Labels by which the nodes are found; the platform's components select by them. @default - `ai-factory/pool` only */
  readonly labels?: Readonly<Record<string, string>>;
  /** Taints that the nodes have. @default - none */
  readonly taints?: readonly Taint[];
}

/** Everything that is wrong with the attributes of an existing pool. */
export function checkEksNodePoolAttributes(attributes: EksNodePoolAttributes, path: string): Finding[] {
  return checkKnownType(attributes.instanceType, `${path}.instanceType`);
}

/** A pool of nodes that this factory uses but does not own. Its nodes need the label `ai-factory/pool`. */
export class ImportedEksNodePool extends Construct implements IEksNodePool {
  readonly cluster: IEksCluster;
  readonly poolName: string;
  readonly instanceTypes: readonly string[];
  readonly fabric?: IEfaFabric;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly architecture: INodePool["architecture"];
  readonly zones: readonly string[];
  readonly vCpus: number;
  readonly memoryGiB: number;
  readonly acceleratorVendor?: INodePool["acceleratorVendor"];
  readonly accelerators?: DeviceResource;
  readonly fabricDevices?: DeviceResource;
  readonly securityGroupId: string;
  readonly nodesReady: readonly ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, attributes: EksNodePoolAttributes) {
    super(scope, id);
    raise(this, checkEksNodePoolAttributes(attributes, this.node.path));
    const type = instanceType(attributes.instanceType);
    const profile = type.accelerator === undefined ? undefined : acceleratorProfile(type, type.accelerator);
    this.cluster = attributes.cluster;
    this.poolName = attributes.poolName;
    this.instanceTypes = [type.name];
    this.fabric = attributes.fabric;
    this.labels = { [poolLabel]: attributes.poolName, ...attributes.labels };
    this.taints = attributes.taints ?? [];
    this.minNodes = attributes.minNodes;
    this.maxNodes = attributes.maxNodes;
    this.architecture = type.architecture;
    this.zones = attributes.zones;
    this.vCpus = type.vCpus;
    this.memoryGiB = type.memoryMiB / 1024;
    this.acceleratorVendor = profile?.vendor;
    this.accelerators = profile?.devices;
    this.fabricDevices = this.devicesOf(type);
    this.securityGroupId = attributes.securityGroupId;
    contribute(this, "pools", () => this.describe(type, profile, attributes.capacityKind ?? "on-demand"));
  }

  private devicesOf(type: InstanceType): DeviceResource | undefined {
    if (this.fabric === undefined) return undefined;
    return { resourceName: this.fabric.resourceName, perNode: efaDeviceCount(efaLayout(type)) };
  }

  private describe(type: InstanceType, profile: AcceleratorProfile | undefined, kind: CapacityKind) {
    return {
      id: this.poolName,
      clusterId: this.cluster.clusterName,
      siteId: this.cluster.siteId,
      role: type.accelerator === undefined ? ("cpu" as const) : ("accelerator" as const),
      instanceType: type.name,
      architecture: this.architecture,
      vCpus: this.vCpus,
      memoryGiB: this.memoryGiB,
      accelerator: acceleratorFacts(type, profile),
      minNodes: this.minNodes,
      maxNodes: this.maxNodes,
      capacity: { kind },
      zones: this.zones,
      placement: "none" as const,
      fabricId: this.fabric?.fabricName,
      fabricDevicesPerNode: this.fabricDevices?.perNode ?? 0,
      fabricResourceName: this.fabricDevices?.resourceName,
      fabricGbpsPerNode: this.fabric === undefined ? undefined : (type.efa?.gbps ?? type.networkGbps),
      networkGbpsPerNode: type.networkGbps,
      labels: this.labels,
      taints: this.taints,
    };
  }
}
