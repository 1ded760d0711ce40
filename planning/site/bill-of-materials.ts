import { cableMedia } from "../../catalog/cable-media";
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

/** Optical media need a transceiver at each end; one of a split port serves all links of its cable. */
function transceiverLines(site: Pick<SitePlan, "cableLots">): readonly BillLine[] {
  const ends = new Map(cableMedia().map((medium) => [medium.id, medium.transceiversPerCable]));
  const totals = new Map<string, BillLine>();
  for (const lot of site.cableLots) {
    const each = ends.get(lot.medium ?? "") ?? 0;
    if (each === 0) continue;
    const item = `${lot.medium}, ${lot.gbps} Gb/s`;
    const use = `${lot.network} ${lot.tier}`;
    const key = `${item} ${use}`;
    const quantity = (totals.get(key)?.quantity ?? 0) + lot.cables * each;
    totals.set(key, { kind: "transceiver", item, use, quantity });
  }
  return [...totals.values()];
}
