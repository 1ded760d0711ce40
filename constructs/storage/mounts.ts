import type { Construct } from "constructs";
import { contribute } from "../../model";
import type { INodePool } from "../contracts";
import type { PoolAccess } from "./pool-access";
import { requireEksPool } from "./pool-access";

/** Opens the network from the pool's nodes to a filesystem and records the mount in the model, once. */
export function mount(filesystem: Construct, filesystemName: string, access: PoolAccess, pool: INodePool): void {
  const eksPool = requireEksPool(pool, filesystem.node.path);
  if (access.pools.includes(eksPool)) return;
  access.allowPool(eksPool);
  contribute(filesystem, "links", () => ({
    id: `${pool.poolName}-mounts-${filesystemName}`,
    kind: "mount" as const,
    from: pool.poolName,
    to: filesystemName,
  }));
}
