import { cableMedia } from "../../catalog/cable-media";
import type { TierName } from "../fabric/types";
import type { BillLine, SitePlan } from "./types";

/** Everything to buy, in the order: nodes, switches, subnet managers, cables, transceivers, racks, power supply. */
export function billOfMaterials(site: Omit<SitePlan, "billOfMaterials" | "problems">): readonly BillLine[] {
  const { networks, power } = site;
  const lines: BillLine[] = site.groups.map((group) => ({
    kind: "node",
    item: group.figures.id,
    use: group.name,
    quantity: group.count,
  }));
  for (const network of networks) {
    for (const tier of network.tiers) {
      lines.push({ kind: "switch", item: tier.model, use: `${network.name} ${tier.name}`, quantity: tier.switches });
    }
  }
  for (const network of networks.filter((candidate) => candidate.managementLinks > 0)) {
    const quantity = network.managementLinks;
    lines.push({ kind: "subnet-manager", item: "subnet manager port", use: network.name, quantity });
  }
  lines.push(...cableLines(site), ...transceiverLines(site));
  for (const type of new Set(site.racks.racks.map((rack) => rack.type))) {
    const quantity = site.racks.racks.filter((rack) => rack.type === type).length;
    lines.push({ kind: "rack", item: `${type} rack`, use: "site", quantity });
  }
  lines.push(
    {
      kind: "transformer",
      item: `${power.transformers.rating} kVA`,
      use: "site",
      quantity: power.transformers.installed,
    },
    { kind: "ups", item: `${power.ups.rating} kW VFI`, use: "site", quantity: power.ups.installed },
  );
  return lines;
}

function cableLines(site: Pick<SitePlan, "cableLots">): readonly BillLine[] {
  return site.cableLots.map((lot) => ({
    kind: "cable",
    item: [lot.medium ?? "medium to choose", `${lot.gbps} Gb/s`, lot.lengthM === undefined ? "" : `${lot.lengthM} m`]
      .filter((part) => part !== "")
      .join(", "),
    use: `${lot.network} ${lot.tier}`,
    quantity: lot.cables,
  }));
}

/**
 * Transceivers of optical cables. At a switch, ports that share a connector share a transceiver, and one transceiver
 * serves all links of a split port; at nodes each link is counted with one, so adapters with twin connectors need half.
 */
function transceiverLines(site: Pick<SitePlan, "cableLots" | "networks">): readonly BillLine[] {
  const ends = new Map(cableMedia().map((medium) => [medium.id, medium.transceiversPerCable]));
  const totals = new Map<string, { readonly item: string; readonly use: string; quantity: number }>();
  const add = (item: string, use: string, quantity: number) => {
    const key = `${item} ${use}`;
    const before = totals.get(key);
    totals.set(key, { item, use, quantity: (before?.quantity ?? 0) + quantity });
  };
  for (const lot of site.cableLots) {
    if ((ends.get(lot.medium ?? "") ?? 0) === 0) continue;
    const network = site.networks.find((candidate) => candidate.name === lot.network);
    const layout = network?.layout;
    const perConnector = (tier: TierName) => network?.tiers.find((row) => row.name === tier)?.portsPerConnector ?? 1;
    const item = `${lot.medium}, ${lot.gbps} Gb/s`;
    if (lot.tier === "node-leaf") {
      add(item, `${lot.network} nodes`, lot.links);
      add(item, `${lot.network} leaf`, lot.cables / perConnector("leaf"));
      continue;
    }
    const [lower, upper] = lot.tier === "leaf-spine" ? (["leaf", "spine"] as const) : (["spine", "core"] as const);
    const upperSplit = (upper === "spine" ? layout?.spineSplit : layout?.coreSplit) ?? 1;
    add(item, `${lot.network} ${lower}`, lot.cables / perConnector(lower));
    add(item, `${lot.network} ${upper}`, lot.links / upperSplit / perConnector(upper));
  }
  return [...totals.values()].map(({ item, use, quantity }) => ({
    kind: "transceiver",
    item,
    use,
    quantity: Math.ceil(quantity),
  }));
}
