import accelerated from "../data/aws-accelerated-instance-types.json";
import cpu from "../data/aws-cpu-instance-types.json";
import type { Dated } from "../dated";
import { entry, Table, UnknownNameError } from "../lookup";

/** What an instance type's accelerators are, by the software that drives them. */
export type AcceleratorKind = "gpu" | "neuron" | "gaudi" | "fpga" | "media" | "qualcomm";

/** The accelerators inside one instance. */
export interface InstanceAccelerators {
  /** Kind of device: decides driver, device plugin and node image. */
  readonly kind: AcceleratorKind;
  /** `NVIDIA`, `AMD`, `AWS`, `Habana`, `Xilinx`, `Qualcomm`. */
  readonly vendor: string;
  /** Name as the EC2 API prints it: `H200`. */
  readonly name: string;
  /** Devices that a scheduler sees. A fractional GPU (g6f, gr6f) counts 1, although the EC2 API reports 0. */
  readonly count: number;
  /** Memory of one device, or of the slice where the GPU is fractional, in MiB. */
  readonly memoryMiBEach: number;
  /** Share of a physical GPU that the instance gets: 0.125, 0.25 or 0.5. @default - whole devices */
  readonly fraction?: number;
  /** Row of the accelerators table. @default - the accelerator has no row there */
  readonly acceleratorId?: string;
  /** Neuron cores of one device. @default - not a Neuron device */
  readonly neuronCoresEach?: number;
}

/** One network card of an instance type. */
export interface NetworkCard {
  /** Index of the card, from 0. */
  readonly index: number;
  /** Network interfaces that the card carries. @default - unknown */
  readonly maxInterfaces?: number;
  /** Bandwidth that is always there, Gb/s. @default - unknown */
  readonly baselineGbps?: number;
  /** Bandwidth in bursts, Gb/s. @default - unknown */
  readonly peakGbps?: number;
}

/** What an instance type offers of the Elastic Fabric Adapter. */
export interface EfaSupport {
  /** EFA and EFA-only interfaces that the type takes. @default - not published (p6e-gb200, trn2u) */
  readonly maxInterfaces?: number;
  /** Indices of the cards that carry an EFA. Card 0 is missing for p6-b300 and p6e-gb200. */
  readonly cardsWithEfa: readonly number[];
  /** Whether it reads memory of the other side (RDMA read). @default - unknown (g7) */
  readonly rdmaRead?: boolean;
  /** Whether it writes memory of the other side (RDMA write). @default - unknown (g7) */
  readonly rdmaWrite?: boolean;
  /** Documented EFA bandwidth of the instance. @default - undocumented; the sum of the cards is an upper bound */
  readonly gbps?: number;
}

/** Instance store disks. */
export interface LocalNvme {
  /** All disks together, decimal GB. */
  readonly totalGB: number;
  /** Number of disks. @default - unknown */
  readonly count?: number;
  /** Size of one disk, decimal GB. @default - unknown */
  readonly sizeGBEach?: number;
}

/** Way in which EC2 sells an instance type. */
export type UsageClass = "on-demand" | "spot" | "capacity-block";
/** Placement group that an instance type can be in. */
export type PlacementStrategy = "cluster" | "partition" | "spread";
/** Firmware that an instance type starts with. */
export type BootMode = "legacy-bios" | "uefi";
/** Processor architecture, as the EC2 API names it. */
export type Architecture = "x86_64" | "arm64";

/** One EC2 instance type. */
export interface InstanceType extends Dated {
  /** `p5en.48xlarge`. */
  readonly name: string;
  /** `p5en`. */
  readonly family: string;
  /** vCPUs. */
  readonly vCpus: number;
  /** Memory in MiB. */
  readonly memoryMiB: number;
  /** Processor architecture. */
  readonly architecture: Architecture;
  /** Accelerators in it. @default - a CPU type */
  readonly accelerator?: InstanceAccelerators;
  /** Cards in the order of their index. */
  readonly networkCards: readonly NetworkCard[];
  /** Bandwidth of the whole instance, all cards. @default - unknown */
  readonly networkGbps?: number;
  /** Interfaces of the whole instance. */
  readonly maxNetworkInterfaces: number;
  /** IPv4 addresses of one interface. */
  readonly ipv4PerInterface: number;
  /** What it offers of EFA. @default - the type has no EFA */
  readonly efa?: EfaSupport;
  /** Local NVMe disks. @default - no instance store, or unknown (trn2u) */
  readonly localNvme?: LocalNvme;
  /** EBS bandwidth at its peak. @default - unknown */
  readonly ebsMaxMbps?: number;
  /** EBS bandwidth that is always there. @default - unknown */
  readonly ebsBaselineMbps?: number;
  /**
   * How capacity is sold, as the EC2 API lists it. A class is no promise of a price: p5e and trn2 list `on-demand`
   * although no on-demand price is published. @default - unknown
   */
  readonly usageClasses?: readonly UsageClass[];
  /** Placement groups that it can be in. @default - unknown */
  readonly placementStrategies?: readonly PlacementStrategy[];
  /** Firmware that it starts with. @default - unknown */
  readonly bootModes?: readonly BootMode[];
  /** Whether AWS counts it to the current generation. @default - unknown */
  readonly currentGeneration?: boolean;
  /** Whether it runs without a hypervisor. */
  readonly bareMetal: boolean;
  /** Generation of the Nitro card. @default - unknown */
  readonly nitroVersion?: number;
  /** Pods per node that the VPC CNI allows without prefix delegation. @default - unknown */
  readonly eksMaxPods?: number;
  /** Availability-zone ids by region. Regions that the offering data does not cover are absent: see `offering`. */
  readonly offeredIn: Readonly<Record<string, readonly string[]>>;
  /** Regions and Local Zones outside the offering data for which an on-demand price exists: weak evidence. */
  readonly additionalRegionsWithPrice: readonly string[];
  /** Regions for which AWS announced the type, outside the offering data. */
  readonly additionalRegionsAnnounced: readonly string[];
  /** Remarks a user should see. */
  readonly notes: readonly string[];
  /** Sources of single fields that differ from the row's. */
  readonly fieldSources: Readonly<Record<string, string>>;
}

