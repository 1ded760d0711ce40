import { helmChart } from "../../../catalog";
import type { INodePool, IPlatformComponent, KubernetesObject } from "../../contracts";
import { privilegedNamespace } from "../namespaces";
import { systemTolerations, tolerationsOf } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";
import { requirePools } from "../pools";

export interface AmdGpuOperatorProps extends ComponentOptions {
  /** Pools of the cluster; the operator serves those with AMD GPUs. At least one must have them. */
  readonly pools: readonly INodePool[];
  /** cert-manager, which the operator's webhooks need. */
  readonly certManager: IPlatformComponent;
  /** Node Feature Discovery, of which a cluster has one only. */
  readonly discovery: IPlatformComponent;
  /**
   * Device plugin and node labeller, which AMD publishes under moving tags only: name copies with a tag of your own.
   * @default - AMD's `latest`; the images are then not known, and a replaced image registry is refused
   */
  readonly devicePluginImages?: { readonly plugin: string; readonly labeller: string };
  /** Collects the GPUs' metrics. @default - no ServiceMonitor */
  readonly monitoring?: IPlatformComponent;
}

/**
 * AMD GPU operator: device plugin, node labeller and metrics exporter for nodes that bring the amdgpu driver. Building
 * drivers in the cluster and remediation workflows are off.
 *
 * @throws FactoryError where no pool has AMD GPUs
 */
export class AmdGpuOperator extends PlatformComponent {
  constructor(props: AmdGpuOperatorProps) {
    const pools = requirePools("amd-gpu-operator", props.pools, {
      need: "AMD GPUs",
      has: (pool) => pool.acceleratorVendor === "amd",
    });
    const { version, namespace } = helmChart("amd-gpu-operator");
    super(
      {
        chartId: "amd-gpu-operator",
        name: "amd-gpu-operator",
        namespaceLabels: privilegedNamespace,
        values: {
          "node-feature-discovery": { enabled: false },
          installdefaultNFDRule: true,
          kmm: { enabled: false, watch: false },
          remediation: { enabled: false, installCRDs: false },
          // Our own DeviceConfig stands in for the chart's.
          crds: { defaultCR: { install: false, upgrade: false } },
          controllerManager: {
            manager: {
              image: { repository: `${rocm}/amd-gpu-operator`, tag: version },
              tolerations: systemTolerations,
            },
          },
        },
        manifests: [deviceConfig(props, pools, props.namespace ?? namespace, version)],
        images: props.devicePluginImages && [
          `${rocm}/amd-gpu-operator:${version}`,
          `${rocm}/amd-gpu-operator-utils:${version}`,
          `${rocm}/device-metrics-exporter:${version}`,
          initImage,
          props.devicePluginImages.plugin,
          props.devicePluginImages.labeller,
        ],
        provides: ["amd-device-plugin"],
        dependsOn: [props.certManager, props.discovery, props.monitoring],
      },
      props,
    );
  }
}

const rocm = "docker.io/rocm";
const initImage = "docker.io/library/busybox:1.36";

function deviceConfig(
  { devicePluginImages, monitoring }: AmdGpuOperatorProps,
  pools: readonly INodePool[],
  namespace: string,
  version: string,
): KubernetesObject {
  const tolerations = tolerationsOf(pools);
  return {
    apiVersion: "amd.com/v1alpha1",
    kind: "DeviceConfig",
    metadata: { name: "amd-gpus", namespace },
    spec: {
      selector: { "feature.node.kubernetes.io/amd-gpu": "true" },
      driver: { enable: false },
      commonConfig: {
        initContainerImage: initImage,
        utilsContainer: { image: `${rocm}/amd-gpu-operator-utils:${version}` },
      },
      devicePlugin: {
        enableDevicePlugin: true,
        enableNodeLabeller: true,
        devicePluginTolerations: tolerations,
        nodeLabellerTolerations: tolerations,
        ...(devicePluginImages === undefined
          ? {}
          : { devicePluginImage: devicePluginImages.plugin, nodeLabellerImage: devicePluginImages.labeller }),
      },
      draDriver: { enable: false },
      metricsExporter: {
        enable: true,
        image: `${rocm}/device-metrics-exporter:${version}`,
        tolerations,
        prometheus: { serviceMonitor: { enable: monitoring !== undefined } },
      },
    },
  };
}
