import { Construct } from "constructs";
import { contribute, type PoolNode } from "../../model";
import type { Finding } from "../../validation/finding";
import { raise } from "../aws/problem";
import {
  poolLabel,
  type DeviceResource,
  type IHostFabric,
  type INodePool,
  type SitePool,
  type Taint,
} from "../contracts";
import { checkKubernetesGpuNodePoolProps, checkKubernetesNodePoolProps } from "./check-kubernetes-pool";
import { gpuPoolPlan, type KubernetesPoolPlan } from "./kubernetes-pool-plan";
import type { KubernetesGpuNodePoolProps, KubernetesNodePoolProps, KubernetesPoolProps } from "./kubernetes-pool-props";
import { NodeSelection } from "./node-selection";

/** Nodes that exist in a conformant cluster; base of the pools of CPU and of accelerated nodes. */
abstract class ExistingNodePool extends Construct implements INodePool {
  readonly poolName: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly architecture: INodePool["architecture"];
  readonly zones: readonly string[];
  readonly vCpus?: number;
  readonly memoryGiB?: number;
  readonly acceleratorVendor?: INodePool["acceleratorVendor"];
  readonly accelerators?: DeviceResource;
  /** RDMA network that joins the nodes; undefined without one. */
  readonly fabric?: IHostFabric;
  readonly fabricDevices?: DeviceResource;
  readonly railDevices?: readonly DeviceResource[];
  /** How the nodes come by the pool's labels. */
  readonly selection: NodeSelection;
  /** Labels of single nodes: their place in fabric and racks, by the node's name. */
  readonly nodeLabels: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The machines at the planned site. */
  readonly sitePool?: SitePool;

  protected constructor(
    scope: Construct,
    id: string,
    props: KubernetesPoolProps,
    findings: readonly Finding[],
    plan: () => KubernetesPoolPlan,
  ) {
    super(scope, id);
    raise(this, findings);
    const facts = plan();
    const planned = props.site?.findPool(props.poolName);
    const nodes = props.nodes ?? planned?.nodes ?? 0;
    this.sitePool = planned;
    this.poolName = props.poolName;
    this.labels = { [poolLabel]: props.poolName, ...facts.labels, ...props.labels };
    this.taints = facts.taints;
    this.minNodes = nodes;
    this.maxNodes = nodes;
    this.architecture = props.architecture ?? facts.architecture ?? "x86_64";
    this.zones = [props.cluster.siteId];
    this.vCpus = props.vCpus;
    this.memoryGiB = props.memoryGiB;
    this.acceleratorVendor = facts.acceleratorVendor;
    this.accelerators = facts.accelerators;
    this.fabric = facts.fabric;
    this.fabricDevices = facts.fabric?.devices[0];
    this.railDevices = facts.fabric?.devices;
    this.selection = props.selection ?? defaultSelection(planned, nodes);
    this.nodeLabels = Object.fromEntries(
      this.selection.nodeNames.map((node) => [node, props.site?.nodeLabels[node] ?? {}]),
    );
    contribute(this, "pools", () => this.describe(props, facts));
  }

  private describe(props: KubernetesPoolProps, facts: KubernetesPoolPlan): Omit<PoolNode, "path" | "addresses"> {
    const { sitePool, fabric } = this;
    const rails = fabric?.interfaceNames.length ?? 0;
    return {
      id: this.poolName,
      clusterId: props.cluster.clusterName,
      siteId: props.cluster.siteId,
      role: facts.role,
      system: sitePool?.system ?? sitePool?.figures.id,
      architecture: this.architecture,
      vCpus: this.vCpus,
      memoryGiB: this.memoryGiB,
      accelerator: facts.accelerator,
      minNodes: this.minNodes,
      maxNodes: this.maxNodes,
      spareNodes: sitePool?.spares,
      capacity: { kind: "owned" },
      zones: this.zones,
      placement: facts.nvlinkDomainNodes === undefined ? "none" : "nvlink-domain",
      nvlinkDomainNodes: facts.nvlinkDomainNodes,
      failureDomains:
        sitePool?.largestRackShare === undefined
          ? undefined
          : { racks: sitePool.racks.length, largestShare: sitePool.largestRackShare },
      devices: [...(this.accelerators === undefined ? [] : [this.accelerators]), ...(this.railDevices ?? [])],
      fabricId: fabric?.fabricName,
      fabricDevicesPerNode: rails,
      fabricResourceName: this.fabricDevices?.resourceName,
      fabricGbpsPerNode: fabric === undefined ? undefined : rails * fabric.portGbps,
      networkGbpsPerNode: props.networkGbpsPerNode,
      labels: this.labels,
      taints: this.taints,
      sharing: facts.sharing,
      localScratchGB: props.localScratchGB,
      usdPerNodeHour: props.usdPerNodeHour,
    };
  }
}

/** The site's names without the spares; without a site somebody else has labelled the nodes. */
function defaultSelection(planned: SitePool | undefined, nodes: number): NodeSelection {
  return planned === undefined ? NodeSelection.labelled() : NodeSelection.byName(planned.nodeNames.slice(0, nodes));
}

/**
 * CPU or storage nodes that exist in a conformant cluster.
 *
 * @throws FactoryError with every problem of the props
 */
export class KubernetesNodePool extends ExistingNodePool {
  constructor(scope: Construct, id: string, props: KubernetesNodePoolProps) {
    const path = `${scope.node.path}/${id}`;
    super(scope, id, props, checkKubernetesNodePoolProps(props, path), () => ({
      role: props.role ?? "cpu",
      labels: {},
      taints: props.taints ?? [],
    }));
  }
}

/**
 * Accelerated nodes that exist in a conformant cluster: NVIDIA, AMD, Gaudi, or any other whose device plugin is given.
 *
 * @throws FactoryError with every problem of the props
 */
export class KubernetesGpuNodePool extends ExistingNodePool {
  constructor(scope: Construct, id: string, props: KubernetesGpuNodePoolProps) {
    const path = `${scope.node.path}/${id}`;
    super(scope, id, props, checkKubernetesGpuNodePoolProps(props, path), () => gpuPoolPlan(props));
  }
}
