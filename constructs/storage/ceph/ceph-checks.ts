import ipaddr from "ipaddr.js";
import type { Finding } from "../../../validation/finding";
import { concern, problem } from "../../aws/problem";
import { CephPool } from "./ceph-pool";
import type { RookCephProps } from "./ceph-props";

/** A pool and where in the props it is asked for. */
interface AskedPool {
  readonly at: string;
  readonly pool: CephPool;
  readonly share: number;
}

/** Everything that is wrong with the props of a RookCeph. */
export function checkRookCephProps(props: RookCephProps, path: string): Finding[] {
  const pools = askedPools(props);
  return [
    ...checkNodes(props, path),
    ...checkDisks(props, path),
    ...checkMonitors(props, path),
    ...checkShares(pools, path),
    ...pools.flatMap((asked) => checkPool(asked, props, path)),
    ...checkNetwork(props, path),
    ...checkNames(props, path),
  ];
}

/** How many failure domains the nodes stand in. */
export function failureDomains({ nodes, failureDomain }: Pick<RookCephProps, "nodes" | "failureDomain">): number {
  return new Set(failureDomain === "rack" ? nodes.map(({ rack }) => rack) : nodes.map(({ name }) => name)).size;
}

/** Monitors where the owner gives no number. */
export function monitorsOf({ monitors, nodes }: Pick<RookCephProps, "monitors" | "nodes">): number {
  return monitors ?? (nodes.length >= 5 ? 5 : 3);
}

function askedPools({ filesystem, objectStore, block }: RookCephProps): AskedPool[] {
  const pools: AskedPool[] = [];
  if (filesystem !== undefined) {
    pools.push({ at: "filesystem", pool: CephPool.replicated(filesystem.copies), share: filesystem.share });
  }
  if (objectStore !== undefined) {
    pools.push({ at: "objectStore", pool: objectStore.pool ?? CephPool.replicated(), share: objectStore.share });
  }
  if (block !== undefined) pools.push({ at: "block", pool: CephPool.replicated(block.copies), share: block.share });
  return pools;
}

function checkNodes(props: RookCephProps, path: string): Finding[] {
  const names = props.nodes.map(({ name }) => name);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
  const findings: Finding[] = [];
  if (twice.length > 0) {
    findings.push(
      problem("STO-220-ceph-nodes", `${path}.nodes`, "a storage node is named twice", {
        given: twice,
        allowed: "each node once",
        fix: "remove the repetition",
      }),
    );
  }
  const unplaced = props.nodes.filter(({ rack }) => rack === undefined).map(({ name }) => name);
  if (props.failureDomain === "rack" && unplaced.length > 0) {
    findings.push(
      problem(
        "STO-220-ceph-nodes",
        `${path}.nodes`,
        "racks are the failure domain, but not every node's rack is known",
        {
          given: unplaced,
          allowed: "a 'rack' for each node",
          fix: "name the racks, or take hosts as failure domain",
        },
      ),
    );
  }
  const domains = failureDomains(props);
  if (unplaced.length === 0 || props.failureDomain !== "rack") {
    if (domains < 3) {
      findings.push(
        problem("STO-221-ceph-failure-domains", `${path}.nodes`, "fewer failure domains than Ceph can be safe on", {
          given: `${domains} ${props.failureDomain ?? "host"}(s)`,
          allowed: "at least 3",
          fix: "add storage nodes in other places, or bring an existing store (ExternalObjectStore, NfsFilesystem)",
          sources: ["Rook documentation, CephCluster CRD: mon.count must be odd and at least 3 in production"],
        }),
      );
    }
  }
  return findings;
}

function checkDisks(props: RookCephProps, path: string): Finding[] {
  const findings: Finding[] = [];
  if (!Number.isInteger(props.disksPerNode) || props.disksPerNode < 1 || !(props.diskGiB > 0)) {
    findings.push(
      problem("STO-222-ceph-disks", path, "the storage nodes have no disks", {
        given: { disksPerNode: props.disksPerNode, diskGiB: props.diskGiB },
        allowed: "a whole number of disks above 0, each larger than 0 GiB",
        fix: "state disks of a node and the size of one",
      }),
    );
  }
  if (!isRegularExpression(props.deviceFilter)) {
    findings.push(
      problem("STO-222-ceph-disks", `${path}.deviceFilter`, "not a regular expression of disk names", {
        given: props.deviceFilter,
        allowed: "e.g. ^nvme[1-9]n1$",
        fix: "write an expression that matches Ceph's disks and not the system's",
      }),
    );
  }
  return findings;
}

function isRegularExpression(text: string): boolean {
  try {
    return new RegExp(text).source !== "(?:)";
  } catch {
    return false;
  }
}

function checkMonitors(props: RookCephProps, path: string): Finding[] {
  const monitors = monitorsOf(props);
  if (Number.isInteger(monitors) && monitors >= 3 && monitors % 2 === 1 && monitors <= props.nodes.length) return [];
  return [
    problem("STO-223-ceph-monitors", `${path}.monitors`, "the monitors cannot form a safe majority", {
      given: monitors,
      allowed: `odd, at least 3, at most one on each of the ${props.nodes.length} nodes`,
      fix: "take 3, or 5 from five nodes on",
      sources: ["Ceph documentation, Monitor Config Reference: a majority of an odd number of monitors"],
    }),
  ];
}

