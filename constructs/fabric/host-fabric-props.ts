import type { FabricNode } from "../../model";
import type { FabricPlan } from "../../planning";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { FabricAttachment } from "./fabric-attachment";

/** The part of a planned site that a fabric needs. */
export interface FabricSite {
  /** Id of the site in the factory model. */
  readonly siteId: string;
  /** Networks of the site, planned to the port. */
  readonly plan: { readonly networks: readonly FabricPlan[] };
  /** The planned network of that name, and what it is used for. @throws RangeError where there is none */
  network(name: string): { readonly plan: FabricPlan; readonly use: string };
  /** Name that a node has in Kubernetes, by the name that the plan gives it. */
  nodeNameOf(planned: string): string;
  /** What the factory model says of a network's plan. */
  networkFacts(name: string): FabricNode["plan"];
}

/** What fabrics of an owner's own adapters have in common. */
export interface HostFabricProps {
  /** Site that has planned the network. */
  readonly site: FabricSite;
  /** Name of the site's network that this fabric is. */
  readonly network: string;
  /** Id in the factory model, a DNS label; its resource is named after it. @default - the construct's id */
  readonly fabricName?: string;
  /**
   * Adapters of a node on this fabric in rail order, as the kernel names them (`ibdev2netdev` prints them). Nodes of all
   * pools on the fabric must name them alike.
   */
  readonly interfaceNames: readonly string[];
  /** How pods get the adapters: whole, shared, or cut into virtual functions. @default FabricAttachment.hostDevice() */
  readonly attachment?: FabricAttachment;
  /** Namespace that the pods' networks stand in; pods of others name it with them. @default "default" */
  readonly networkNamespace?: string;
}

/** Props as a check takes them: the site may be planned only, and not built yet. */
export type CheckedFabric<P extends HostFabricProps> = Omit<P, "site"> & { readonly site: Pick<FabricSite, "plan"> };

const dnsLabel = /^[a-z0-9]([-a-z0-9]{0,40}[a-z0-9])?$/;
/** Linux allows 15 bytes in the name of an interface. */
const interfaceName = /^[A-Za-z0-9_.-]{1,15}$/;

/** Problems that both kinds of fabric can have. `plan` is undefined where the site has no such network. */
export function checkHostFabric(
  props: Omit<HostFabricProps, "site">,
  fabricName: string,
  plan: Pick<FabricPlan, "technology" | "layout"> | undefined,
  networks: readonly string[],
  path: string,
): Finding[] {
  const findings: Finding[] = [];
  if (!dnsLabel.test(fabricName)) {
    findings.push(
      problem("FAB-020-fabric-name", `${path}.fabricName`, "not a usable name for a fabric", {
        given: fabricName,
        allowed: "lower-case letters, digits and inner '-', at most 42 characters",
        fix: "choose a DNS label, for example 'compute'",
      }),
    );
  }
  if (plan === undefined) {
    findings.push(
      problem("FAB-021-fabric-network", `${path}.network`, `the site has no network '${props.network}'`, {
        given: props.network,
        allowed: networks,
        fix: "name a network of the site, or add it there",
      }),
    );
  }
  const { interfaceNames } = props;
  const rails = plan?.layout?.segments.map((segment) => segment.rails) ?? [];
  const mostRails = Math.max(0, ...rails);
  if (plan?.layout !== undefined && interfaceNames.length !== mostRails) {
    findings.push(
      problem("FAB-022-rail-interfaces", `${path}.interfaceNames`, "not one interface for each rail of the network", {
        given: interfaceNames,
        allowed: `${mostRails} names: the ports that a node has on '${props.network}'`,
        fix: "name each adapter of the node once, in rail order",
      }),
    );
  }
  for (const name of new Set(interfaceNames.filter((each) => !interfaceName.test(each)))) {
    findings.push(
      problem("FAB-022-rail-interfaces", `${path}.interfaceNames`, `'${name}' is no name of an interface`, {
        given: name,
        allowed: "1 to 15 letters, digits, '_', '.' and '-'",
        fix: "write the name that `ip link` prints",
      }),
    );
  }
  const twice = interfaceNames.filter((name, index) => interfaceNames.indexOf(name) !== index);
  if (twice.length > 0) {
    findings.push(
      problem("FAB-022-rail-interfaces", `${path}.interfaceNames`, "an interface is named twice", {
        given: twice,
        allowed: "each interface once",
        fix: "name each adapter of the node once, in rail order",
      }),
    );
  }
  const shares = props.attachment?.shares ?? 1;
  if (!(Number.isInteger(shares) && shares >= 1 && shares <= 1000)) {
    findings.push(
      problem("FAB-023-attachment", `${path}.attachment`, "not a number of pods or functions for an adapter", {
        given: shares,
        allowed: "1 to 1000",
        fix: "state how many pods use an adapter, or into how many functions it is cut",
      }),
    );
  }
  return findings;
}

/** A name as the device plugins take it: letters, digits and '_'. */
export function resourceBase(name: string): string {
  return name.replace(/[^A-Za-z0-9]/g, "_");
}

/** Addresses that a node holds of a network: one for each pod that may attach, in a block. */
export function addressBlock(shares: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(2, shares)));
}
