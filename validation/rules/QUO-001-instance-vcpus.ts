import { findInstanceType, type InstanceType } from "../../catalog/aws/instance-types";
import { quota, quotaFor, type Market } from "../../catalog/aws/quotas";
import type { KubernetesObject } from "../../documents/types";
import { isObject, type Value } from "../../documents/value";
import type { PoolNode, SiteNode } from "../../model/types";
import { judgeQuota, type QuotaNeed } from "../account-quotas";
import { unknown, type Outcome, type Rule, type Subject } from "../rule";

export const instanceVcpus: Rule = {
  id: "QUO-001-instance-vcpus",
  family: "QUO",
  title: "the account may run the vCPUs that all pools of a region ask for together",
  severity: "error",
  reads: "model",
  cause:
    "EC2 limits running instances by vCPUs, for each family of types, for each way of buying, in each region. A new " +
    "account has none for P instances: the first node fails with VcpuLimitExceeded, and a raise takes days.",
  mend: "request the quota before the factory is built, or state what the account has as accountLimits",
  sources: [
    `${quota("L-417A185B").source} (${quota("L-417A185B").asOf})`,
    "Amazon EC2 User Guide, ec2-on-demand-instances.md: limits count vCPUs; capacity blocks count against none",
  ],
  unknownMeans:
    "The account's limit is not stated, or the catalogue knows no quota for the type; the finding says what to request.",
  example: {
    fails: 'accountLimits { "L-417A185B": 768 } and 8 on-demand p5.48xlarge, which are 1,536 vCPUs',
    passes: 'accountLimits { "L-417A185B": 1536 }, or the same nodes in a capacity block',
  },
  *check(subject) {
    const { sites = [], pools = [] } = subject.model ?? {};
    for (const site of sites.filter(({ kind }) => kind === "aws")) {
      const own = pools.filter(({ siteId }) => siteId === site.id);
      yield* judgeSite(
        site,
        own.flatMap((pool) => demandsOf(pool, subject)),
      );
    }
  },
};

/** vCPUs that a pool can take in one market. */
interface Demand {
  readonly pool: PoolNode;
  readonly type: InstanceType;
  readonly market: Market;
}

/** A need that is being added up. */
interface Sum extends QuotaNeed {
  needed: number;
  readonly parts: string[];
}

function* judgeSite(site: SiteNode, demands: readonly Demand[]): Iterable<Outcome> {
  const needs = new Map<string, Sum>();
  for (const { pool, type, market } of demands) {
    if (market === "capacity-block") continue;
    const code = quotaFor(type, market)?.code;
    if (code === undefined) {
      const message = `the catalogue knows no quota for ${type.name} as ${market}`;
      yield unknown({ path: pool.path }, { message, given: `${pool.maxNodes} × ${type.vCpus} vCPUs` });
      continue;
    }
    const need = needs.get(code) ?? { code, needed: 0, parts: [] };
    need.needed += pool.maxNodes * type.vCpus;
    need.parts.push(`${pool.id}: ${pool.maxNodes} × ${type.vCpus} vCPUs (${type.name})`);
    needs.set(code, need);
  }
  for (const need of needs.values()) yield judgeQuota(site, need);
}

const markets: Partial<Record<PoolNode["capacity"]["kind"], Market>> = {
  "on-demand": "on-demand",
  // A reservation is filled by on-demand instances, which count.
  reservation: "on-demand",
  spot: "spot",
  "capacity-block": "capacity-block",
};

function demandsOf(pool: PoolNode, subject: Subject): readonly Demand[] {
  const { instanceType, capacity } = pool;
  const type = instanceType === undefined ? undefined : findInstanceType(instanceType);
  if (type === undefined || pool.maxNodes === 0) return [];
  if (capacity.kind !== "elastic") {
    const market = markets[capacity.kind];
    return market === undefined ? [] : [{ pool, type: largestOf(type, groupTypesOf(pool, subject)), market }];
  }
  // Karpenter chooses among types and markets: each market may have to carry all nodes, of the largest type.
  const nodePool = subject.documents?.kubernetesObjects("NodePool").find(({ name }) => name === pool.id);
  const largest = largestOf(type, valuesOf(nodePool, "node.kubernetes.io/instance-type"));
  const sold = valuesOf(nodePool, "karpenter.sh/capacity-type").filter(
    (each) => each === "spot" || each === "on-demand",
  );
  const distinct = [...new Set<Market>(sold.length === 0 ? ["on-demand"] : sold)];
  return distinct.map((market) => ({ pool, type: largest, market }));
}

/** The type with the most vCPUs: nothing says how many nodes will be of which. */
function largestOf(type: InstanceType, names: readonly string[]): InstanceType {
  const types = names.map((name) => findInstanceType(name)).filter((row) => row !== undefined);
  return types.reduce((most, each) => (each.vCpus > most.vCpus ? each : most), type);
}

/** Types that the pool's node group may launch, where it names several. */
function groupTypesOf({ addresses }: PoolNode, { documents }: Subject): readonly string[] {
  const groups = addresses.filter((entry) => entry.includes(":aws_eks_node_group."));
  return groups.flatMap((entry) => {
    const [stack, address = ""] = entry.split(/:(.*)/s);
    const types = documents?.find(address, stack)?.list("instance_types") ?? [];
    return types.filter((name) => typeof name === "string");
  });
}

/** Values that a Karpenter NodePool allows for a label. */
function valuesOf(nodePool: KubernetesObject | undefined, key: string): readonly string[] {
  const requirements = dig(nodePool?.object, "spec", "template", "spec", "requirements");
  const list = Array.isArray(requirements) ? (requirements as readonly Value[]) : [];
  const found = list.find((entry) => isObject(entry) && entry["key"] === key && entry["operator"] === "In");
  const values = isObject(found) && Array.isArray(found["values"]) ? (found["values"] as readonly Value[]) : [];
  return values.filter((value) => typeof value === "string");
}

function dig(value: Value | undefined, ...keys: readonly string[]): Value | undefined {
  return keys.reduce<Value | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), value);
}
