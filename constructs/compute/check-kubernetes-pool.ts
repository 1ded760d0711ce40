import { accelerators, findAccelerator, findSystem, suggestNames } from "../../catalog";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { SitePool } from "../contracts";
import { checkAnyLabels, checkAnyPoolName, checkAnyTaints } from "./checks/names";
import { checkMigProfileOf, checkReplicasOf, checkSharingVendorOf } from "./checks/sharing";
import type { KubernetesGpuNodePoolProps, KubernetesNodePoolProps, KubernetesPoolProps } from "./kubernetes-pool-props";

/** What a check needs of the site, before it is built. */
type SiteFacts = { findPool(name: string): Pick<SitePool, "system" | "nodes" | "figures"> | undefined };
type Facts<P extends KubernetesPoolProps> = Omit<P, "cluster" | "site" | "fabric"> & { readonly site?: SiteFacts };

/** Everything that is wrong with the props of a pool of CPU nodes. */
export function checkKubernetesNodePoolProps(props: Facts<KubernetesNodePoolProps>, path: string): Finding[] {
  return [...checkCommon(props, path), ...checkAnyTaints(props.taints ?? [], path)];
}

/** Everything that is wrong with the props of a pool of accelerated nodes. */
export function checkKubernetesGpuNodePoolProps(props: Facts<KubernetesGpuNodePoolProps>, path: string): Finding[] {
  return [
    ...checkCommon(props, path),
    ...checkAnyTaints(props.taints ?? [], path),
    ...checkAccelerator(props, path),
    ...checkPerNode(props, path),
    ...checkSharing(props, path),
  ];
}

function checkCommon(props: Facts<KubernetesPoolProps>, path: string): Finding[] {
  return [
    ...checkAnyPoolName(props.poolName, path),
    ...checkAnyLabels(props.labels ?? {}, path),
    ...checkNodes(props, path),
    ...checkFigures(props, path),
    ...checkSelection(props, path),
  ];
}

function checkNodes({ site, poolName, nodes }: Facts<KubernetesPoolProps>, path: string): Finding[] {
  const planned = site?.findPool(poolName);
  if (nodes === undefined && planned === undefined) {
    const fix = site === undefined ? "state 'nodes'" : `add machines '${poolName}' to the site, or state 'nodes'`;
    return [
      problem("CAP-060-pool-nodes", `${path}.nodes`, "nothing says how many nodes the pool has", {
        allowed: "a whole number, 1 or more",
        fix,
      }),
    ];
  }
  const most = planned?.nodes ?? Number.MAX_SAFE_INTEGER;
  const count = nodes ?? most;
  if (Number.isInteger(count) && count >= 1 && count <= most) return [];
  return [
    problem("CAP-060-pool-nodes", `${path}.nodes`, "not a number of nodes that the pool can have", {
      given: count,
      allowed: planned === undefined ? "a whole number, 1 or more" : `1 to ${most}, as the site has without its spares`,
      fix: "correct 'nodes', or the site's machines",
    }),
  ];
}

/** More than any node has of anything; sums over nodes stay numbers. */
const mostOfAFigure = 1e9;

/** Figures of one node: quotas, estimates and prices are reckoned from them. */
function checkFigures(props: Facts<KubernetesPoolProps>, path: string): Finding[] {
  const { vCpus, memoryGiB, networkGbpsPerNode, localScratchGB, usdPerNodeHour } = props;
  const figures: [string, number | undefined][] = [
    ["vCpus", vCpus],
    ["memoryGiB", memoryGiB],
    ["networkGbpsPerNode", networkGbpsPerNode],
    ["localScratchGB", localScratchGB],
    ["usdPerNodeHour.usd", usdPerNodeHour?.usd],
  ];
  return figures.flatMap(([name, given]) =>
    given === undefined || (given >= 0 && given <= mostOfAFigure)
      ? []
      : [
          problem("CAP-060-pool-nodes", `${path}.${name}`, "not a figure that a node can have", {
            given,
            allowed: `a number from 0 to ${mostOfAFigure}`,
            fix: `correct '${name}', or leave it out where it is not known`,
          }),
        ],
  );
}

