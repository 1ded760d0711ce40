import { lustreRules } from "../../catalog/aws/fsx-lustre";
import type { Documents, Resource } from "../../documents/types";
import type { FactoryModel, FilesystemNode, PoolNode } from "../../model/types";
import { subnetsOf } from "../launches";
import { emittedBy, poolsMounting, textOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";
import { allows, groupKeysAt, trafficRules, type TrafficRule } from "../security-rules";

/** TCP ports that clients of a kind of filesystem need, and who opens connections. */
interface Ports {
  readonly ranges: readonly { readonly from: number; readonly to: number }[];
  /** Whether the filesystem's servers connect back to the clients. */
  readonly both: boolean;
}

const nfs: Ports = { ranges: [{ from: 2049, to: 2049 }], both: false };
const portsOf: Readonly<Record<string, Ports>> = {
  aws_fsx_lustre_file_system: { ranges: lustreRules().ports, both: true },
  aws_efs_mount_target: nfs,
  aws_fsx_openzfs_file_system: {
    ranges: [
      { from: 111, to: 111 },
      { from: 2049, to: 2049 },
      { from: 20001, to: 20003 },
    ],
    both: false,
  },
};

/** One side of a mount: its security groups, and the address ranges it stands in. */
interface Side {
  readonly groups: readonly string[];
  readonly cidrs: readonly string[];
  readonly complete: boolean;
}

export const filesystemReachability: Rule = {
  id: "STO-003-filesystem-reachability",
  family: "STO",
  title: "every pool that mounts a filesystem can reach it through the security groups",
  severity: "error",
  reads: "both",
  cause:
    "Lustre needs TCP 988 and 1018 to 1023 in both directions, NFS 2049. Where a group lacks one, the mount hangs for " +
    "minutes and times out; where only the way back is missing, it mounts and later stalls when a lock is recalled. Pods " +
    "stay in ContainerCreating, and nothing names the port.",
  mend: "mount the pool with the construct's mount(), or add the rules from and to the pool's group for these ports",
  sources: [
    "FSx for Lustre User Guide, file system access control with Amazon VPC: ports 988 and 1018-1023, in and out",
    "AWS ParallelCluster, ExistingFsxNetworkingValidator: the missing ports are listed",
    "Amazon EFS User Guide, VPC security groups: TCP 2049",
  ],
  unknownMeans: "A security group is not known yet or is not among the documents; the account decides.",
  example: {
    fails: "a pool that mounts Lustre with only TCP 988 open",
    passes: "TCP 988 and 1018 to 1023 open between the pool's group and the filesystem's, both ways",
  },
  *check({ model, documents }) {
    if (!model || !documents) return;
    const rules = trafficRules(documents);
    for (const filesystem of model.filesystems) {
      const ends = emittedBy(filesystem, documents, ...Object.keys(portsOf));
      const servers = new Map(ends.map(serverOf).map((server) => [server.groups.join(), server]));
      for (const pool of poolsMounting(filesystem, model)) {
        for (const server of servers.values()) yield* judge(pool, filesystem, server, rules, documents);
      }
    }
  },
};

/** The filesystem's side. */
interface Server extends Side {
  readonly end: Resource;
}

function serverOf(end: Resource): Server {
  const isTarget = end.type === "aws_efs_mount_target";
  const groups = groupKeysAt(end, isTarget ? "security_groups" : "security_group_ids");
  const subnets = end.targets(isTarget ? "subnet_id" : "subnet_ids");
  return { end, groups: groups.keys, cidrs: rangesOf(subnets), complete: groups.complete };
}

function* judge(
  pool: PoolNode,
  filesystem: FilesystemNode,
  server: Server,
  rules: readonly TrafficRule[],
  documents: Documents,
): Iterable<Outcome> {
  const ports = portsOf[server.end.type];
  const client = clientOf(pool, documents);
  // Elastic pools are launched by a controller: their groups are not in the documents.
  if (ports === undefined || client === undefined) return;
  const about = resourceAbout(server.end);
  const what = `pool '${pool.id}' and filesystem '${filesystem.id}'`;
  if (!client.complete || !server.complete || server.groups.length === 0) {
    yield unknown(about, { message: `the security groups between ${what} are not known yet` });
    return;
  }
  const there = closed(rules, client, server, ports);
  const back = ports.both ? closed(rules, server, client, ports) : [];
  const missing = [...there, ...back.map((port) => `${port} from the filesystem`)];
  if (missing.length === 0) yield pass(about);
  else if (missing.every((port) => port.startsWith("?"))) {
    yield unknown(about, { message: `a rule between ${what} is not known yet` });
  } else {
    yield fail(about, {
      message: `the security groups let no traffic through between ${what}`,
      given: `closed: TCP ${missing.filter((port) => !port.startsWith("?")).join(", ")}`,
      allowed: `TCP ${ports.ranges.map(portText).join(", ")}${ports.both ? " in both directions" : ""}`,
    });
  }
}

/** Ranges of ports that are not open from one side to the other; those that nobody can tell begin with `?`. */
function closed(rules: readonly TrafficRule[], from: Side, to: Side, { ranges }: Ports): string[] {
  const isOpen = (direction: "egress" | "ingress", own: Side, peer: Side, range: Ports["ranges"][number]) =>
    allows(rules, {
      protocol: "tcp",
      fromPort: range.from,
      toPort: range.to,
      direction,
      groups: own.groups,
      peerGroups: peer.groups,
      peerCidrs: peer.cidrs,
    });
  return ranges.flatMap((range) => {
    const answers = [isOpen("egress", from, to, range), isOpen("ingress", to, from, range)];
    if (answers.includes(false)) return [portText(range)];
    return answers.includes("unknown") ? [`?${portText(range)}`] : [];
  });
}

function portText({ from, to }: { readonly from: number; readonly to: number }): string {
  return from === to ? String(from) : `${from}-${to}`;
}

/** The pool's side; `undefined` where it emits no machines of its own. */
function clientOf(pool: FactoryModel["pools"][number], documents: Documents): Side | undefined {
  const templates = emittedBy(pool, documents, "aws_launch_template");
  const machines = emittedBy(pool, documents, "aws_eks_node_group", "aws_autoscaling_group", "aws_instance");
  const [launch] = [...templates, ...machines];
  if (launch === undefined) return undefined;
  const subnets = machines.flatMap((machine) => subnetsOf(machine).subnets);
  // Each interface has its own groups; pods and mounts use the first one, which stands on card 0.
  const [primary] = launch.blocks("network_interfaces");
  const read = primary ? groupKeysAt(primary, "security_groups") : groupKeysAt(launch, "vpc_security_group_ids");
  // Without a group of its own a managed node gets the cluster's.
  const clusters = read.keys.length === 0 ? machines.flatMap((machine) => machine.targets("cluster_name")) : [];
  const keys = [...read.keys, ...clusters.map(({ stack, address }) => `${stack}:${address}`)];
  return { groups: keys, cidrs: rangesOf(subnets), complete: read.complete && keys.length > 0 };
}

function rangesOf(subnets: readonly Resource[]): readonly string[] {
  return subnets.flatMap((subnet) => textOf(subnet.get("cidr_block")) ?? []);
}
