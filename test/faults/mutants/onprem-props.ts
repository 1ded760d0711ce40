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
  { name: "two racks for everything", rule: "RCK-001", change: first("racks", { count: 2 }) },
  { name: "racks lower than a system", rule: "RCK-002", change: first("racks", { units: 3 }) },
  {
    name: "liquid-cooled systems in air",
    rule: "CLG-001",
    change: first("systems", { figures: { cooling: "direct-liquid", heightU: 4, maxPowerKW: 4 } }),
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
  { name: "InfiniBand on an Ethernet network", rule: "FAB-024", change: fabric({ network: "in-band" }) },
  {
    name: "no context of the cluster",
    rule: "OPS-061",
    change: (props) => ({ ...props, cluster: { ...props["cluster"], access: { kind: "kubeconfig", context: "" } } }),
  },
];
