import { helmChart } from "../../catalog";
import type { Construct } from "constructs";
import type { VolumeSecret } from "../contracts";
import { privilegedNamespace } from "../platform/namespaces";
import { everyNodeTolerations, systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { CsiFilesystem } from "./csi-filesystem";
import type { OnPremFilesystemProps } from "./on-prem-filesystem";

export interface WekaCsiDriverProps extends ComponentOptions {
  /** Lets a node without the WEKA client mount by NFS, at a fraction of the speed. @default false */
  readonly allowNfsFallback?: boolean;
}

/** WEKA's CSI driver. The nodes need WEKA's client, which its own operator or the node image brings. */
export class WekaCsiDriver extends PlatformComponent {
  constructor(props: WekaCsiDriverProps = {}) {
    const { version } = helmChart("weka-csi");
    super(
      {
        chartId: "weka-csi",
        namespaceLabels: privilegedNamespace,
        values: {
          images: { ...sidecars, csidriver, csidriverTag: version },
          controllerPluginTolerations: systemTolerations,
          nodePluginTolerations: everyNodeTolerations,
          pluginConfig: {
            allowInsecureHttps: false,
            mountProtocol: { allowNfsFailback: props.allowNfsFallback ?? false },
          },
          // No trace collector is named, so nothing is sent.
          tracingUrl: "",
        },
        images: [...Object.values(sidecars), `${csidriver}:v${version}`],
      },
      props,
    );
  }
}

// Chart 2.8.8, values.yaml.
const csidriver = "quay.io/weka.io/csi-wekafs";
const sidecars = {
  livenessprobesidecar: "registry.k8s.io/sig-storage/livenessprobe:v2.18.0",
  attachersidecar: "registry.k8s.io/sig-storage/csi-attacher:v4.11.0",
  provisionersidecar: "registry.k8s.io/sig-storage/csi-provisioner:v6.2.0",
  registrarsidecar: "registry.k8s.io/sig-storage/csi-node-driver-registrar:v2.16.0",
  resizersidecar: "registry.k8s.io/sig-storage/csi-resizer:v2.1.0",
  snapshottersidecar: "registry.k8s.io/sig-storage/csi-snapshotter:v8.5.0",
} as const;

export interface WekaFilesystemProps extends OnPremFilesystemProps {
  /** Name of the filesystem in WEKA. @default "default" */
  readonly wekaFilesystem?: string;
  /** Secret with WEKA's API credentials: username, password, organization, endpoints, scheme. You make it. */
  readonly apiSecret: VolumeSecret;
  /** The CSI driver, where this factory installs it. @default - the cluster has the driver already */
  readonly driver?: WekaCsiDriver;
}

/**
 * A WEKA filesystem: static volumes of the whole, and directories of it on demand with a quota each.
 *
 * @throws FactoryError with everything that `checkCsiFilesystemProps` finds
 */
export class WekaFilesystem extends CsiFilesystem {
  constructor(scope: Construct, id: string, props: WekaFilesystemProps) {
    const filesystem = props.wekaFilesystem ?? "default";
    const { apiSecret } = props;
    const secretUses = ["provisioner", "controller-publish", "controller-expand", "node-stage", "node-publish"];
    super(scope, id, {
      ...props,
      kind: "weka",
      volume: {
        driver: "csi.weka.io",
        volumeHandle: `weka/v2/${filesystem}`,
        secrets: {
          nodeStage: apiSecret,
          nodePublish: apiSecret,
          controllerPublish: apiSecret,
          controllerExpand: apiSecret,
        },
      },
      storageClassParameters: {
        volumeType: "dir/v1",
        filesystemName: filesystem,
        // A volume that is full must not take the space of the others.
        capacityEnforcement: "HARD",
        ...Object.fromEntries(
          secretUses.flatMap((use) => [
            [`csi.storage.k8s.io/${use}-secret-name`, apiSecret.name],
            [`csi.storage.k8s.io/${use}-secret-namespace`, apiSecret.namespace],
          ]),
        ),
      },
    });
  }
}
