import type { Construct } from "constructs";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import { isKnown } from "./findings";
import { checkOnPremFilesystemProps, OnPremFilesystem, type OnPremFilesystemProps } from "./on-prem-filesystem";

export interface NfsFilesystemProps extends OnPremFilesystemProps {
  /** Name or address of the server. */
  readonly server: string;
  /** Exported directory: `/exports/home`. */
  readonly exportPath: string;
  /**
   * Options of the mount; they replace the default as a whole.
   * @default ["nfsvers=4.2", "hard", "noatime", "nconnect=16"]; with `rdma`, "proto=rdma" in place of nconnect
   */
  readonly mountOptions?: readonly string[];
}

/**
 * An NFS export, mounted by Kubernetes itself: nodes need the NFS client (nfs-common, nfs-utils), the cluster no driver.
 * Static volumes only.
 *
 * @throws FactoryError with everything that `checkNfsFilesystemProps` finds
 */
export class NfsFilesystem extends OnPremFilesystem {
  constructor(scope: Construct, id: string, props: NfsFilesystemProps) {
    const transport = props.rdma === true ? ["proto=rdma", "port=20049"] : ["nconnect=16"];
    const volumeSource = {
      driver: "kubernetes.io/nfs",
      builtIn: { kind: "nfs" as const, server: props.server, path: props.exportPath },
      volumeHandle: `${props.server}:${props.exportPath}`,
      volumeAttributes: {},
      mountOptions: props.mountOptions ?? ["nfsvers=4.2", "hard", "noatime", ...transport],
      capacityGiB: props.capacityGiB,
    };
    const home: OnPremFilesystemProps = { ...props, use: props.use ?? "home" };
    super(scope, id, home, { kind: "nfs", volumeSource }, checkNfsFilesystemProps(props, `${scope.node.path}/${id}`));
  }
}

/** Everything that is wrong with the props of an NfsFilesystem. */
export function checkNfsFilesystemProps(props: NfsFilesystemProps, path: string): Finding[] {
  return [...checkOnPremFilesystemProps(props, path), ...checkExport(props, path), ...checkOptions(props, path)];
}

function checkExport({ server, exportPath }: NfsFilesystemProps, path: string): Finding[] {
  const bad = [
    { name: "server", value: server, isRight: /^[\w.:-]+$/, allowed: "a host name or an address" },
    { name: "exportPath", value: exportPath, isRight: /^\/[^\s:]*$/, allowed: "an absolute path" },
  ].filter(({ value, isRight }) => isKnown(value) && !isRight.test(value));
  return bad.map(({ name, value, allowed }) =>
    problem("STO-206-nfs-export", `${path}.${name}`, "not an export of an NFS server", {
      given: value,
      allowed,
      fix: "give server and directory as 'showmount -e' prints them",
    }),
  );
}

function checkOptions({ mountOptions = [] }: NfsFilesystemProps, path: string): Finding[] {
  if (!mountOptions.includes("soft")) return [];
  return [
    problem(
      "STO-207-nfs-soft-mount",
      `${path}.mountOptions`,
      "a soft mount gives up and loses what was being written",
      {
        given: mountOptions,
        allowed: "hard mounts",
        fix: "write 'hard' in place of 'soft'",
        sources: ["nfs(5): 'soft' ... silent data corruption"],
      },
    ),
  ];
}
