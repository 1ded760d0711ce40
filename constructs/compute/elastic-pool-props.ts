import { instanceType, type NodeOs } from "../../catalog";
import { Token } from "../../core/cdktf";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { ICustomerKey, IEksCluster, Taint } from "../contracts";
import { Capacity } from "./capacity";
import { checkTypeInPool, knownType, settingChecks } from "./checks";
import type { NodePrice, PoolFacts, RootVolume } from "./pool-props";

/** How Karpenter may buy a node. */
export type ElasticMarket = "on-demand" | "spot";

export interface EksElasticNodePoolProps {
  /** Cluster that the nodes join. */
  readonly cluster: IEksCluster;
  /** Unique within the cluster, a DNS label; name of the NodePool and value of the `ai-factory/pool` label. */
  readonly poolName: string;
  /** Types to choose among: one accelerator (or none), one architecture. Karpenter takes the cheapest that fits. */
  readonly instanceTypes: readonly string[];
  /** Nodes at most; without pods there are none. */
  readonly maxNodes: number;
  /** With both, Karpenter takes spot while there is some. @default ["on-demand"] */
  readonly markets?: readonly ElasticMarket[];
  /** Zones by name. @default - every zone in which the VPC has a node subnet */
  readonly zones?: readonly string[];
  /** Operating system of the EKS image. @default "al2023" */
  readonly operatingSystem?: NodeOs;
  /**
   * Version of the EKS image, e.g. `v20260915` (Amazon Linux) or `v1.50.0` (Bottlerocket). With `latest`, nodes are
   * replaced whenever AWS publishes an image.
   * @default "latest"
   */
  readonly imageVersion?: string;
  /** Disk of operating system and, without local disks, of container images. @default - see `RootVolume` */
  readonly rootVolume?: RootVolume;
  /** Key that encrypts the nodes' disks. @default - the key that AWS manages (`aws/ebs`); disks are always encrypted */
  readonly volumeKey?: ICustomerKey;
  /** One RAID 0 of the instance store disks for images, containers and `emptyDir`. @default true where there are some */
  readonly localScratch?: boolean;
  /** Labels of the nodes beside the pool's own. @default - the pool's own labels only */
  readonly labels?: Readonly<Record<string, string>>;
  /**
   * Taints of the nodes; they replace the default as a whole.
   * @default - for accelerated types, one that keeps pods away which ask for no accelerator
   */
  readonly taints?: readonly Taint[];
  /** Hops that an answer of the metadata service may take: with 1, pods cannot reach it. @default 1 */
  readonly metadataHopLimit?: 1 | 2;
  /** EC2 metrics every minute instead of every five. @default false */
  readonly detailedMonitoring?: boolean;
  /** Minutes that a node stays empty or underused before it goes. @default 10 */
  readonly consolidateAfterMinutes?: number;
  /** Hours after which a node is replaced, so that none grows old. @default 720 */
  readonly expireAfterHours?: number;
  /**
   * What a node costs by the hour under your own contract.
   * @default - the dated on-demand list price of the first type
   */
  readonly usdPerNodeHour?: NodePrice;
}

/** What a check needs of the props: the construct's own props fit, and so does plain data before anything is built. */
export type ElasticPoolFacts = Omit<EksElasticNodePoolProps, "cluster"> & Pick<PoolFacts, "cluster">;

/** Everything that is wrong with the props of an EksElasticNodePool. */
export function checkEksElasticNodePoolProps(props: ElasticPoolFacts, path: string): Finding[] {
  const markets = props.markets ?? ["on-demand"];
  const facts = markets.map((market) => poolFactsOf(props, market));
  const [first] = facts;
  return [
    ...checkMarkets(markets, path),
    ...checkOneAccelerator(props, path),
    ...checkDurations(props, path),
    ...(first === undefined ? [] : settingChecks.flatMap((check) => check(first, path))),
    ...props.instanceTypes.flatMap((name, index) =>
      withoutRepetition(facts.flatMap((each) => checkTypeInPool(name, each, path, `${path}.instanceTypes[${index}]`))),
    ),
  ];
}

/** The same settings as a managed pool's, so that the same checks judge them. */
function poolFactsOf(props: ElasticPoolFacts, market: ElasticMarket): PoolFacts {
  const size = { minNodes: 0, maxNodes: props.maxNodes };
  return { ...props, capacity: market === "spot" ? Capacity.spot(size) : Capacity.onDemand(size) };
}

function checkMarkets(markets: readonly ElasticMarket[], path: string): Finding[] {
  if (markets.length > 0) return [];
  return [
    problem("CAP-058-elastic-markets", `${path}.markets`, "the pool may buy nodes in no way", {
      given: markets,
      allowed: ["on-demand", "spot"],
      fix: "name at least one, or leave markets out",
    }),
  ];
}

/** A pod asks for one kind of device, and an image fits one architecture. */
function checkOneAccelerator({ instanceTypes }: ElasticPoolFacts, path: string): Finding[] {
  const at = `${path}.instanceTypes`;
  if (instanceTypes.length === 0) {
    return [
      problem("ACC-058-instance-type-list", at, "the pool has no instance type", {
        given: 0,
        allowed: "1 or more",
        fix: "name at least one type, e.g. g6e.2xlarge",
      }),
    ];
  }
  const types = instanceTypes.flatMap((name) => (knownType(name) === undefined ? [] : [instanceType(name)]));
  const kinds = types.map((type) => `${type.architecture}, ${type.accelerator?.name ?? "no accelerator"}`);
  if (new Set(kinds).size <= 1) return [];
  return [
    problem("ACC-059-one-accelerator", at, "the types differ in architecture or accelerator", {
      given: types.map((type, index) => `${type.name} (${kinds[index]})`),
      allowed: "types of one architecture with the same accelerator",
      fix: "make one pool for each kind",
    }),
  ];
}

function checkDurations(props: ElasticPoolFacts, path: string): Finding[] {
  const { consolidateAfterMinutes, expireAfterHours } = props;
  return Object.entries({ consolidateAfterMinutes, expireAfterHours })
    .filter(([, value]) => value !== undefined && !Token.isUnresolved(value) && (!Number.isInteger(value) || value < 1))
    .map(([name, value]) =>
      problem("OPS-058-elastic-durations", `${path}.${name}`, `${name} is not a whole number of 1 or more`, {
        given: value,
        allowed: "a whole number, 1 or more",
        fix: `correct ${name}, or leave it out`,
      }),
    );
}

/** What two markets find wrong with one type is one problem. */
function withoutRepetition(findings: readonly Finding[]): Finding[] {
  const key = ({ rule, path, message }: Finding) => `${rule} ${path} ${message}`;
  return [...new Map(findings.map((finding) => [key(finding), finding])).values()];
}
