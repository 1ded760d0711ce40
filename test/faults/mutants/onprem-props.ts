import { AcceleratorSharing } from "../../../constructs/compute";
import { SubnetManager } from "../../../constructs/fabric";
import type { PropMutant } from "../mutant";
import { NotHere, type Json } from "../world";

type Change = PropMutant["change"];

function site(change: Json): Change {
  return (props) => ({ ...props, site: { ...props["site"], ...change } });
}

/** Changes the first of a list of the site. */
function first(list: "systems" | "networks" | "racks", change: Json): Change {
  return (props) => {
    const [head, ...rest] = props["site"][list] as Json[];
    return { ...props, site: { ...props["site"], [list]: [{ ...head, ...change }, ...rest] } };
  };
}

function pool(change: Json): Change {
  return (props) => ({ ...props, pools: [{ ...props["pools"][0], ...change }, ...props["pools"].slice(1)] });
}

function cluster(change: Json): Change {
  return (props) => ({ ...props, cluster: { ...props["cluster"], ...change } });
}

/** The first system weighs more than any floor carries. */
const heavy: Change = (props) => {
  const [head] = props["site"]["systems"] as Json[];
  if (/nvl72/.test(String(head?.["system"]))) throw new NotHere("systems that share a rack");
  return first("systems", { figures: { ...head?.["figures"], weightKg: 90_000 } })(
    first("racks", { maxWeightKg: 1500 })(props),
  );
};

function fabric(change: Json): Change {
  return (props) => {
    if (props["fabrics"] === undefined) throw new NotHere("fabrics");
    return { ...props, fabrics: [{ ...props["fabrics"][0], ...change }] };
  };
}

/** Faults in the props of an on-prem factory. */
export const onPremPropMutants: readonly PropMutant[] = [
  { name: "racks that cannot feed one system", rule: "PWR-001", change: first("racks", { powerBudgetKW: 3 }) },
  { name: "a grid connection of 20 kW", rule: "PWR-004", change: site({ gridLimitKW: 20 }) },
  { name: "one rack for everything", rule: "RCK-001", change: first("racks", { count: 1 }) },
  { name: "racks lower than a system", rule: "RCK-002", change: first("racks", { units: 3 }) },
  {
    name: "liquid-cooled systems in air",
    rule: "CLG-001",
    change: (props) => {
      const { racks, systems } = props["site"] as Record<"racks" | "systems", Json[]>;
      const isLiquid = racks.some(({ cooling }) => /liquid/.test(String(cooling)));
      if (isLiquid || /nvl72/.test(String(systems[0]?.["system"]))) throw new NotHere("a site in air");
      return first("systems", { figures: { cooling: "direct-liquid", heightU: 4, maxPowerKW: 4 } })(props);
    },
  },
  { name: "a system that nobody sells", rule: "SIT-005", change: first("systems", { system: "dgx-h2000" }) },
  { name: "more spares than nodes", rule: "SIT-006", change: first("systems", { spares: 999 }) },
  { name: "a country in words", rule: "SIT-003", change: site({ country: "Norway" }) },
  { name: "a switch that nobody makes", rule: "SIT-007", change: first("networks", { leafSwitch: "QM97000" }) },
  { name: "a switch too slow for the adapters", rule: "FAB-073", change: first("networks", { leafSwitch: "64x10" }) },
  { name: "more nodes than the site has", rule: "CAP-060", change: pool({ nodes: 5000 }) },
  {
    name: "a MIG profile of another GPU",
    rule: "ACC-055",
    change: pool({ sharing: AcceleratorSharing.mig("1g.5gb") }),
  },
  { name: "a fabric that is not there", rule: "FAB-028", change: pool({ fabric: "backbone" }) },
  { name: "a rail without an interface", rule: "FAB-022", change: fabric({ interfaceNames: ["ib0"] }) },
  { name: "no subnet manager", rule: "FAB-060", change: fabric({ subnetManager: SubnetManager.ufm(0) }) },
  {
    name: "InfiniBand on an Ethernet network",
    rule: "FAB-024",
    change: (props) => {
      const ethernet = (props["site"]["networks"] as Json[]).find(({ technology }) => technology === "ethernet");
      return fabric({ network: ethernet?.["name"] })(props);
    },
  },
  { name: "a fabric on a network that is not there", rule: "FAB-021", change: fabric({ network: "backbone" }) },
  { name: "a fabric's name that no resource can have", rule: "FAB-020", change: fabric({ name: "Compute Fabric" }) },
  { name: "a site without a name", rule: "SIT-002", change: site({ siteName: "" }) },
  { name: "a site that saves more energy than it uses", rule: "PWR-005", change: site({ pue: 0.5 }) },
  { name: "a system's name that no node can have", rule: "SIT-004", change: first("systems", { name: "GPU Nodes" }) },
  { name: "fewer systems than none", rule: "SIT-001", change: first("systems", { count: -3 }) },
  { name: "systems in racks that are not there", rule: "RCK-005", change: first("systems", { rackType: "gone" }) },
  { name: "systems too heavy for a rack", rule: "RCK-003", change: heavy },
  { name: "adapters of no speed", rule: "FAB-072", change: first("networks", { endpointGbps: 0 }) },
  { name: "a pool's name that no label can have", rule: "OPS-050", change: pool({ name: "GPU_1" }) },
  {
    name: "two pools of one name",
    rule: "NAM-002",
    change: (props) => ({ ...props, pools: [props["pools"][0], ...props["pools"]] }),
  },
  { name: "a pool that takes no node", rule: "CAP-060", change: pool({ nodes: 0 }) },
  { name: "a label that Kubernetes refuses", rule: "OPS-051", change: pool({ labels: { "not a label": "x" } }) },
  {
    name: "a taint that Kubernetes refuses",
    rule: "OPS-052",
    change: pool({ taints: [{ key: "not a key", effect: "NoSchedule" }] }),
  },
  { name: "a Kubernetes version in words", rule: "OPS-060", change: cluster({ kubernetesVersion: "latest" }) },
  { name: "pods inside the services' range", rule: "NET-001", change: cluster({ podCidrs: ["10.96.0.0/16"] }) },
  { name: "a services' range that is none", rule: "NET-003", change: cluster({ serviceCidr: "10.96.0.0" }) },
  { name: "no pool at all", rule: "CAP-020", change: (props) => ({ ...props, pools: [], cpuPools: [] }) },
  {
    name: "no context of the cluster",
    rule: "OPS-061",
    change: (props) => ({ ...props, cluster: { ...props["cluster"], access: { kind: "kubeconfig", context: "" } } }),
  },
];
