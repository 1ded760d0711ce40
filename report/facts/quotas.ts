import { findInstanceType } from "../../catalog/aws/instance-types";
import { quota, quotaFor, type Quota } from "../../catalog/aws/quotas";
import type { FactoryModel, FilesystemNode, PoolNode } from "../../model";

/** A quota that the factory uses, and the value that it needs at its largest size. */
export interface QuotaRequest {
  readonly siteId: string;
  readonly quota: Quota;
  /** In the quota's unit. What else runs in the account comes on top. */
  readonly needed: number;
  /** What uses it, in words. */
  readonly usedBy: readonly string[];
  /** Whether the value of a new account is enough; undefined where it is not known. */
  readonly enoughByDefault?: boolean;
}

const codes = {
  nodeGroups: "L-6D54EA21",
  nodesPerGroup: "L-BD136A63",
  elasticAddresses: "L-0263D0A3",
} as const;

const lustreCodes: Readonly<Record<string, string>> = {
  PERSISTENT_2: "L-8F1B9C74",
  PERSISTENT_1: "L-C8640C82",
  SCRATCH: "L-AD2FC696",
};

interface Use {
  readonly code: string;
  readonly siteId: string;
  readonly amount: number;
  readonly words: string;
  /** Limits of one object are not summed. */
  readonly largestOnly?: boolean;
}

/** Quotas of the AWS accounts, by site and code. Capacity blocks count against no instance quota. */
export function quotaRequests(model: FactoryModel): readonly QuotaRequest[] {
  const uses = [
    ...model.pools.flatMap(instances),
    ...model.filesystems.flatMap(lustreCapacity),
    ...nodeGroups(model),
    ...addresses(model),
  ];
  const groups = new Map<string, Use[]>();
  for (const use of uses) {
    const key = `${use.siteId} ${use.code}`;
    groups.set(key, [...(groups.get(key) ?? []), use]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    return first === undefined ? [] : [request(first, group)];
  });
}

function request(first: Use, group: readonly Use[]): QuotaRequest {
  const row = quota(first.code);
  const amounts = group.map(({ amount }) => amount);
  const needed =
    first.largestOnly === true ? Math.max(...amounts) : amounts.reduce((total, amount) => total + amount, 0);
  return {
    siteId: first.siteId,
    quota: row,
    needed,
    usedBy: group.map(({ words }) => words),
    enoughByDefault: row.defaultValue === undefined ? undefined : row.defaultValue >= needed,
  };
}

function instances(pool: PoolNode): readonly Use[] {
  const type = findInstanceType(pool.instanceType ?? "");
  const { kind } = pool.capacity;
  if (type === undefined || pool.vCpus === undefined || kind === "capacity-block" || kind === "owned") return [];
  const row = quotaFor(type, kind === "spot" ? "spot" : "on-demand");
  const words = `${pool.id}: ${pool.maxNodes} × ${type.name}`;
  return row === undefined ? [] : [{ code: row.code, siteId: pool.siteId, amount: pool.maxNodes * pool.vCpus, words }];
}

function lustreCapacity(filesystem: FilesystemNode): readonly Use[] {
  const { kind, deploymentType = "", capacityGiB, id, siteId } = filesystem;
  const code = Object.entries(lustreCodes).find(([prefix]) => deploymentType.startsWith(prefix))?.[1];
  if (kind !== "fsx-lustre" || code === undefined || capacityGiB === undefined) return [];
  return [{ code, siteId, amount: capacityGiB, words: `${id}: ${capacityGiB} GiB` }];
}

function nodeGroups(model: FactoryModel): readonly Use[] {
  return model.clusters
    .filter(({ kind }) => kind === "eks")
    .flatMap(({ id, siteId }) => {
      const groups = model.pools.filter((pool) => pool.clusterId === id && pool.capacity.kind !== "elastic");
      if (groups.length === 0) return [];
      const words = `${id}: ${groups.length} managed node groups`;
      return [
        { code: codes.nodeGroups, siteId, amount: groups.length, words, largestOnly: true },
        ...groups.map((pool) => ({
          code: codes.nodesPerGroup,
          siteId,
          amount: pool.maxNodes,
          words: `${pool.id}: ${pool.maxNodes} nodes`,
          largestOnly: true,
        })),
      ];
    });
}

function addresses(model: FactoryModel): readonly Use[] {
  return model.networks
    .filter(({ natGateways }) => natGateways > 0)
    .map(({ id, siteId, natGateways }) => ({
      code: codes.elasticAddresses,
      siteId,
      amount: natGateways,
      words: `${id}: ${natGateways} NAT gateways`,
    }));
}
