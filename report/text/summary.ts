import type { FactoryModel, PoolNode, SubnetFacts } from "../../model";
import { parseCidr, reservedPerSubnet } from "../../planning/addresses";
import { hourlyCost, type HourlySum } from "../cost";
import { textTable } from "./table";
import { bandwidth, capacity, count, dollars, throughput } from "./units";

/** A factory in words and tables: what was built, how large it is, what it costs. */
export function factorySummary(model: FactoryModel): string {
  const sections = [
    heading(model),
    pools(model),
    storage(model),
    network(model),
    keys(model),
    services(model),
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

function pools(model: FactoryModel): string {
  const rows = model.pools.map((pool) => [
    pool.id,
    pool.instanceType ?? pool.system ?? "",
    nodes(pool),
    pool.accelerator ? `${pool.accelerator.perNode} × ${pool.accelerator.name}` : "–",
    pool.capacity.kind,
    pool.zones.join(" "),
    pool.fabricGbpsPerNode ? `${bandwidth(pool.fabricGbpsPerNode)}, ${pool.fabricDevicesPerNode} devices` : "–",
    pool.usdPerNodeHour ? dollars(pool.usdPerNodeHour.usd) : "unknown",
  ]);
  const head = ["pool", "machine", "nodes", "per node", "capacity", "zones", "fabric per node", "$ per node-hour"];
  return `Pools\n${textTable(head, rows)}`;
}

function nodes(pool: PoolNode): string {
  return pool.minNodes === pool.maxNodes ? count(pool.maxNodes) : `${count(pool.minNodes)}–${count(pool.maxNodes)}`;
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
