import { lustreRules } from "../../catalog/aws/fsx-lustre";
import type { Finding } from "../../validation/finding";
import type { LustreDeployment } from "./lustre-deployment";
import { planLustre } from "./lustre-plan";
import type { LustreFacts } from "./lustre-props";
import { concern, problem } from "../aws/problem";
import { isKnown } from "./findings";

/** Everything that is wrong with, or worth knowing of, the props of a LustreFilesystem. */
export function checkLustreFilesystemProps(props: LustreFacts, path: string): Finding[] {
  return [
    ...planLustre(props, path).findings,
    ...checkName(props, path),
    ...checkZone(props, path),
    ...checkFabricVpc(props, path),
    ...checkMetadataIops(props, path),
    ...checkScratchKey(props, path),
    ...checkMaintenance(props, path),
    ...checkBackups(props, path),
  ];
}

/** The name becomes a construct's id, a volume's and a claim's name. */
function checkName({ filesystemName }: LustreFacts, path: string): Finding[] {
  if (filesystemName === undefined || !isKnown(filesystemName)) return [];
  if (/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(filesystemName)) return [];
  return [
    problem("STO-108-filesystem-name", `${path}.filesystemName`, "not a usable name for a filesystem", {
      given: filesystemName,
      allowed: "lower-case letters, digits and '-', at most 63 characters, neither end a '-'",
      fix: "choose a DNS label, for example 'scratch'",
    }),
  ];
}

function checkZone(props: LustreFacts, path: string): Finding[] {
  const zone = lustreZone(props);
  const zones = props.vpc.nodeSubnets.map((subnet) => subnet.zone);
  if (zones.length === 0) {
    return [
      problem("STO-101-lustre-zone", `${path}.vpc`, "the VPC has no node subnet to put the filesystem into", {
        given: zones,
        fix: "name the private subnets of the VPC",
      }),
    ];
  }
  const findings: Finding[] = [];
  if (isKnown(zone) && zones.every(isKnown) && !zones.includes(zone)) {
    findings.push(
      problem("STO-101-lustre-zone", `${path}.zone`, `the VPC has no node subnet in zone '${zone}'`, {
        given: zone,
        allowed: zones,
        fix: "take a zone of the VPC's node subnets",
      }),
    );
  }
  if (props.fabric !== undefined && props.zone !== undefined && props.zone !== props.fabric.zone) {
    findings.push(
      problem("STO-102-lustre-fabric-zone", `${path}.zone`, "the filesystem is not in its fabric's zone", {
        given: props.zone,
        allowed: props.fabric.zone,
        fix: "leave `zone` out: EFA clients and their filesystem share one zone",
      }),
    );
  }
  return findings;
}

function checkFabricVpc({ vpc, fabric }: LustreFacts, path: string): Finding[] {
  if (fabric === undefined || fabric.vpc.vpcName === vpc.vpcName) return [];
  return [
    problem("STO-103-lustre-fabric-vpc", `${path}.fabric`, "the fabric is in another VPC than the filesystem", {
      given: fabric.vpc.vpcName,
      allowed: vpc.vpcName,
      fix: "give the filesystem its fabric's VPC: EFA does not cross VPCs",
    }),
  ];
}

function checkMetadataIops(props: LustreFacts, path: string): Finding[] {
  const { metadataIops } = props;
  if (!isKnown(metadataIops)) return [];
  const { deployment } = planLustre(props, path);
  if (!deployment.configuresMetadata) {
    return [
      problem(
        "STO-104-lustre-metadata-iops",
        `${path}.metadataIops`,
        `${deployment} has no provisioned metadata IOPS`,
        {
          given: metadataIops,
          allowed: "PERSISTENT_2 only",
          fix: "leave metadataIops out, or take LustreDeployment.persistent2",
        },
      ),
    ];
  }
  const rules = lustreRules();
  const tiered = deployment.storageType === "INTELLIGENT_TIERING";
  const allowed = tiered ? rules.metadataIopsIntelligentTiering : rules.metadataIopsSsd;
  if (allowed.includes(metadataIops)) return [];
  return [
    problem("STO-104-lustre-metadata-iops", `${path}.metadataIops`, "no metadata IOPS that FSx sells", {
      given: metadataIops,
      allowed,
      fix: `take ${allowed.find((iops) => iops >= metadataIops) ?? allowed.at(-1)}`,
    }),
  ];
}

function checkScratchKey(props: LustreFacts, path: string): Finding[] {
  const { deployment } = planLustre(props, path);
  if (props.key === undefined || deployment.persistent) return [];
  return [
    problem("STO-105-lustre-scratch-key", `${path}.key`, `${deployment} takes no customer key`, {
      given: props.key.keyName,
      allowed: "persistent deployments",
      fix: "leave `key` out, or take a persistent deployment",
    }),
  ];
}

function checkMaintenance({ weeklyMaintenanceStart }: LustreFacts, path: string): Finding[] {
  if (!isKnown(weeklyMaintenanceStart) || /^[1-7]:([01]\d|2[0-3]):[0-5]\d$/.test(weeklyMaintenanceStart)) return [];
  return [
    problem("STO-106-lustre-maintenance", `${path}.weeklyMaintenanceStart`, "not the start of a weekly window", {
      given: weeklyMaintenanceStart,
      allowed: "d:HH:MM in UTC, Monday = 1 to Sunday = 7",
      fix: 'for example "7:03:00"',
    }),
  ];
}

