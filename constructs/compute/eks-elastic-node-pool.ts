import { IamInstanceProfile } from "@cdktf/provider-aws/lib/iam-instance-profile";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import { instanceType, onDemandPrice, type InstanceType } from "../../catalog";
import type { ITerraformDependable } from "../../core/cdktf";
import { contribute, type PoolNode } from "../../model";
import { raise } from "../aws/problem";
import { nameTags } from "../aws/tags";
import {
  poolLabel,
  type DeviceResource,
  type IEksCluster,
  type IEksNodePool,
  type INodePool,
  type Taint,
} from "../contracts";
import { acceleratorProfile, type AcceleratorProfile } from "./accelerator-profile";
import { checkEksElasticNodePoolProps, type EksElasticNodePoolProps } from "./elastic-pool-props";
import { poolMaxPods } from "./max-pods";
import { acceleratorFacts } from "./node-plan";
import { regionalZones } from "./placement";

/**
 * Nodes that Karpenter makes when pods wait for them, and removes when they are idle: from zero, of the cheapest type
 * that fits. This construct makes what the nodes need in AWS; `karpenterObjects` describes the pool to Karpenter, which
 * the platform installs. GPUs are not shared here: Karpenter knows whole devices only.
 *
 * @throws FactoryError with every problem of the props
 */
export class EksElasticNodePool extends Construct implements IEksNodePool {
  readonly cluster: IEksCluster;
  readonly poolName: string;
  readonly instanceTypes: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly minNodes = 0;
  readonly maxNodes: number;
  readonly architecture: INodePool["architecture"];
  readonly zones: readonly string[];
  /** Of the smallest type: what every node has. */
  readonly vCpus: number;
  /** Of the smallest type: what every node has. */
  readonly memoryGiB: number;
  readonly acceleratorVendor?: INodePool["acceleratorVendor"];
  readonly devicePluginInImage: boolean;
  /** Of the type with the fewest devices: what every node has. */
  readonly accelerators?: DeviceResource;
  /** Pods that a node of the largest type may run, where known: what subnets are sized by. */
  readonly maxPodsPerNode?: number;
  /** What the pool was made from; `karpenterObjects` reads it. */
  readonly props: EksElasticNodePoolProps;
  /** The underlying resources, for what the props do not cover. */
  readonly securityGroup: SecurityGroup;
  /** Instance profile that Karpenter starts nodes with: the cluster's node role. */
  readonly instanceProfile: IamInstanceProfile;

  constructor(scope: Construct, id: string, props: EksElasticNodePoolProps) {
    super(scope, id);
    raise(this, checkEksElasticNodePoolProps(props, this.node.path));
    const types = props.instanceTypes.map((name) => instanceType(name));
    const profiles = types.flatMap((type) =>
      type.accelerator === undefined ? [] : [acceleratorProfile(type, type.accelerator)],
    );
    const [profile] = profiles;
    this.props = props;
    this.cluster = props.cluster;
    this.poolName = props.poolName;
    this.instanceTypes = props.instanceTypes;
    this.maxNodes = props.maxNodes;
    this.zones = props.zones ?? regionalZones(props.cluster.vpc);
    this.labels = {
      [poolLabel]: props.poolName,
      "ai-factory/capacity": "elastic",
      ...profile?.labels,
      ...props.labels,
    };
    this.taints = props.taints ?? profile?.taints ?? [];
    this.architecture = types[0]?.architecture ?? "x86_64";
    this.vCpus = Math.min(...types.map((type) => type.vCpus));
    this.memoryGiB = Math.min(...types.map((type) => type.memoryMiB)) / 1024;
    this.acceleratorVendor = profile?.vendor;
    this.devicePluginInImage = props.operatingSystem === "bottlerocket";
    this.accelerators = fewestDevices(profiles);
    this.maxPodsPerNode = mostPods(types);

    const name = `${this.cluster.clusterName}-${this.poolName}`;
    // A group without rules: it is the pool's identity, by which filesystems and others let its nodes in.
    this.securityGroup = new SecurityGroup(this, "security-group", {
      name,
      description: `Identity of the nodes of pool ${this.poolName}`,
      vpcId: this.cluster.vpc.vpcId,
      tags: nameTags(this, name),
    });
    // Made here, not by Karpenter: IAM has no private endpoint, so that Karpenter in a closed network could not.
    this.instanceProfile = new IamInstanceProfile(this, "instance-profile", {
      name,
      role: this.cluster.nodeRoleName,
      tags: nameTags(this, name),
    });
    contribute(this, "pools", () => this.describe(types, profile));
  }

  get securityGroupId(): string {
    return this.securityGroup.id;
  }

  get nodesReady(): readonly ITerraformDependable[] {
    return [this.instanceProfile, this.securityGroup];
  }

  private describe(types: readonly InstanceType[], profile: AcceleratorProfile | undefined) {
    const { props, cluster } = this;
    const [type] = types;
    return {
      id: this.poolName,
      clusterId: cluster.clusterName,
      siteId: cluster.siteId,
      role: type?.accelerator === undefined ? ("cpu" as const) : ("accelerator" as const),
      instanceType: type?.name,
      architecture: this.architecture,
      vCpus: this.vCpus,
      memoryGiB: this.memoryGiB,
      accelerator: type === undefined ? undefined : acceleratorFacts(type, profile),
      minNodes: this.minNodes,
      maxNodes: this.maxNodes,
      capacity: { kind: "elastic" as const },
      zones: this.zones,
      placement: "none" as const,
      fabricDevicesPerNode: 0,
      networkGbpsPerNode: type?.networkGbps,
      operatingSystem: props.operatingSystem ?? "al2023",
      maxPodsPerNode: this.maxPodsPerNode,
      labels: this.labels,
      taints: this.taints,
      localScratchGB: (props.localScratch ?? true) ? type?.localNvme?.totalGB : undefined,
      usdPerNodeHour: props.usdPerNodeHour ?? listPrice(type, cluster.region),
    };
  }
}

function fewestDevices(profiles: readonly AcceleratorProfile[]): DeviceResource | undefined {
  const [first, ...others] = profiles.flatMap(({ devices }) => (devices === undefined ? [] : [devices]));
  return first && others.reduce((least, each) => (each.perNode < least.perNode ? each : least), first);
}

/** Karpenter counts a type's pods by its interfaces, whether the CNI delegates prefixes or not. */
function mostPods(types: readonly InstanceType[]): number | undefined {
  const known = types.map((type) => poolMaxPods(type, [], false)).filter((pods) => pods !== undefined);
  return known.length < types.length ? undefined : Math.max(...known);
}

function listPrice(type: InstanceType | undefined, region: string): PoolNode["usdPerNodeHour"] {
  const price = type === undefined ? undefined : onDemandPrice(type.name, region);
  return price === undefined ? undefined : { usd: price.usdPerHour, asOf: price.asOf, source: price.source };
}
