import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Construct } from "constructs";
import { onSynthesize } from "../../core/synthesis";
import { contribute } from "../../model";
import { fabricNodeNames, formatCidr, parseCidr, subCidr, type CidrRange } from "../../planning";
import type { DeviceResource, FabricPodNetwork, IHostFabric } from "../contracts";
import { checkRoceFabricProps } from "./check-roce";
import { FabricAttachment } from "./fabric-attachment";
import { HostFabric } from "./host-fabric";
import { resourceBase, type HostFabricProps } from "./host-fabric-props";
import { roceQuality, type RoceQuality, type SwitchSystem } from "./roce-quality";
import { hostSettings, switchConfiguration } from "./switch-configuration";

export interface RoceFabricProps extends HostFabricProps {
  /** Addresses of the adapters in pods, IPv4; each rail gets an equal part. RDMA over Ethernet is routed by them. */
  readonly cidrBlock: string;
  /**
   * Rails as Spectrum-X designs them: each node's port is a routed link of two addresses to its leaf, the leaf's the
   * first, in the order of the plan. `site/<site>/<fabric>/links.csv` lists them for the switches.
   * Needs adapters that are not shared.
   *
   * @default false - all nodes of a rail are in one subnet
   */
  readonly routedRails?: boolean;
  /** Operating system of the switches, for which their configuration is written. @default "cumulus" */
  readonly switchSystem?: SwitchSystem;
  /**
   * What hosts and switches agree on against loss, where it shall differ: priority, DSCP, thresholds, MTU.
   * @default - NVIDIA's defaults for lossless RoCE
   */
  readonly quality?: Partial<RoceQuality>;
  /**
   * How pods get the adapters: whole, shared, or cut into virtual functions.
   * @default FabricAttachment.shared(), with an address for each rail
   */
  readonly attachment?: FabricAttachment;
}

/**
 * RDMA over Ethernet (RoCE, Spectrum-X) of the owner's own adapters: planned by the site, brought to pods by
 * `NetworkOperator`, and written as configuration for the switches (`site/<site>/<fabric>/switches.txt`).
 *
 * @throws FactoryError with every problem of the props
 */
export class RoceFabric extends HostFabric implements IHostFabric {
  readonly kind = "roce";
  readonly resourceName: string;
  readonly mtu: number;
  readonly podNetworks: readonly FabricPodNetwork[];
  readonly devices: readonly DeviceResource[];
  readonly rdmaDscp: number;
  /** What hosts and switches agree on against loss. */
  readonly quality: RoceQuality;
  /** Configuration of the switches, as text for their operators. */
  readonly switchConfiguration: string;

  constructor(scope: Construct, id: string, props: RoceFabricProps) {
    super(scope, id, props, FabricAttachment.shared(), (path) => checkRoceFabricProps(props, path, id));
    const { site, network } = props;
    const { plan } = site.network(network);
    this.quality = roceQuality(props.quality, props.switchSystem);
    this.mtu = this.quality.hostMtu;
    this.rdmaDscp = this.quality.dscp;
    const nodeNames = fabricNodeNames(plan).map((name) => site.nodeNameOf(name));
    this.podNetworks = this.railNetworks(props.cidrBlock, props.routedRails === true ? nodeNames : undefined);
    // Where devices are not shared, a rail's address must be on the rail's own adapter: each rail is a resource.
    const resources = [...new Set(this.podNetworks.map(({ resourceName }) => resourceName))];
    this.devices = resources.map((resourceName) => ({ resourceName, perNode: this.attachment.shares }));
    this.resourceName = resources[0] ?? "";
    this.switchConfiguration = switchConfiguration(props.switchSystem ?? "cumulus", this.quality, plan);

    contribute(this, "fabrics", () => ({
      ...this.facts(),
      kind: "roce" as const,
      mtu: this.mtu,
      quality: {
        mode: this.quality.mode,
        priority: this.quality.priority,
        dscp: this.quality.dscp,
        ecn: true,
        switchMtu: this.quality.switchMtu,
      },
    }));
    onSynthesize(this, (session) => {
      const folder = join(session.outdir, "site", site.siteId, this.fabricName);
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, "switches.txt"), this.switchConfiguration);
      writeFileSync(join(folder, "hosts.txt"), hostSettings(this.quality, this.interfaceNames));
      if (props.routedRails === true) writeFileSync(join(folder, "links.csv"), this.linksCsv());
    });
  }

  /** Addresses of the leaves and the nodes, rail by rail. */
  private linksCsv(): string {
    const rows = this.podNetworks.flatMap(({ interfaceName, routed }) =>
      Object.entries(routed?.nodePrefixes ?? {}).map(([node, prefix]) => `${node},${interfaceName},${prefix}\r\n`),
    );
    return `node,interface,link of leaf (first) and node (second)\r\n${rows.join("")}`;
  }

  private railNetworks(cidrBlock: string, routedNodes: readonly string[] | undefined): FabricPodNetwork[] {
    const shared = this.attachment.kind === "shared";
    const base = resourceBase(this.fabricName);
    const range = parseCidr(cidrBlock);
    const bits = Math.ceil(Math.log2(this.interfaceNames.length));
    return this.interfaceNames.map((interfaceName, rail) => {
      const part = range === undefined ? undefined : subCidr(range, range.prefix + bits, rail);
      return {
        name: `${this.fabricName}-rail-${rail + 1}`,
        interfaceName,
        cidrBlock: part === undefined ? undefined : formatCidr(part),
        ...(part === undefined || routedNodes === undefined
          ? {}
          : { routed: routedLinks(cidrBlock, part, routedNodes) }),
        resourceName: shared ? `rdma/${base}` : `nvidia.com/${base}_rail_${rail + 1}`,
      };
    });
  }
}

/** A link of two addresses for each node, in the order of the plan. */
function routedLinks(whole: string, rail: CidrRange, nodes: readonly string[]): FabricPodNetwork["routed"] {
  const links = nodes.map((node, index) => [node, subCidr(rail, 31, index)] as const);
  return {
    destinations: [formatCidr(rail), whole],
    nodePrefixes: Object.fromEntries(links.flatMap(([node, link]) => (link ? [[node, formatCidr(link)]] : []))),
  };
}