function checkBackups(props: LustreFacts, path: string): Finding[] {
  const { backupRetentionDays: days } = props;
  if (!isKnown(days)) return [];
  const at = `${path}.backupRetentionDays`;
  if (!Number.isInteger(days) || days < 0 || days > 90) {
    return [
      problem("STO-107-lustre-backups", at, "not a retention of backups", {
        given: days,
        allowed: "whole days, 0 to 90",
        fix: "0 turns backups off",
      }),
    ];
  }
  const { deployment } = planLustre(props, path);
  if (days === 0 || deployment.persistent) return [];
  return [
    problem("STO-107-lustre-backups", at, `FSx takes no backups of ${deployment.deploymentType}`, {
      given: days,
      allowed: 0,
      fix: "leave backupRetentionDays out, or take a persistent deployment",
    }),
  ];
}

/** What the links of a filesystem forbid; `path` is the filesystem's. */
export function checkLustreLink(
  props: Pick<LustreFacts, "backupRetentionDays" | "finalBackup">,
  deployment: LustreDeployment | undefined,
  link: { readonly path: string },
  existing: readonly { readonly path: string }[],
  path: string,
): Finding[] {
  const findings: Finding[] = [];
  const { maxDataRepositoryAssociations: limit } = lustreRules();
  if (deployment?.storageType === "INTELLIGENT_TIERING" || deployment?.deploymentType === "SCRATCH_1") {
    findings.push(
      problem("STO-110-lustre-link-deployment", path, `${deployment} takes no links to buckets`, {
        given: deployment.toString(),
        allowed: "PERSISTENT_2 SSD, PERSISTENT_1, SCRATCH_2",
        fix: "take LustreDeployment.persistent2",
      }),
    );
  }
  if (existing.length >= limit) {
    findings.push(
      problem("STO-111-lustre-link-count", path, `a filesystem has at most ${limit} links to buckets`, {
        given: existing.length + 1,
        allowed: limit,
        fix: "link a common prefix instead of several",
      }),
    );
  }
  if (!/^\/([^/\s]+(\/[^/\s]+)*)?$/.test(link.path)) {
    findings.push(
      problem("STO-112-lustre-link-path", path, "not a directory of the filesystem", {
        given: link.path,
        allowed: "an absolute path without a slash at its end",
        fix: 'for example "/datasets"',
      }),
    );
  }
  const clash = existing.find((other) => overlaps(other.path, link.path));
  if (clash !== undefined) {
    findings.push(
      problem("STO-113-lustre-link-overlap", path, "two links share a directory", {
        given: [clash.path, link.path],
        allowed: 'directories that do not contain each other; "/" only as the single link',
        fix: "link sibling directories",
      }),
    );
  }
  if ((isKnown(props.backupRetentionDays) && props.backupRetentionDays > 0) || props.finalBackup === true) {
    findings.push(
      problem("STO-114-lustre-link-backups", path, "FSx takes no backups of a filesystem that is linked to a bucket", {
        given: { backupRetentionDays: props.backupRetentionDays, finalBackup: props.finalBackup },
        allowed: { backupRetentionDays: 0, finalBackup: false },
        fix: "leave both out: the bucket holds the data",
      }),
    );
  }
  return findings;
}

function overlaps(a: string, b: string): boolean {
  const withSlash = (path: string) => (path.endsWith("/") ? path : `${path}/`);
  return withSlash(a).startsWith(withSlash(b)) || withSlash(b).startsWith(withSlash(a));
}

/** A pool that mounts the filesystem from another zone, or has EFA that the filesystem cannot use. */
export function checkLustreMount(
  filesystem: { readonly zone: string; readonly efa: boolean },
  pool: { readonly zones: readonly string[]; readonly families: readonly string[]; readonly hasEfa: boolean },
  path: string,
): Finding[] {
  const findings: Finding[] = [];
  const elsewhere = pool.zones.filter((zone) => isKnown(zone) && isKnown(filesystem.zone) && zone !== filesystem.zone);
  if (elsewhere.length > 0) {
    findings.push(
      concern("STO-115-lustre-mount-zone", path, "nodes mount the filesystem from another zone", {
        given: elsewhere,
        allowed: filesystem.zone,
        fix: "put the pool into the filesystem's zone: other zones pay for every byte, wait longer and have no EFA",
      }),
    );
  }
  const excluded = pool.families.filter((family) => lustreRules().efaClientExclusions.includes(family));
  if (filesystem.efa && pool.hasEfa && excluded.length > 0) {
    findings.push(
      concern("STO-116-lustre-efa-client", path, "instances that FSx does not serve over EFA mount over TCP", {
        given: excluded,
        allowed: `EFA instances other than ${lustreRules().efaClientExclusions.join(", ")}`,
        fix: "count on 100 Gbps per client at most",
      }),
    );
  }
  return findings;
}

/** More EFA clients than a filesystem serves. `pools` are all that mount it. */
export function checkLustreEfaClients(
  pools: readonly { readonly poolName: string; readonly maxNodes: number }[],
  path: string,
): Finding[] {
  const { maxEfaConnections: limit } = lustreRules();
  const nodes = pools.reduce((sum, pool) => sum + (isKnown(pool.maxNodes) ? pool.maxNodes : 0), 0);
  if (nodes <= limit) return [];
  return [
    concern("STO-117-lustre-efa-clients", path, "more nodes can mount the filesystem over EFA than it serves", {
      given: `${nodes} nodes of ${pools.map((pool) => pool.poolName).join(", ")}`,
      allowed: limit,
      fix: "spread the pools over several filesystems, or let the fewest in",
    }),
  ];
}

/** Zone that the filesystem stands in; undefined only where the VPC has no subnet. */
export function lustreZone({ zone, fabric, vpc }: LustreFacts): string | undefined {
  return zone ?? fabric?.zone ?? vpc.nodeSubnets[0]?.zone;
}
