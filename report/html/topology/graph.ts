import type { FactoryModel, FilesystemNode, LinkNode, PoolNode, SiteNode } from "../../../model";
import { acceleratorsAtMost } from "../../facts/capacity";
import { bandwidth, capacity, count, throughput } from "../../text/units";
import { kindName } from "../../names";
import { nodeRange, range } from "../quantities";

/** What a card stands for; also the column it stands in. */
export type CardKind = "cluster" | "accelerators" | "machines" | "fabric" | "filesystem" | "bucket" | "outside";

export interface Card {
  readonly id: string;
  readonly kind: CardKind;
  /** Small heading: what kind of thing it is. */
  readonly label: string;
  readonly title: string;
  readonly lines: readonly string[];
  /** Frame that it stands in. */
  readonly frame: string;
}

/** A site, or zones of a site. */
export interface Frame {
  readonly id: string;
  readonly title: string;
  readonly parent?: string;
}

export type WireKind = "runs" | "fabric" | "mount" | "data" | "site";

export interface Wire {
  readonly from: string;
  readonly to: string;
  readonly kind: WireKind;
  readonly label?: string;
  /** In words: `h200 mounts scratch`. */
  readonly words: string;
}

export interface Topology {
  readonly frames: readonly Frame[];
  readonly cards: readonly Card[];
  readonly wires: readonly Wire[];
  /** What is in the model and not in the drawing, because it would be too small to read. */
  readonly leftOut: readonly string[];
}

/** More pools than these make the drawing unreadable; the largest are drawn and the tables have them all. */
const mostPoolsDrawn = 16;
const mostStoresDrawn = 12;

/** The drawing's content: cards in frames, and what joins them. */
export function topologyOf(model: FactoryModel): Topology {
  const frames = new Map<string, Frame>();
  for (const site of model.sites) frames.set(site.id, { id: site.id, title: siteTitle(site) });
  const frameOf = (siteId: string, zones: readonly string[]): string => {
    const site = model.sites.find(({ id }) => id === siteId);
    if (site === undefined && !frames.has(siteId)) frames.set(siteId, { id: siteId, title: siteId });
    if (zones.length === 0 || (site?.zones.length ?? 0) < 2) return siteId;
    const title = zones.length === 1 ? `Zone ${zones[0]}` : `Zones ${zones.join(", ")}`;
    const id = `${siteId}/${title}`;
    frames.set(id, { id, title, parent: siteId });
    return id;
  };
  const pools = [...model.pools].sort(byWeight).slice(0, mostPoolsDrawn);
  const filesystems = model.filesystems.slice(0, mostStoresDrawn);
  const buckets = model.buckets.slice(0, mostStoresDrawn);
  const cards: Card[] = [
    ...model.clusters.map((cluster) => ({
      id: `cluster:${cluster.id}`,
      kind: "cluster" as const,
      label: "Cluster",
      title: cluster.id,
      lines: [
        [kindName(cluster.kind), cluster.kubernetesVersion].filter(Boolean).join(" "),
        cluster.kind === "slurm" ? "" : cluster.publicApi ? "public API" : "private API",
      ],
      frame: frameOf(cluster.siteId, []),
    })),
    ...model.pools
      .filter((pool) => pools.includes(pool))
      .map((pool) => poolCard(pool, frameOf(pool.siteId, pool.zones))),
    ...model.fabrics.map((fabric) => ({
      id: `fabric:${fabric.id}`,
      kind: "fabric" as const,
      label: "Fabric",
      title: fabric.id,
      lines: [
        [kindName(fabric.kind), fabric.mtu === undefined ? "" : `MTU ${fabric.mtu}`].filter(Boolean).join(", "),
        ...(fabric.plan?.tiers ?? []).map((tier) => `${tier.name}: ${count(tier.switches)} switches`),
        fabricRate(fabric.id, model),
        fabric.plan === undefined ? "" : `${fabric.plan.oversubscription}:1, ${count(fabric.plan.cables)} cables`,
      ],
      frame: frameOf(fabric.siteId, fabric.zone === undefined ? [] : [fabric.zone]),
    })),
    ...filesystems.map((fs) => filesystemCard(fs, frameOf(fs.siteId, fs.zones))),
    ...buckets.map((bucket) => ({
      id: `bucket:${bucket.id}`,
      kind: "bucket" as const,
      label: "Object storage",
      title: bucket.id,
      lines: [
        kindName(bucket.kind),
        [bucket.versioned ? "versions" : "", bucket.objectLock ? "object lock" : ""].filter(Boolean).join(", "),
      ],
      frame: frameOf(bucket.siteId, []),
    })),
  ].map((card) => ({ ...card, lines: card.lines.filter((line) => line !== "") }));
  const wires = [...ownWires(model), ...linkWires(model, cards, frameOf)];
  const drawn = new Set(cards.map(({ id }) => id));
  return {
    frames: [...frames.values()],
    cards,
    wires: distinct(wires.filter(({ from, to }) => drawn.has(from) && drawn.has(to))),
    leftOut: [
      more(model.pools.length - pools.length, "pool"),
      more(model.filesystems.length - filesystems.length, "filesystem"),
      more(model.buckets.length - buckets.length, "bucket"),
    ].filter((words) => words !== ""),
  };
}

function siteTitle(site: SiteNode): string {
  const { facility } = site;
  const parts = [
    site.kind === "aws" ? `AWS ${site.region ?? site.id}` : site.id,
    site.country,
    facility === undefined ? undefined : `${count(facility.racks)} racks`,
    facility?.itPowerKW === undefined ? undefined : `${count(facility.itPowerKW)} kW`,
    facility?.cooling,
  ];
  return parts.filter((part) => part !== undefined).join(" · ");
}

