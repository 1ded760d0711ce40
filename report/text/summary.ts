import type { FactoryModel, PoolNode, SiteFacility, SubnetFacts } from "../../model";
import { parseCidr, reservedPerSubnet } from "../../planning/addresses";
import type { Band } from "../../planning/estimate";
import { hourlyCost, type HourlySum } from "../cost";
import { tokenFigures } from "../facts/tokens";
import { bandEnds, figure } from "../html/quantities";
import { textTable } from "./table";
import { bandwidth, capacity, count, dollars, power, throughput } from "./units";

/** A factory in words and tables: what was built, how large it is, what it costs. */
export function factorySummary(model: FactoryModel): string {
  const sections = [
    heading(model),
    facilities(model),
    pools(model),
    storage(model),
    network(model),
    keys(model),
    services(model),
    tokens(model),
    cost(model),
  ];
  return sections.filter((section) => section !== "").join("\n\n");
}

function heading(model: FactoryModel): string {
  const where = model.sites
    .map((site) => [site.region ?? site.id, site.country].filter(Boolean).join(", "))
    .join(" + ");
  const accelerators = sum(model.pools, (pool) => pool.maxNodes * (pool.accelerator?.perNode ?? 0));
  const memory = sum(
    model.pools,
    (pool) => pool.maxNodes * (pool.accelerator?.perNode ?? 0) * (pool.accelerator?.memoryGiBEach ?? 0),
  );
  const versions = model.clusters.map((cluster) => `${cluster.kind} ${cluster.kubernetesVersion ?? ""}`.trim());
  return [
    `${model.name}: an AI factory for ${model.intent === "mixed" ? "training and inference" : model.intent} in ${where}`,
    `${count(accelerators)} accelerators with ${capacity(memory)} of their own memory, ${versions.join(" + ")}`,
  ].join("\n");
}

function facilities(model: FactoryModel): string {
  return model.sites
    .flatMap(({ id, facility }) => (facility === undefined ? [] : [facilityOf(id, facility)]))
    .join("\n\n");
}

function facilityOf(id: string, facility: SiteFacility): string {
  const racks = (facility.rackTypes ?? []).map((type) => [
    type.name,
    count(type.racks),
    type.cooling,
    `${power(type.peakKW)} of ${power(type.budgetKW)}`,
  ]);
  const networks = (facility.networks ?? []).map((network) => [
    network.name,
    `${network.technology === "infiniband" ? "InfiniBand" : "Ethernet"} ${bandwidth(network.gbps)}`,
    network.tiers.map((tier) => `${tier.switches} ${tier.name}`).join(" + "),
    [...new Set(network.tiers.map((tier) => tier.model))].filter(Boolean).join(", "),
    count(network.cables),
    network.oversubscription > 1 ? `${network.oversubscription}:1` : "no",
  ]);
  return [
    `Site ${id}: ${count(facility.racks)} racks, ${powerOf(facility)}`,
    textTable(["rack", "racks", "cooling", "fullest rack"], racks),
    textTable(["network", "ports", "switches", "model", "cables", "oversubscribed"], networks),
  ].join("\n");
}

function powerOf({
  itPowerKW,
  facilityPowerKW,
  pue,
  powerBudgetKW,
  energyMWhPerYear,
  carbonTonnesPerYear,
}: SiteFacility) {
  const parts = [
    itPowerKW === undefined ? "power unknown" : `${power(itPowerKW)} of IT at most`,
    facilityPowerKW === undefined ? "" : `${power(facilityPowerKW)} with cooling (PUE ${pue})`,
    powerBudgetKW === undefined ? "" : `the grid gives ${power(powerBudgetKW)}`,
    energyMWhPerYear === undefined ? "" : `${count(Math.round(energyMWhPerYear))} MWh a year`,
    carbonTonnesPerYear === undefined ? "" : `${count(Math.round(carbonTonnesPerYear))} t CO2 a year`,
  ];
  return parts.filter((part) => part !== "").join(", ");
}

function pools(model: FactoryModel): string {
  const rows = model.pools.map((pool) => [
    pool.id,
    pool.instanceType ?? pool.system ?? "",
    nodes(pool),
    pool.accelerator ? `${pool.accelerator.perNode} × ${pool.accelerator.name}` : "–",
    pool.capacity.kind,
    zonesOf(pool),
    pool.fabricGbpsPerNode ? `${bandwidth(pool.fabricGbpsPerNode)}, ${pool.fabricDevicesPerNode} devices` : "–",
    pool.usdPerNodeHour ? dollars(pool.usdPerNodeHour.usd) : "unknown",
  ]);
  const head = ["pool", "machine", "nodes", "per node", "capacity", "zones", "fabric per node", "$ per node-hour"];
  return `Pools\n${textTable(head, rows)}`;
}

function nodes(pool: PoolNode): string {
  return pool.minNodes === pool.maxNodes ? count(pool.maxNodes) : `${count(pool.minNodes)}–${count(pool.maxNodes)}`;
}

/** Zones of the cloud, or the racks of an owner's site. */
function zonesOf({ zones, failureDomains, spareNodes = 0 }: PoolNode): string {
  if (failureDomains === undefined) return zones.join(" ");
  const spares = spareNodes === 0 ? "" : `, ${spareNodes} spare`;
  return `${zones.join(" ")}, ${failureDomains.racks} racks${spares}`;
}