/** An instance type that AWS names, but whose size no source gives. */
export interface UndescribedInstanceType extends Dated {
  /** Name of the type, as the EC2 API writes it. */
  readonly name: string;
  /** Family that it is of. */
  readonly family: string;
  /** Why nothing more is known. */
  readonly reason: string;
}

interface CardRange {
  readonly first: number;
  readonly last: number;
  readonly maxInterfaces?: number;
  readonly baselineGbps?: number;
  readonly peakGbps?: number;
}
interface StoredType extends Omit<InstanceType, keyof Dated | "networkCards" | "offeredIn" | "fieldSources"> {
  /** `<region> <zone id> <zone id> …` each; or the name of an earlier row of the table with the same list. */
  readonly offeredIn: readonly string[] | string;
  readonly networkCards: readonly CardRange[];
  readonly source: string;
  readonly fieldSources?: Readonly<Record<string, string>>;
}
interface StoredTable {
  readonly sources: Readonly<Record<string, Dated>>;
  readonly regionsCovered: readonly string[];
  readonly undescribed?: readonly UndescribedInstanceType[];
  readonly rows: readonly StoredType[];
}

// The cast keeps the compiler from carrying the inferred type of the whole file.
const tables = [accelerated, cpu] as unknown as readonly StoredTable[];
const covered = new Set(tables.flatMap((table) => table.regionsCovered));
const undescribed = tables.flatMap((table) => table.undescribed ?? []);
const types = new Table(
  "instance type",
  tables.flatMap((table) => table.rows.map((row) => ({ name: row.name, type: once(() => inflate(row, table)) }))),
  ({ name }) => name,
);

const all = once(() => types.rows.map(({ type }) => type()));

/** A program asks for few of the types: each is made when it is first asked for. */
function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

/** Where a row is offered: its own list, or that of the row it names. */
function offeringLines({ name, offeredIn }: StoredType, { rows }: StoredTable): readonly string[] {
  if (typeof offeredIn !== "string") return offeredIn;
  const named = rows.find((row) => row.name === offeredIn)?.offeredIn;
  if (named === undefined || typeof named === "string") throw new Error(`${name}: no offerings under '${offeredIn}'`);
  return named;
}

function inflate(row: StoredType, table: StoredTable): InstanceType {
  const { networkCards, source, fieldSources = {}, ...rest } = row;
  const named = (key: string): Dated => table.sources[key] ?? { source: key, asOf: "" };
  return {
    ...rest,
    networkCards: networkCards.flatMap(({ first, last, ...card }) =>
      Array.from({ length: last - first + 1 }, (_, offset) => ({ index: first + offset, ...card })),
    ),
    offeredIn: Object.fromEntries(
      offeringLines(row, table).map((line) => {
        const [region = "", ...zoneIds] = line.split(" ");
        return [region, zoneIds];
      }),
    ),
    ...named(source),
    fieldSources: Object.fromEntries(Object.entries(fieldSources).map(([field, key]) => [field, named(key).source])),
  };
}

/** Every instance type the catalogue describes, accelerated ones first. */
export function instanceTypes(): readonly InstanceType[] {
  return all();
}

/** Types that AWS names without a published size (p6e-gb300) or that are withdrawn (f1): they cannot be used. */
export function undescribedInstanceTypes(): readonly UndescribedInstanceType[] {
  return undescribed;
}

/** The instance type of that name, or undefined. */
export function findInstanceType(name: string): InstanceType | undefined {
  return types.find(name)?.type();
}

/**
 * The instance type of that name.
 *
 * @throws UnknownNameError with the names that look like it, or with the reason why a known name has no data
 */
export function instanceType(name: string): InstanceType {
  const known = undescribed.find((row) => row.name === name);
  if (known !== undefined) throw new UnknownNameError("instance type", name, [], known.reason);
  return types.get(name).type();
}

/** Whether a type is sold in a region; `unknown` where the offering data does not cover the region. */
export type Offering = "offered" | "not-offered" | "unknown";

/**
 * Whether EC2 offers the type in the region. A price or an announcement outside the offering data is not counted as
 * an offering: the answer there is `unknown`.
 *
 * @throws UnknownNameError where the type is unknown
 */
export function offering(type: string | InstanceType, region: string): Offering {
  const row = typeof type === "string" ? instanceType(type) : type;
  if (entry(row.offeredIn, region) !== undefined) return "offered";
  // A type without any offering row was not in the data at all: nothing can be said about it.
  if (!covered.has(region) || Object.keys(row.offeredIn).length === 0) return "unknown";
  return "not-offered";
}

/**
 * Ids of the availability zones of the region that offer the type, in alphabetical order; empty where it is not
 * offered or where nothing is known (`offering` tells which).
 */
export function offeredZoneIds(type: string | InstanceType, region: string): readonly string[] {
  const row = typeof type === "string" ? instanceType(type) : type;
  return entry(row.offeredIn, region) ?? [];
}

/** Regions that offer the type according to the offering data, in alphabetical order. */
export function regionsOffering(type: string | InstanceType): readonly string[] {
  const row = typeof type === "string" ? instanceType(type) : type;
  return Object.keys(row.offeredIn);
}