function byWeight(a: PoolNode, b: PoolNode): number {
  return acceleratorsAtMost(b) - acceleratorsAtMost(a) || b.maxNodes - a.maxNodes || (a.id < b.id ? -1 : 1);
}

function poolCard(pool: PoolNode, frame: string): Card {
  const { accelerator } = pool;
  const accelerators =
    accelerator === undefined
      ? ""
      : `${nodeRange(pool, accelerator.perNode)} × ${accelerator.name.replace(/^NVIDIA /, "")}`;
  return {
    id: `pool:${pool.id}`,
    kind: accelerator === undefined ? "machines" : "accelerators",
    label: accelerator !== undefined ? "Accelerator pool" : pool.role === "system" ? "System pool" : "CPU pool",
    title: pool.id,
    lines: [
      accelerators,
      `${nodeRange(pool)} × ${pool.instanceType ?? pool.system ?? "node"}`,
      kindName(pool.capacity.kind),
    ],
    frame,
  };
}

/** What one node gets from the fabric; the pools may differ. */
function fabricRate(fabricId: string, model: FactoryModel): string {
  const rates = model.pools.flatMap((pool) => (pool.fabricId === fabricId ? (pool.fabricGbpsPerNode ?? []) : []));
  return rates.length === 0 ? "" : `${range(Math.min(...rates), Math.max(...rates), bandwidth)} per node`;
}

function filesystemCard(fs: FilesystemNode, frame: string): Card {
  const size = fs.capacityGiB === undefined ? "grows with use" : capacity(fs.capacityGiB);
  return {
    id: `filesystem:${fs.id}`,
    kind: "filesystem",
    label: "Filesystem",
    title: fs.id,
    lines: [
      kindName(fs.kind),
      fs.readMBps === undefined ? size : `${size}, reads ${throughput(fs.readMBps)}`,
      [fs.rdma ? "RDMA" : "", fs.gpuDirect ? "GPUDirect" : ""].filter(Boolean).join(", "),
    ],
    frame,
  };
}

/** What joins nodes by their own facts. */
function ownWires(model: FactoryModel): readonly Wire[] {
  return [
    ...model.pools.flatMap((pool): Wire[] => [
      {
        from: `cluster:${pool.clusterId}`,
        to: `pool:${pool.id}`,
        kind: "runs",
        words: `cluster ${pool.clusterId} runs pool ${pool.id}`,
      },
      ...(pool.fabricId === undefined
        ? []
        : [
            {
              from: `pool:${pool.id}`,
              to: `fabric:${pool.fabricId}`,
              kind: "fabric" as const,
              words: `pool ${pool.id} is on fabric ${pool.fabricId}`,
            },
          ]),
    ]),
    ...model.filesystems.flatMap((fs) => [
      ...fs.mountedByPoolIds.map((pool) => mount(pool, fs.id)),
      ...fs.linkedBucketIds.map((bucket) => data(fs.id, bucket)),
    ]),
    ...model.buckets.flatMap((bucket) =>
      bucket.replicatesTo.map((target) => ({
        from: `bucket:${bucket.id}`,
        to: `bucket:${target}`,
        kind: "data" as const,
        words: `bucket ${bucket.id} replicates to ${target}`,
      })),
    ),
  ];
}

function mount(pool: string, filesystem: string): Wire {
  const words = `pool ${pool} mounts filesystem ${filesystem}`;
  return { from: `pool:${pool}`, to: `filesystem:${filesystem}`, kind: "mount", words };
}

function data(filesystem: string, bucket: string): Wire {
  const words = `filesystem ${filesystem} shows the objects of bucket ${bucket}`;
  return { from: `filesystem:${filesystem}`, to: `bucket:${bucket}`, kind: "data", words };
}

/** Links of the model. An end that is no node of it becomes a card of its own. */
function linkWires(
  model: FactoryModel,
  cards: Card[],
  frameOf: (siteId: string, zones: readonly string[]) => string,
): readonly Wire[] {
  const end = (id: string): string => {
    const found = ["cluster", "pool", "filesystem", "bucket", "fabric"].find((kind) =>
      cards.some((card) => card.id === `${kind}:${id}`),
    );
    if (found !== undefined) return `${found}:${id}`;
    const network = model.networks.find((candidate) => candidate.id === id);
    const cluster = model.clusters.find(({ siteId, networkId }) => siteId === id || (network && networkId === id));
    if (cluster !== undefined) return `cluster:${cluster.id}`;
    const outside = `outside:${id}`;
    const isSite = model.sites.some((site) => site.id === id);
    const frame = frameOf(isSite ? id : (network?.siteId ?? "elsewhere"), []);
    if (!cards.some((card) => card.id === outside)) {
      cards.push({ id: outside, kind: "outside", label: isSite ? "Site" : "Network", title: id, lines: [], frame });
    }
    return outside;
  };
  return model.links.map((link): Wire => {
    if (link.kind === "mount") return mount(link.from, link.to);
    if (link.kind === "data-repository") return data(link.from, link.to);
    return { from: end(link.from), to: end(link.to), kind: "site", label: linkLabel(link), words: linkWords(link) };
  });
}

function linkLabel(link: LinkNode): string {
  return link.gbps === undefined ? link.kind : `${link.kind}, ${bandwidth(link.gbps)}`;
}

function linkWords(link: LinkNode): string {
  return `${link.from} is joined to ${link.to} by ${linkLabel(link)}`;
}

function distinct(wires: readonly Wire[]): readonly Wire[] {
  return [...new Map(wires.map((wire) => [`${wire.kind} ${wire.from} ${wire.to}`, wire])).values()];
}

function more(left: number, word: string): string {
  return left <= 0 ? "" : `${count(left)} more ${word}${left === 1 ? "" : "s"}`;
}