function storage(model: FactoryModel): string {
  const rows = [
    ...model.filesystems.map((fs) => [
      fs.id,
      [fs.kind, fs.deploymentType].filter(Boolean).join(" "),
      fs.use,
      fs.capacityGiB === undefined ? "grows" : capacity(fs.capacityGiB),
      fs.readMBps === undefined ? "unknown" : throughput(fs.readMBps),
      [fs.rdma ? "RDMA" : "", fs.gpuDirect ? "GPUDirect" : "", ...fs.linkedBucketIds.map((id) => `⇄ ${id}`)]
        .filter(Boolean)
        .join(", "),
    ]),
    ...model.buckets.map((bucket) => [
      bucket.id,
      bucket.kind,
      bucket.purpose,
      "grows",
      "–",
      [bucket.versioned ? "versions" : "", bucket.objectLock ? "locked" : ""].filter(Boolean).join(", "),
    ]),
  ];
  if (rows.length === 0) return "";
  return `Storage\n${textTable(["name", "kind", "use", "capacity", "read", "notes"], rows)}`;
}

function network(model: FactoryModel): string {
  return model.networks
    .map((net) => {
      const way = net.closed ? "closed: no way to the internet" : `${net.natGateways} NAT gateways`;
      const rows = net.subnets.map((subnet) => [
        subnet.name,
        subnet.cidrBlock ?? "existing",
        usableAddresses(subnet),
        subnet.neededAddresses === undefined ? "–" : count(subnet.neededAddresses),
      ]);
      const title = `Network ${net.cidrBlocks.join(" + ")}, ${way}, ${net.privateEndpoints.length} private endpoints`;
      return `${title}\n${textTable(["subnet", "range", "addresses", "needed at most"], rows)}`;
    })
    .join("\n\n");
}

function usableAddresses(subnet: SubnetFacts): string {
  const range = subnet.cidrBlock === undefined ? undefined : parseCidr(subnet.cidrBlock);
  return range === undefined ? "unknown" : count(range.size - reservedPerSubnet);
}

function keys(model: FactoryModel): string {
  if (model.keys.length === 0) return "";
  const rows = model.keys.map((key) => [key.id, key.purpose, key.custody, key.rotates ? "yearly" : "never"]);
  return `Keys\n${textTable(["key", "encrypts", "held by", "rotates"], rows)}`;
}

function services(model: FactoryModel): string {
  if (model.services.length === 0) return "";
  const rows = model.services.map((service) => [
    service.id,
    service.namespace,
    service.chart === undefined ? "manifests" : `${service.chart.name} ${service.chart.version}`,
    service.customResources.length === 0 ? "–" : count(service.customResources.length),
  ]);
  return `Platform\n${textTable(["component", "namespace", "chart", "objects"], rows)}`;
}

/** What the factory is judged by, and how sure it is. */
function tokens(model: FactoryModel): string {
  const figures = tokenFigures(model);
  if (figures.length === 0) return "";
  const band = (value: Band | undefined) =>
    value === undefined ? "unknown" : `${figure(value.expected)} (${bandEnds(value)})`;
  const rows = figures.map(({ evidence, nearestPoints: [point], ...each }) => [
    each.workloadId,
    `${band(each.tokensPerSec)} ${each.kind === "training" ? "trained" : "output"}`,
    `${band(each.usdPerMillionTokens)}${each.listPriceOf === undefined ? "" : " *"}`,
    band(each.joulesPerToken),
    `${evidence.sureness}, factor ${figure(evidence.factor)}`,
    point === undefined ? "none" : `${point.model}, ${point.accelerators} × ${point.accelerator}`,
  ]);
  const listed = figures.flatMap(({ listPriceOf }) => listPriceOf ?? []).sort();
  return [
    "Tokens, estimated; in brackets the range in which nine of ten measured cases are expected",
    textTable(
      ["workload", "tokens/s", "$ per million tokens", "joules per token", "how sure", "nearest measured point"],
      rows,
    ),
    ...(listed.length === 0 ? [] : [`* at on-demand list price of ${listed[0]}: the pool has a price of its own`]),
  ].join("\n");
}

function cost(model: FactoryModel): string {
  const { priced, atListPrice, unpriced } = hourlyCost(model);
  const lines: string[] = [];
  if (priced !== undefined) lines.push(`Cost of nodes: ${priceRange(priced)}`);
  if (atListPrice !== undefined) {
    const names = atListPrice.pools.map((pool) => `${pool.id} (${pool.capacity.kind})`).join(", ");
    lines.push(`Bought at a price of its own: ${names}; on demand it would be ${priceRange(atListPrice)}`);
  }
  if (unpriced.length > 0) {
    const names = unpriced.map((pool) => `${pool.id} (${pool.instanceType ?? pool.system})`).join(", ");
    lines.push(`Not in it, because no price is known for the region: ${names}; state yours with usdPerNodeHour`);
  }
  lines.push("Storage, traffic, control plane and licences come on top");
  return lines.join("\n");
}

function priceRange({ minUsd, maxUsd, pricesFrom, pricesTo }: HourlySum): string {
  const range = minUsd === maxUsd ? dollars(maxUsd) : `${dollars(minUsd)} to ${dollars(maxUsd)}`;
  const dates = pricesFrom === pricesTo ? pricesTo : `${pricesFrom} to ${pricesTo}`;
  return `${range} per hour at prices of ${dates}`;
}

function sum<T>(items: readonly T[], value: (item: T) => number): number {
  return items.reduce((total, item) => total + value(item), 0);
}
