import { Construct } from "constructs";
import { roceFacts } from "../../catalog";
import { contribute } from "../../model";
import type { Finding } from "../../validation/finding";
import { concern, problem, raise } from "../aws/problem";
import type { DeviceResource, FabricPodNetwork, IHostFabric } from "../contracts";
import { FabricAttachment } from "./fabric-attachment";
import { checkHostFabric, resourceBase, type CheckedFabric, type HostFabricProps } from "./host-fabric-props";
import { findNetwork, networkNames } from "./site-network";
import type { SubnetManager } from "./subnet-manager";

export interface InfiniBandFabricProps extends HostFabricProps {
  readonly subnetManager: SubnetManager;
  /**
   * Addresses of IP over InfiniBand in pods, for what speaks IP over the fabric; RDMA needs none.
   * @default - pods have no IP address on the fabric
   */
  readonly ipoibCidrBlock?: string;
}

/** Everything that is wrong with the props of an InfiniBand fabric. */
export function checkInfiniBandFabricProps(
  props: CheckedFabric<InfiniBandFabricProps>,
  path: string,
  id: string,
): Finding[] {
  const name = props.fabricName ?? id;
  const plan = findNetwork(props.site, props.network);
  const findings = checkHostFabric(props, name, plan, networkNames(props.site), path);
  if (plan !== undefined && plan.technology !== "infiniband") {
    findings.push(
      problem("FAB-024-fabric-technology", `${path}.network`, `'${props.network}' is planned as Ethernet`, {
        given: plan.technology,
        allowed: "infiniband",
        fix: "plan it with InfiniBand switches, or use a RoceFabric",
      }),
    );
  }
  const { instances } = props.subnetManager;
  if (!(Number.isInteger(instances) && instances >= 1)) {
    findings.push(
      problem("FAB-060-subnet-manager", `${path}.subnetManager`, "the fabric has no subnet manager", {
        given: instances,
        allowed: "1 or more, 2 to survive the loss of one",
        fix: "plan two instances",
      }),
    );
  } else if (instances === 1) {
    findings.push(
      concern("FAB-060-subnet-manager", `${path}.subnetManager`, "the only subnet manager has no standby", {
        given: instances,
        allowed: "2",
        fix: "plan a second instance: without a manager no port that goes down comes up again",
      }),
    );
  }
  return findings;
}

/**
 * An InfiniBand network of the owner's own adapters: planned by the site, brought to pods by `NetworkOperator`.
 *
 * @throws FactoryError with every problem of the props
 */
export class InfiniBandFabric extends Construct implements IHostFabric {
  readonly kind = "infiniband";
  readonly fabricName: string;
  readonly resourceName: string;
  /** Largest path MTU of InfiniBand, bytes. */
  readonly mtu = roceFacts().rdmaPathMtuMax;
  readonly interfaceNames: readonly string[];
  readonly portGbps: number;
  readonly attachment: IHostFabric["attachment"];
  readonly podNetworks: readonly FabricPodNetwork[];
  readonly devices: readonly DeviceResource[];
  readonly networkNamespace: string;

  constructor(scope: Construct, id: string, props: InfiniBandFabricProps) {
    super(scope, id);
    raise(this, checkInfiniBandFabricProps(props, this.node.path, id));
    const { site, network } = props;
    const { plan, use } = site.network(network);
    const attachment = props.attachment ?? FabricAttachment.hostDevice();
    this.fabricName = props.fabricName ?? id;
    this.attachment = { kind: attachment.kind, shares: attachment.shares };
    this.interfaceNames = props.interfaceNames;
    this.portGbps = plan.endpointGbps;
    this.networkNamespace = props.networkNamespace ?? "default";
    const shared = attachment.kind === "shared";
    this.resourceName = `${shared ? "rdma" : "nvidia.com"}/${resourceBase(this.fabricName)}`;
    const perNode = shared ? attachment.shares : this.interfaceNames.length * attachment.shares;
    this.devices = [{ resourceName: this.resourceName, perNode }];
    this.podNetworks =
      shared && props.ipoibCidrBlock === undefined
        ? []
        : [{ name: this.fabricName, cidrBlock: props.ipoibCidrBlock, resourceName: this.resourceName }];

    contribute(this, "fabrics", () => ({
      id: this.fabricName,
      siteId: site.siteId,
      kind: "infiniband" as const,
      use: use === "storage" ? ("storage" as const) : ("compute" as const),
      mtu: this.mtu,
      railInterfaces: this.interfaceNames,
      attachment: this.attachment.kind,
      subnetManager: { kind: props.subnetManager.kind, instances: props.subnetManager.instances },
      plan: site.networkFacts(network),
    }));
  }
}
