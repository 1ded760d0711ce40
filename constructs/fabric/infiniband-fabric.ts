import type { Construct } from "constructs";
import { roceFacts } from "../../catalog";
import { contribute } from "../../model";
import type { Finding } from "../../validation/finding";
import { concern, problem } from "../aws/problem";
import type { DeviceResource, FabricPodNetwork, IHostFabric } from "../contracts";
import { FabricAttachment } from "./fabric-attachment";
import { HostFabric } from "./host-fabric";
import { checkHostFabric, resourceBase, type CheckedFabric, type HostFabricProps } from "./host-fabric-props";
import { findNetwork, networkNames } from "./site-network";
import type { SubnetManager } from "./subnet-manager";

export interface InfiniBandFabricProps extends HostFabricProps {
  /** What assigns addresses and routes in the fabric. */
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
export class InfiniBandFabric extends HostFabric implements IHostFabric {
  readonly kind = "infiniband";
  readonly resourceName: string;
  /** Largest path MTU of InfiniBand, bytes. */
  readonly mtu = roceFacts().rdmaPathMtuMax;
  readonly podNetworks: readonly FabricPodNetwork[];
  readonly devices: readonly DeviceResource[];

  constructor(scope: Construct, id: string, props: InfiniBandFabricProps) {
    const check = (path: string) => checkInfiniBandFabricProps(props, path, id);
    super(scope, id, props, FabricAttachment.hostDevice(), check);
    const { kind, shares } = this.attachment;
    const shared = kind === "shared";
    this.resourceName = `${shared ? "rdma" : "nvidia.com"}/${resourceBase(this.fabricName)}`;
    this.devices = [
      { resourceName: this.resourceName, perNode: shared ? shares : this.interfaceNames.length * shares },
    ];
    this.podNetworks =
      shared && props.ipoibCidrBlock === undefined
        ? []
        : [{ name: this.fabricName, cidrBlock: props.ipoibCidrBlock, resourceName: this.resourceName }];

    contribute(this, "fabrics", () => ({
      ...this.facts(),
      kind: "infiniband" as const,
      mtu: this.mtu,
      subnetManager: { kind: props.subnetManager.kind, instances: props.subnetManager.instances },
    }));
  }
}