function checkSelection({ selection }: Facts<KubernetesPoolProps>, path: string): Finding[] {
  if (selection?.kind === "pci") {
    const wrong = [selection.pciVendor ?? "", ...selection.pciDevices].filter((id) => !/^[0-9a-f]{4}$/.test(id));
    return wrong.map((id) =>
      problem("OPS-062-node-selection", `${path}.selection`, `'${id}' is no PCI id`, {
        given: id,
        allowed: "four hexadecimal digits in lower case, for example 10de",
        fix: "write what `lspci -nn` prints",
      }),
    );
  }
  if (selection?.kind !== "name" || selection.nodeNames.length > 0) return [];
  return [
    problem("OPS-062-node-selection", `${path}.selection`, "the pool names none of its nodes", {
      given: [],
      allowed: "at least one name of `kubectl get nodes`",
      fix: "name the nodes, or choose them in another way",
    }),
  ];
}

/** Row of the accelerator catalogue that the pool is of, or undefined. */
export function acceleratorOf(props: Facts<KubernetesGpuNodePoolProps>) {
  const system = props.site?.findPool(props.poolName)?.system;
  const id = props.accelerator ?? (system === undefined ? undefined : findSystem(system)?.accelerator);
  return id === undefined ? undefined : findAccelerator(id);
}

function checkAccelerator(props: Facts<KubernetesGpuNodePoolProps>, path: string): Finding[] {
  const { accelerator, devices } = props;
  const known = accelerators().map((row) => row.id);
  if (accelerator !== undefined && findAccelerator(accelerator) === undefined) {
    const [nearest] = suggestNames(accelerator, known);
    return [
      problem("ACC-070-unknown-accelerator", `${path}.accelerator`, `no accelerator '${accelerator}' is known`, {
        given: accelerator,
        allowed: known,
        fix: nearest === undefined ? "name one of the catalogue" : `write '${nearest}'`,
      }),
    ];
  }
  const row = acceleratorOf(props);
  if (devices !== undefined) return [];
  if (row?.kubernetes.resource === undefined) {
    return [
      problem("ACC-071-no-resource", `${path}.devices`, "nothing says what pods ask for to get an accelerator", {
        given: row?.id ?? "no accelerator",
        allowed: "an accelerator whose resource is known, or `devices`",
        fix: "state the resource's name and how many a node has, as its device plugin offers them",
      }),
    ];
  }
  if (acceleratorsPerNode(props) !== undefined) return [];
  return [
    problem("ACC-072-accelerators-per-node", `${path}.acceleratorsPerNode`, "nothing says how many a node has", {
      allowed: "a whole number, 1 or more",
      fix: "state 'acceleratorsPerNode'",
    }),
  ];
}

function checkPerNode(props: Facts<KubernetesGpuNodePoolProps>, path: string): Finding[] {
  const stated = { acceleratorsPerNode: props.acceleratorsPerNode, "devices.perNode": props.devices?.perNode };
  return Object.entries(stated).flatMap(([name, given]) =>
    given === undefined || (Number.isInteger(given) && given >= 1 && given <= mostPerNode)
      ? []
      : [
          problem("ACC-072-accelerators-per-node", `${path}.${name}`, "not a number that a node can have", {
            given,
            allowed: `a whole number from 1 to ${mostPerNode}`,
            fix: `correct '${name}'`,
          }),
        ],
  );
}

/** More than any machine has, divided as finely as it goes. */
const mostPerNode = 4096;

/** Accelerators of one node: what was stated, else the figure of the site's machine. */
export function acceleratorsPerNode(props: Facts<KubernetesGpuNodePoolProps>): number | undefined {
  return props.acceleratorsPerNode ?? props.site?.findPool(props.poolName)?.figures.accelerators;
}

function checkSharing(props: Facts<KubernetesGpuNodePoolProps>, path: string): Finding[] {
  const row = acceleratorOf(props);
  if (row === undefined) return [];
  const { vendor, name } = row;
  const facts = { vendor, name, profiles: Object.keys(row.mig?.profiles ?? {}) };
  return [
    ...checkMigProfileOf(facts, props.sharing, path),
    ...checkSharingVendorOf(facts, props.sharing, path),
    ...checkReplicasOf(props.sharing, path),
  ];
}