function checkShares(pools: readonly AskedPool[], path: string): Finding[] {
  const findings = pools
    .filter(({ share }) => !(share > 0 && share <= 1))
    .map(({ at, share }) =>
      problem("STO-224-ceph-shares", `${path}.${at}.share`, "not a part of the disks", {
        given: share,
        allowed: "above 0, at most 1",
        fix: "state which part of the disks this is meant to fill",
      }),
    );
  const sum = pools.reduce((total, { share }) => total + share, 0);
  if (sum > 1 + 1e-9) {
    findings.push(
      problem("STO-224-ceph-shares", path, "the shares add up to more than the disks", {
        given: Object.fromEntries(pools.map(({ at, share }) => [at, share])),
        allowed: "a sum of at most 1",
        fix: "lower the shares",
      }),
    );
  }
  if (pools.length === 0) {
    findings.push(
      problem("STO-224-ceph-shares", path, "nothing is asked of Ceph", {
        given: "no filesystem, no object store, no block storage",
        allowed: "at least one of them",
        fix: "ask for 'filesystem', 'objectStore' or 'block', or leave Ceph out",
      }),
    );
  }
  return findings;
}

function checkPool({ at, pool }: AskedPool, props: RookCephProps, path: string): Finding[] {
  const counts = pool.kind === "replicated" ? [pool.pieces] : [pool.pieces, pool.codingChunks];
  if (counts.some((count) => !Number.isInteger(count) || count < 1)) {
    return [
      problem("STO-225-ceph-pool", `${path}.${at}`, "no way in which Ceph keeps data", {
        given: `${pool}`,
        allowed: "whole numbers above 0",
        fix: "take CephPool.replicated(3), or CephPool.erasureCoded(4, 2)",
      }),
    ];
  }
  if (pool.tolerated < 2) {
    return [
      problem("STO-225-ceph-pool", `${path}.${at}`, "one more failure while a disk is being mended loses data", {
        given: `${pool}`,
        allowed: "at least 3 copies, or at least 2 coding chunks",
        fix: "take CephPool.replicated(3), or CephPool.erasureCoded(4, 2)",
        sources: ["Ceph documentation, Pools: size 3, min_size 2"],
      }),
    ];
  }
  const domains = failureDomains(props);
  const domain = props.failureDomain ?? "host";
  if (pool.width > domains) {
    return [
      problem(
        "STO-221-ceph-failure-domains",
        `${path}.${at}`,
        "an object has more pieces than there are failure domains",
        {
          given: `${pool} over ${domains} ${domain}(s)`,
          allowed: `at most ${domains} pieces`,
          fix: "take fewer pieces, more nodes, or a smaller failure domain",
        },
      ),
    ];
  }
  if (pool.width < domains || pool.kind === "replicated") return [];
  return [
    concern(
      "STO-226-ceph-spare-domain",
      `${path}.${at}`,
      "after a failure the pieces find no other place to be mended to",
      {
        given: `${pool} over ${domains} ${domain}(s)`,
        allowed: `at least ${pool.width + 1} failure domains`,
        fix: "add a storage node, or take fewer pieces",
      },
    ),
  ];
}

function checkNetwork({ network }: RookCephProps, path: string): Finding[] {
  if (network === undefined) return [];
  return (["publicCidr", "clusterCidr"] as const)
    .filter((name) => network[name] !== undefined && !ipaddr.isValidCIDR(network[name]))
    .map((name) =>
      problem("STO-227-ceph-network", `${path}.network.${name}`, "not a range of addresses", {
        given: network[name],
        allowed: "e.g. 10.40.0.0/16",
        fix: "give the range of the storage nodes' network",
      }),
    );
}

function checkNames({ filesystem, objectStore, block }: RookCephProps, path: string): Finding[] {
  const buckets = (objectStore?.buckets ?? []).map(({ name }, index) => ({
    at: `objectStore.buckets[${index}].name`,
    name,
  }));
  const names = [
    { at: "filesystem.name", name: filesystem?.name },
    { at: "objectStore.name", name: objectStore?.name },
    { at: "block.storageClassName", name: block?.storageClassName },
    ...buckets,
  ];
  const findings = names
    .filter(({ name }) => name !== undefined && !/^[a-z0-9]([a-z0-9-]{1,48}[a-z0-9])$/.test(name))
    .map(({ at, name }) =>
      problem("STO-228-ceph-name", `${path}.${at}`, "not a name that Kubernetes and S3 take", {
        given: name,
        allowed: "3 to 50 lower-case letters, digits and inner hyphens",
        fix: "choose another name",
      }),
    );
  const twice = buckets.filter(({ name }, index) => buckets.findIndex((other) => other.name === name) !== index);
  return [
    ...findings,
    ...twice.map(({ at, name }) =>
      problem("STO-228-ceph-name", `${path}.${at}`, "two buckets have one name", {
        given: name,
        allowed: "each name once",
        fix: "rename one of them",
      }),
    ),
  ];
}
