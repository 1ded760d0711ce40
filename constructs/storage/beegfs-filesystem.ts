import type { Construct } from "constructs";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { BeeGfsCsiDriver } from "./beegfs-csi-driver";
import { isKnown } from "./findings";
import { checkOnPremFilesystemProps, OnPremFilesystem, type OnPremFilesystemProps } from "./on-prem-filesystem";

export interface BeeGfsFilesystemProps extends OnPremFilesystemProps {
  /** Host name or address of the management daemon. */
  readonly managementHost: string;
  /** Directory that static volumes show, without a leading slash; it must exist. @default - the whole filesystem */
  readonly directory?: string;
  /**
   * Directory in which volumes on demand are made, without a leading slash; another one for each cluster.
   * @default - static volumes only
   */
  readonly volumesDirectory?: string;
  /** The CSI driver, where this factory installs it. @default - the cluster has the driver already */
  readonly driver?: BeeGfsCsiDriver;
}

/**
 * A BeeGFS filesystem through its CSI driver. The driver ignores the size of a volume: a volume is a directory, limited by
 * BeeGFS quotas only.
 *
 * @throws FactoryError with everything that `checkBeeGfsFilesystemProps` finds
 */
export class BeeGfsFilesystem extends OnPremFilesystem {
  constructor(scope: Construct, id: string, props: BeeGfsFilesystemProps) {
    const { managementHost, directory = "", volumesDirectory } = props;
    const volumeSource = {
      driver: "beegfs.csi.netapp.com",
      volumeHandle: `beegfs://${managementHost}/${directory}`,
      volumeAttributes: {},
      mountOptions: [],
      capacityGiB: props.capacityGiB,
      provisioning:
        volumesDirectory === undefined
          ? undefined
          : { parameters: { sysMgmtdHost: managementHost, volDirBasePath: volumesDirectory } },
    };
    const components = props.driver === undefined ? [] : [props.driver];
    const findings = checkBeeGfsFilesystemProps(props, `${scope.node.path}/${id}`);
    super(scope, id, props, { kind: "beegfs", volumeSource, components }, findings);
  }
}

/** Everything that is wrong with the props of a BeeGfsFilesystem. */
export function checkBeeGfsFilesystemProps(props: BeeGfsFilesystemProps, path: string): Finding[] {
  return [...checkOnPremFilesystemProps(props, path), ...checkHost(props, path), ...checkDirectories(props, path)];
}

function checkHost({ managementHost }: BeeGfsFilesystemProps, path: string): Finding[] {
  if (!isKnown(managementHost) || /^[\w.-]+$/.test(managementHost)) return [];
  return [
    problem("STO-209-beegfs-host", `${path}.managementHost`, "not the host of a BeeGFS management daemon", {
      given: managementHost,
      allowed: "a host name or an IPv4 address, without a scheme, port or path",
      fix: "give the value of sysMgmtdHost in the clients' beegfs-client.conf",
    }),
  ];
}

function checkDirectories(props: BeeGfsFilesystemProps, path: string): Finding[] {
  const bad = (["directory", "volumesDirectory"] as const).filter((name) => {
    const value = props[name];
    return isKnown(value) && !(/^[\w][\w./-]*$/.test(value) && !value.split("/").includes(".."));
  });
  return bad.map((name) =>
    problem("STO-210-beegfs-directory", `${path}.${name}`, "not a directory of the filesystem", {
      given: props[name],
      allowed: "a path below the filesystem's root without a leading slash and without '..': k8s/factory",
      fix: "give a directory, or leave it out",
    }),
  );
}
