import { EksNodeGroup } from "@cdktf/provider-aws/lib/eks-node-group";
import type { LaunchTemplate } from "@cdktf/provider-aws/lib/launch-template";
import { PlacementGroup } from "@cdktf/provider-aws/lib/placement-group";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import { Token, type ITerraformDependable } from "../../core/cdktf";
import { contribute } from "../../model";
import { nameTags } from "../aws/tags";
import type { DeviceResource, IEfaFabric, IEksCluster, IEksNodePool, INodePool, Taint } from "../contracts";
import { poolLaunchTemplate } from "./launch-template";
import { poolFacts, type NodePlan } from "./node-plan";

const taintEffects = {
  NoSchedule: "NO_SCHEDULE",
  PreferNoSchedule: "PREFER_NO_SCHEDULE",
  NoExecute: "NO_EXECUTE",
} as const;

/** A launch template and a managed node group: what pools of accelerated and of CPU nodes share. */
export abstract class ManagedNodePool extends Construct implements IEksNodePool {
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
  readonly vCpus?: number;
  readonly memoryGiB?: number;
  readonly acceleratorVendor?: INodePool["acceleratorVendor"];
  readonly devicePluginInImage: boolean;
  readonly accelerators?: DeviceResource;
  readonly fabricDevices?: DeviceResource;
  /** Pods that a node may run, where known: what subnets are sized by. */
  readonly maxPodsPerNode?: number;
  /** The underlying resources, for what the props do not cover. */
  readonly launchTemplate: LaunchTemplate;
  /** The managed node group, for what the props do not cover. */
  readonly nodeGroup: EksNodeGroup;
  /** Security group of the pool's nodes, for rules of your own. */
  readonly securityGroup: SecurityGroup;
  readonly securityGroupId: string;
  /**
   * Cluster placement group, which puts nodes with a fabric close to each other.
   * @default - the nodes need none, or stand in that of their reservation
   */
  readonly placementGroup?: PlacementGroup;

  /** @param plan makes the plan; it runs when the construct's path is known, so that its errors can tell it */
  protected constructor(scope: Construct, id: string, plan: (self: Construct) => NodePlan) {
    super(scope, id);
    const nodes = plan(this);
    const { props } = nodes;
    this.cluster = props.cluster;
    this.poolName = props.poolName;
    this.instanceTypes = nodes.types.map((type) => type.name);
    this.fabric = nodes.fabric;
    this.labels = nodes.labels;
    this.taints = nodes.taints;
    this.minNodes = props.capacity.minNodes;
    this.maxNodes = props.capacity.maxNodes;
    this.architecture = nodes.types[0].architecture;
    this.zones = nodes.zones;
    const facts = poolFacts(nodes);
    this.vCpus = facts.vCpus;
    this.memoryGiB = facts.memoryGiB;
    this.acceleratorVendor = nodes.acceleratorProfile?.vendor;
    this.devicePluginInImage = nodes.operatingSystem === "bottlerocket";
    this.accelerators = nodes.acceleratorProfile?.devices;
    this.fabricDevices = nodes.fabricDevices;
    this.maxPodsPerNode = nodes.maxPods;

    this.securityGroup = this.ownSecurityGroup();
    this.securityGroupId = this.securityGroup.id;
    this.placementGroup = this.ownPlacementGroup(nodes);
    this.launchTemplate = poolLaunchTemplate(this, nodes, {
      // A launch template with groups of its own replaces the cluster's, which EKS otherwise adds.
      securityGroupIds: [
        this.cluster.securityGroupId,
        this.securityGroupId,
        ...(nodes.fabric === undefined ? [] : [nodes.fabric.securityGroupId]),
      ],
      placementGroupName: this.placementGroup?.name ?? props.capacity.placementGroupName,
    });
    this.nodeGroup = this.managedNodeGroup(nodes);
    contribute(this, "pools", () => facts);
  }

  get nodesReady(): readonly ITerraformDependable[] {
    return [this.nodeGroup];
  }

  /** A group without rules: it is the pool's identity, by which filesystems and others let its nodes in. */
  private ownSecurityGroup(): SecurityGroup {
    const name = `${this.cluster.clusterName}-${this.poolName}`;
    return new SecurityGroup(this, "security-group", {
      name,
      description: `Identity of the nodes of pool ${this.poolName}`,
      vpcId: this.cluster.vpc.vpcId,
      tags: nameTags(this, name),
    });
  }

  private ownPlacementGroup({ placement, props }: NodePlan): PlacementGroup | undefined {
    if (placement !== "cluster" || props.capacity.placementGroupName !== undefined) return undefined;
    const name = `${this.cluster.clusterName}-${this.poolName}`;
    return new PlacementGroup(this, "placement-group", { name, strategy: "cluster", tags: nameTags(this, name) });
  }

  private managedNodeGroup({ props, types, amiType, subnets, labels, taints }: NodePlan): EksNodeGroup {
    const { capacity, cluster } = props;
    return new EksNodeGroup(this, "node-group", {
      clusterName: cluster.clusterName,
      nodeGroupName: this.poolName,
      nodeRoleArn: cluster.nodeRoleArn,
      subnetIds: subnets.map((subnet) => subnet.subnetId),
      capacityType: capacity.nodeGroupCapacityType,
      instanceTypes: types.length === 1 ? undefined : types.map((type) => type.name),
      amiType,
      // EKS refuses a version beside an image of the owner's.
      version: amiType === undefined ? undefined : cluster.kubernetesVersion,
      launchTemplate: { id: this.launchTemplate.id, version: Token.asString(this.launchTemplate.latestVersion) },
      scalingConfig: {
        minSize: capacity.minNodes,
        maxSize: capacity.maxNodes,
        desiredSize: capacity.desiredNodes,
      },
      updateConfig: { maxUnavailable: props.maxUnavailableNodes ?? 1 },
      nodeRepairConfig: { enabled: props.nodeRepair ?? true },
      labels: { ...labels },
      taint: taints.map(({ key, value, effect }) => ({ key, value, effect: taintEffects[effect] })),
      tags: nameTags(this, this.poolName),
      lifecycle: capacity.sizeChangesAtRuntime ? { ignoreChanges: ["scaling_config[0].desired_size"] } : undefined,
      dependsOn: [...cluster.nodePrerequisites],
    });
  }
}
