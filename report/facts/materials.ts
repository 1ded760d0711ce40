import type { FactoryModel, FilesystemNode, PoolNode } from "../../model";
import { kindName } from "../names";
import { capacity } from "../text/units";
import { plannedNetworks } from "./networks";

/** One line of the bill of materials: what to buy or rent. */
export interface MaterialLine {
  readonly kind: string;
  readonly item: string;
  /** What it is for: the name in the factory. */
  readonly use: string;
  readonly minQuantity: number;
  readonly maxQuantity: number;
}

/** Resources of one type that a stack creates. */
export interface ResourceCount {
  readonly stack: string;
  readonly type: string;
  readonly count: number;
}

/** What the factory is made of, from the model alone. */
export function billOfMaterials(model: FactoryModel): readonly MaterialLine[] {
  const one = { minQuantity: 1, maxQuantity: 1 };
  const many = (quantity: number) => ({ minQuantity: quantity, maxQuantity: quantity });
  return [
    ...model.clusters.map(({ id, kind, kubernetesVersion }) => ({
      kind: "cluster",
      item: [kindName(kind), kubernetesVersion].filter(Boolean).join(" "),
      use: id,
      ...one,
    })),
    ...model.pools.map((pool) => ({
      kind: "machine",
      item: machine(pool),
      use: pool.id,
      minQuantity: pool.minNodes,
      maxQuantity: pool.maxNodes,
    })),
    ...plannedNetworks(model).flatMap(({ name, kind, tiers, cables }) => [
      ...tiers.map((tier) => ({
        kind: "switch",
        item: `${kindName(kind)} ${tier.name}`,
        use: name,
        ...many(tier.switches),
      })),
      { kind: "cable", item: kindName(kind), use: name, ...many(cables) },
    ]),
    ...model.sites.flatMap(({ id, facility }) =>
      facility === undefined
        ? []
        : [
            {
              kind: "rack",
              item: ["rack", facility.cooling].filter(Boolean).join(", "),
              use: id,
              ...many(facility.racks),
            },
          ],
    ),
    ...model.filesystems.map((fs) => ({
      kind: "filesystem",
      item: filesystem(fs),
      use: fs.id,
      ...one,
    })),
    ...model.buckets.map(({ id, kind }) => ({ kind: "bucket", item: kindName(kind), use: id, ...one })),
    ...model.networks.flatMap(({ id, natGateways, privateEndpoints }) => [
      { kind: "network", item: "VPC", use: id, ...one },
      { kind: "network", item: "NAT gateway", use: id, ...many(natGateways) },
      { kind: "network", item: "private endpoint", use: id, ...many(privateEndpoints.length) },
    ]),
    ...model.keys.map(({ id, custody }) => ({ kind: "key", item: `${custody} key`, use: id, ...one })),
  ].filter(({ maxQuantity }) => maxQuantity > 0);
}

function machine({ instanceType, system, accelerator }: PoolNode): string {
  const accelerators = accelerator === undefined ? "" : `${accelerator.perNode} × ${accelerator.name}`;
  return [instanceType ?? system ?? "machine not stated", accelerators].filter(Boolean).join(", ");
}

function filesystem({ kind, deploymentType, capacityGiB }: FilesystemNode): string {
  const size = capacityGiB === undefined ? "" : capacity(capacityGiB);
  return [kindName(kind), deploymentType, size].filter(Boolean).join(", ");
}

/** Resources that Terraform creates, by stack and type; providers and look-ups are not among them. */
export function resourceCounts(model: FactoryModel): readonly ResourceCount[] {
  const nodes = [
    ...[model.sites, model.networks, model.clusters, model.pools, model.fabrics, model.filesystems],
    ...[model.buckets, model.keys, model.services, model.workloads, model.teams, model.links],
  ].flat();
  const counts = new Map<string, { readonly stack: string; readonly type: string; count: number }>();
  const addresses = [...nodes.flatMap((node) => node.addresses), ...(model.otherAddresses ?? [])];
  for (const address of new Set(addresses)) {
    const colon = address.indexOf(":");
    const stack = address.slice(0, colon);
    const [type = ""] = address.slice(colon + 1).split(".");
    if (type === "data" || !type.includes("_")) continue;
    const key = `${stack} ${type}`;
    const before = counts.get(key);
    if (before === undefined) counts.set(key, { stack, type, count: 1 });
    else before.count += 1;
  }
  return [...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row);
}
