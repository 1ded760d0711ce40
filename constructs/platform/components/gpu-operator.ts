import { helmChart } from "../../../catalog";
import type { INodePool, IPlatformComponent } from "../../contracts";
import { dcgmMetricsCsv } from "../../observability/dcgm-metrics";
import { privilegedNamespace } from "../namespaces";
import { everyNodeTolerations, systemTolerations, tolerationsOf } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";
import { requirePools } from "../pools";
import { sharingConfigs } from "./device-plugin-sharing";

export interface GpuOperatorProps extends ComponentOptions {
  /** Pools of the cluster; the operator serves those with NVIDIA GPUs. At least one must have them. */
  readonly pools: readonly INodePool[];
  /** Whether the node image brings the driver, so that the operator must not install one. */
  readonly driverInImage: boolean;
  /** Whether the node image brings the container toolkit. @default - as `driverInImage` */
  readonly toolkitInImage?: boolean;
  /** GPUDirect Storage: reads from the filesystem into GPU memory. @default false */
  readonly gpuDirectStorage?: boolean;
  /** GDRCopy: low-latency copies between GPU and host memory. @default false */
  readonly gdrCopy?: boolean;
  /**
   * Lets adapters read and write GPU memory where the operator installs the driver: with the adapters' driver of the
   * network operator, or with the nodes' own. @default - not set up; a driver of the node image brings it
   */
  readonly gpuDirectRdma?: "network-operator-driver" | "node-driver";
  /** Whether the operator brings Node Feature Discovery: exactly one may run on a cluster. @default true */
  readonly nodeFeatureDiscovery?: boolean;
  /** DCGM as a service of its own on each node, which `NodeHealth` asks. @default false - the exporter has it in it */
  readonly dcgm?: boolean;
  /** Collects DCGM's metrics. @default - no ServiceMonitor */
  readonly monitoring?: IPlatformComponent;
}

/**
 * NVIDIA GPU operator: driver and toolkit where the node image lacks them, device plugin, MIG manager and DCGM exporter.
 * It replaces `NvidiaDevicePlugin` and `DcgmExporter`; never install both.
 *
 * @throws FactoryError where no pool has NVIDIA GPUs
 */
export class GpuOperator extends PlatformComponent {
  constructor(props: GpuOperatorProps) {
    const pools = requirePools("gpu-operator", props.pools, {
      need: "NVIDIA GPUs",
      has: (pool) => pool.acceleratorVendor === "nvidia",
    });
    const { version } = helmChart("gpu-operator");
    const sharing = sharingConfigs(pools, "gpu-operator");
    const enabled = {
      driver: !props.driverInImage,
      toolkit: !(props.toolkitInImage ?? props.driverInImage),
      migManager: pools.some(({ accelerators }) => accelerators?.resourceName.startsWith("nvidia.com/mig-") === true),
      gds: props.gpuDirectStorage ?? false,
      gdrcopy: props.gdrCopy ?? false,
      nfd: props.nodeFeatureDiscovery ?? true,
      // Without it the exporter has DCGM in it.
      dcgm: props.dcgm ?? false,
    };
    super(
      {
        chartId: "gpu-operator",
        namespaceLabels: privilegedNamespace,
        values: {
          operator: { repository: nvidia, image: "gpu-operator", version, tolerations: systemTolerations },
          validator: { repository: nvidia },
          daemonsets: { tolerations: tolerationsOf(pools) },
          driver: {
            enabled: enabled.driver,
            ...(enabled.driver ? { repository: nvidia, manager: { repository: cloudNative } } : {}),
            ...(props.gpuDirectRdma === undefined
              ? {}
              : { rdma: { enabled: true, useHostMofed: props.gpuDirectRdma === "node-driver" } }),
          },
          toolkit: part(enabled.toolkit, k8s),
          devicePlugin: {
            enabled: true,
            repository: nvidia,
            ...(sharing === undefined
              ? {}
              : { config: { create: true, name: "device-plugin-config", default: "exclusive", data: sharing } }),
          },
          gfd: { enabled: true, repository: nvidia },
          dcgm: part(enabled.dcgm, cloudNative),
          dcgmExporter: {
            enabled: true,
            repository: k8s,
            serviceMonitor: { enabled: props.monitoring !== undefined },
            config: { name: "dcgm-metrics", create: true, data: dcgmMetricsCsv },
          },
          // `mixed` gives each profile a resource of its own, so that pools with different layouts live together.
          mig: { strategy: "mixed" },
          migManager: part(enabled.migManager, cloudNative),
          gds: part(enabled.gds, cloudNative),
          gdrcopy: part(enabled.gdrcopy, cloudNative),
          // Confidential computing, sandboxes and vGPU are for virtual machines, which a factory's pods are not.
          ccManager: { enabled: false },
          sandboxWorkloads: { enabled: false },
          nfd: { enabled: enabled.nfd },
          ...(enabled.nfd
            ? {
                "node-feature-discovery": {
                  image: { repository: nfdImage },
                  worker: { tolerations: everyNodeTolerations },
                  master: { tolerations: systemTolerations },
                  gc: { tolerations: systemTolerations },
                },
              }
            : {}),
        },
        images: [
          `${nvidia}/gpu-operator:${version}`,
          `${nvidia}/k8s-device-plugin:v0.20.0`,
          `${k8s}/dcgm-exporter:4.6.0-4.8.3-distroless`,
          ...(enabled.driver ? [`${nvidia}/driver:595.91.07`, `${cloudNative}/k8s-driver-manager:v0.12.0`] : []),
          ...(enabled.toolkit ? [`${k8s}/container-toolkit:v1.20.0`] : []),
          ...(enabled.migManager ? [`${cloudNative}/k8s-mig-manager:v0.15.0`] : []),
          ...(enabled.gds ? [`${cloudNative}/nvidia-fs:2.29.4`] : []),
          ...(enabled.gdrcopy ? [`${cloudNative}/gdrdrv:v2.6`] : []),
          ...(enabled.dcgm ? [`${cloudNative}/dcgm:4.6.0-1-ubuntu24.04`] : []),
          ...(enabled.nfd ? [`${nfdImage}:v0.19.0`] : []),
        ],
        provides: ["nvidia-device-plugin", "dcgm-exporter", ...(enabled.nfd ? ["node-feature-discovery"] : [])],
        dependsOn: [props.monitoring],
      },
      props,
    );
  }
}

/** A part that is switched off pulls nothing, so it names no registry that a mirror would have to replace. */
function part(enabled: boolean, repository: string) {
  return enabled ? { enabled, repository } : { enabled };
}

const nvidia = "nvcr.io/nvidia";
const k8s = "nvcr.io/nvidia/k8s";
const cloudNative = "nvcr.io/nvidia/cloud-native";
const nfdImage = "registry.k8s.io/nfd/node-feature-discovery";
