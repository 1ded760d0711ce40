import { checkKubernetesClusterAttributes } from "../../constructs/cluster";
import { checkKubernetesGpuNodePoolProps, checkKubernetesNodePoolProps } from "../../constructs/compute";
import { problem } from "../../constructs/aws/problem";
import { checkInfiniBandFabricProps, checkRoceFabricProps } from "../../constructs/fabric";
import { checkSiteProps, plannedSite } from "../../constructs/site";
import { checkAdmissionScope, checkNetworkPoliciesProps } from "../../constructs/sovereignty";
import type { Finding } from "../../validation/finding";
import { checkDuplicateNames, namesIn, reserved } from "../names";
import { checkShapeFirst } from "../props-shape";
import { checkAgainstBoundary, withBoundary } from "./boundary";
import type { OnPremFabric, OnPremFactoryProps } from "./props";

/**
 * Everything that is wrong with the props of an on-prem factory, in one list: the checks of all the constructs it will
 * be made of, and what only shows when they are seen together. Builds nothing.
 */
export function checkOnPremFactoryProps(props: OnPremFactoryProps, path: string): Finding[] {
  return checkShapeFirst("OnPremFactoryProps", props, path, checkParts);
}

function checkParts(given: OnPremFactoryProps, path: string): Finding[] {
  const props = withBoundary(given);
  const site = plannedSite(props.site, siteId(props, path));
  const attributes = { ...props.cluster, siteId: siteId(props, path) };
  return [
    ...checkAgainstBoundary(props, path),
    ...(given.closedNamespaces === undefined
      ? []
      : checkNetworkPoliciesProps(given.closedNamespaces, `${path}.closedNamespaces`)),
    ...(given.admission === undefined ? [] : checkAdmissionScope(given.admission, `${path}.admission`)),
    ...checkSiteProps(props.site, `${path}.site`, siteId(props, path)),
    ...checkKubernetesClusterAttributes(attributes, `${path}.cluster`),
    ...checkPoolsGiven(props, path),
    ...checkNames(props, path),
    ...(props.fabrics ?? []).flatMap((fabric, index) => checkFabric(fabric, site, `${path}.fabrics[${index}]`)),
    ...props.pools.flatMap((pool, index) => {
      const at = `${path}.pools[${index}]`;
      const facts = { ...pool, poolName: pool.name, site };
      return [...checkKubernetesGpuNodePoolProps(facts, at), ...checkPoolFabric(pool, props, at)];
    }),
    ...checkDivision(props, site, path),
    ...(props.cpuPools ?? []).flatMap((pool, index) =>
      checkKubernetesNodePoolProps({ ...pool, poolName: pool.name, site }, `${path}.cpuPools[${index}]`),
    ),
  ];
}

function checkDivision(props: OnPremFactoryProps, site: PlannedSite, path: string): Finding[] {
  const pools = [...props.pools, ...(props.cpuPools ?? [])];
  const names = (props.division ?? []).map(({ pool }) => pool);
  return (props.division ?? []).flatMap(({ pool: name, slurmNodes, kubernetesNodes }, index): Finding[] => {
    const at = `${path}.division[${index}]`;
    const pool = pools.find((each) => each.name === name);
    if (pool === undefined || names.indexOf(name) !== index) {
      return [
        problem("PLT-200-node-division", `${at}.pool`, `the factory has no pool '${name}', or it is divided twice`, {
          given: name,
          allowed: pools.map((each) => each.name),
          fix: "name each of the factory's pools once at the most",
        }),
      ];
    }
    const nodes = pool.nodes ?? site.findPool(name)?.nodes ?? 0;
    const isCount = (value: number) => Number.isInteger(value) && value >= 0;
    if (isCount(slurmNodes) && isCount(kubernetesNodes) && slurmNodes + kubernetesNodes === nodes) return [];
    return [
      problem("PLT-200-node-division", at, `the shares of pool '${name}' are not its nodes`, {
        given: { slurmNodes, kubernetesNodes },
        allowed: `whole numbers from 0 that add up to ${nodes}`,
        fix: "give each node to exactly one of the two",
      }),
    ];
  });
}

/** Id of the site: its own name, else the factory's. */
export function siteId(props: OnPremFactoryProps, id: string): string {
  return props.site.siteName ?? id.split("/").at(-1) ?? id;
}

function checkPoolsGiven({ pools }: OnPremFactoryProps, path: string): Finding[] {
  if (pools.length > 0) return [];
  return [
    problem("CAP-020-no-pools", `${path}.pools`, "the factory has no pool to compute on", {
      given: [],
      allowed: "at least one pool",
      fix: "name a pool after machines of the site",
    }),
  ];
}

/** Names that the platform stack's own parts have. */
const ownNames = ["site", "cluster", "platform", "factory-file"];

function checkNames(props: OnPremFactoryProps, path: string): Finding[] {
  const named = [
    ...reserved(ownNames),
    ...namesIn("pools", props.pools),
    ...namesIn("cpuPools", props.cpuPools),
    ...namesIn("fabrics", props.fabrics),
  ];
  return checkDuplicateNames(named, path);
}

type PlannedSite = ReturnType<typeof plannedSite>;

function checkFabric({ name, ...fabric }: OnPremFabric, site: PlannedSite, path: string): Finding[] {
  const props = { ...fabric, fabricName: name, site };
  return props.kind === "infiniband"
    ? checkInfiniBandFabricProps(props, path, name)
    : checkRoceFabricProps(props, path, name);
}

function checkPoolFabric(
  pool: OnPremFactoryProps["pools"][number],
  props: OnPremFactoryProps,
  path: string,
): Finding[] {
  if (pool.fabric === undefined) return [];
  const names = (props.fabrics ?? []).map((fabric) => fabric.name);
  const fabric = props.fabrics?.find((each) => each.name === pool.fabric);
  if (fabric === undefined) {
    return [
      problem("FAB-028-pool-fabric", `${path}.fabric`, `the factory has no fabric '${pool.fabric}'`, {
        given: pool.fabric,
        allowed: names,
        fix: "name one of the factory's fabrics, or add it",
      }),
    ];
  }
  const network = props.site.networks.find((each) => each.name === fabric.network);
  if (network === undefined || (network.ports[pool.name] ?? 0) > 0) return [];
  return [
    problem("FAB-028-pool-fabric", `${path}.fabric`, `the nodes of '${pool.name}' have no port on '${network.name}'`, {
      given: network.ports,
      allowed: `a number of ports for '${pool.name}' in the network's 'ports'`,
      fix: "plan the ports in the site, or leave the fabric out",
    }),
  ];
}
