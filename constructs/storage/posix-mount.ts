import type { Construct } from "constructs";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import { checkOnPremFilesystemProps, OnPremFilesystem, type OnPremFilesystemProps } from "./on-prem-filesystem";
import { isKnown } from "./findings";

export interface PosixMountProps extends OnPremFilesystemProps {
  /** Directory of the node where its own operating system has mounted the filesystem, e.g. `/gpfs/projects`. */
  readonly hostPath: string;
  /** Kind in the factory model, e.g. `storage-scale`. @default "posix" */
  readonly kind?: string;
}

/**
 * Any POSIX filesystem that the nodes' operating system mounts: Kubernetes passes the directory on to pods by static
 * volumes. There is no CSI driver, hence no volumes on demand and no quota of a volume; and a node on which the mount is
 * missing shows the empty directory beneath it. Mount it by systemd with `RequiredBy=kubelet.service`.
 *
 * @throws FactoryError with everything that `checkPosixMountProps` finds
 */
export class PosixMount extends OnPremFilesystem {
  /** Directory of the nodes that pods get. */
  readonly hostPath: string;

  constructor(scope: Construct, id: string, props: PosixMountProps) {
    const findings = checkPosixMountProps(props, `${scope.node.path}/${id}`);
    super(scope, id, props, { kind: props.kind ?? "posix", volumeSource: hostVolume(props) }, findings);
    this.hostPath = props.hostPath;
  }
}

function hostVolume({ hostPath, capacityGiB }: Pick<PosixMountProps, "hostPath" | "capacityGiB">) {
  return {
    driver: "kubernetes.io/host-path",
    builtIn: { kind: "hostPath" as const, path: hostPath },
    volumeHandle: hostPath,
    volumeAttributes: {},
    // Kubernetes refuses mount options on a directory of the node.
    mountOptions: [],
    capacityGiB,
  };
}

/** Directories of the operating system that no filesystem may be mounted over. */
const systemDirectories = /^\/(bin|boot|dev|etc|lib|lib64|proc|root|run|sbin|sys|usr|var|var\/lib|var\/lib\/kubelet)?$/;

/** Everything that is wrong with the props of a PosixMount. */
export function checkPosixMountProps(props: PosixMountProps, path: string): Finding[] {
  return [...checkOnPremFilesystemProps(props, path), ...checkHostPath(props.hostPath, `${path}.hostPath`)];
}

/** Whether pods may be given the directory. */
export function checkHostPath(hostPath: string, path: string): Finding[] {
  if (!isKnown(hostPath)) return [];
  const isPath = /^\/[\w./-]*$/.test(hostPath) && !hostPath.split("/").includes("..");
  if (isPath && !systemDirectories.test(hostPath.replace(/(?<=.)\/+$/, ""))) return [];
  return [
    problem("STO-203-host-path", path, "not a directory of the node that pods may be given", {
      given: hostPath,
      allowed: "an absolute path of a mounted filesystem, without '..'; no directory of the operating system",
      fix: "mount the filesystem in a directory of its own, e.g. /lustre/scratch",
    }),
  ];
}

export interface LustreMountProps extends OnPremFilesystemProps {
  /** Network ids of the management servers, all of them: `10.10.0.11@o2ib`. */
  readonly managementServers: readonly string[];
  /** Name of the filesystem in Lustre: 1 to 8 letters, digits or `_`. */
  readonly fsname: string;
  /** Directory of the nodes where it is mounted. @default "/lustre/<fsname>" */
  readonly hostPath?: string;
  /** Options of the nodes' mount. @default ["flock", "noatime", "_netdev"] */
  readonly hostMountOptions?: readonly string[];
}

/**
 * A Lustre filesystem of the owner's own servers. The nodes' operating system mounts it (Lustre's client is a kernel
 * module of the node image; no CSI driver for it is kept up outside of the clouds), pods get it by static volumes.
 * `fstabLine` is what the node image needs.
 *
 * @throws FactoryError with everything that `checkLustreMountProps` finds
 */
export class LustreMount extends OnPremFilesystem {
  /** Directory of the nodes where it is mounted, and that pods get. */
  readonly hostPath: string;
  /** Line of the nodes' /etc/fstab. */
  readonly fstabLine: string;

  constructor(scope: Construct, id: string, props: LustreMountProps) {
    const hostPath = lustrePath(props);
    const volumeSource = hostVolume({ hostPath, capacityGiB: props.capacityGiB });
    super(scope, id, props, { kind: "lustre", volumeSource }, checkLustreMountProps(props, `${scope.node.path}/${id}`));
    this.hostPath = hostPath;
    const options = props.hostMountOptions ?? ["flock", "noatime", "_netdev"];
    this.fstabLine = `${props.managementServers.join(":")}:/${props.fsname} ${hostPath} lustre ${options.join(",")} 0 0`;
  }
}

function lustrePath({ hostPath, fsname }: LustreMountProps): string {
  return hostPath ?? `/lustre/${fsname}`;
}

/** Everything that is wrong with the props of a LustreMount. */
export function checkLustreMountProps(props: LustreMountProps, path: string): Finding[] {
  return [
    ...checkOnPremFilesystemProps(props, path),
    ...(props.hostPath === undefined ? [] : checkHostPath(props.hostPath, `${path}.hostPath`)),
    ...checkFsname(props, path),
    ...checkManagementServers(props, path),
  ];
}

function checkFsname({ fsname }: LustreMountProps, path: string): Finding[] {
  if (!isKnown(fsname) || /^\w{1,8}$/.test(fsname)) return [];
  return [
    problem("STO-204-lustre-fsname", `${path}.fsname`, "not a name that Lustre takes", {
      given: fsname,
      allowed: "1 to 8 letters, digits or underscores",
      fix: "give the name that mkfs.lustre got as --fsname",
      sources: ["mkfs.lustre(8): --fsname, at most 8 characters"],
    }),
  ];
}

function checkManagementServers({ managementServers }: LustreMountProps, path: string): Finding[] {
  // Address, then network: `10.0.0.1@tcp`, `mgs1@o2ib1`; several of one server are divided by commas.
  const isNid = (text: string) => text.split(",").every((nid) => /^[\w.-]+@(tcp|o2ib|kfi)\d*$/.test(nid));
  const bad = managementServers.filter((server) => isKnown(server) && !isNid(server));
  if (managementServers.length > 0 && bad.length === 0) return [];
  return [
    problem("STO-205-lustre-nid", `${path}.managementServers`, "not the network id of a Lustre management server", {
      given: bad.length > 0 ? bad : managementServers,
      allowed: "at least one of the form <address>@<network>: 10.10.0.11@o2ib, 10.20.0.11@tcp1",
      fix: "give the ids that 'lctl list_nids' prints on the management servers",
    }),
  ];
}
