import { helmChart } from "../../../catalog";
import { FactoryError } from "../../../validation/factory-error";
import type { INodePool } from "../../contracts";
import { privilegedNamespace } from "../namespaces";
import { affinityTo, tolerationsOf } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";
import { requirePools } from "../pools";
import { sharingConfigs } from "./device-plugin-sharing";

export interface NvidiaDevicePluginProps extends ComponentOptions {
  /**
   * Pools of the cluster; the plugin runs on those with NVIDIA GPUs whose image brings no device plugin of its own:
   * two on one node fight for the same resource.
   */
  readonly pools: readonly INodePool[];
}

/**
 * Offers NVIDIA GPUs to pods as `nvidia.com/gpu`, on nodes whose image brings driver and container toolkit (AL2023's
 * NVIDIA image). Nodes without them, and pools cut by MIG, need the `GpuOperator` instead.
 *
 * @throws FactoryError where no pool has NVIDIA GPUs, or one is cut by MIG
 */
export class NvidiaDevicePlugin extends PlatformComponent {
  constructor(props: NvidiaDevicePluginProps) {
    const pools = requirePools("nvidia-device-plugin", props.pools, {
      need: "NVIDIA GPUs that the image does not offer itself",
      has: (pool) => pool.acceleratorVendor === "nvidia" && pool.devicePluginInImage !== true,
    });
    refuseMig(pools);
    const repository = "nvcr.io/nvidia/k8s-device-plugin";
    const configs = sharingConfigs(pools, "nvidia-device-plugin");
    super(
      {
        chartId: "nvidia-device-plugin",
        namespaceLabels: privilegedNamespace,
        values: {
          image: { repository },
          affinity: affinityTo(pools),
          tolerations: tolerationsOf(pools),
          ...(configs === undefined ? {} : { config: { map: configs, default: "exclusive" } }),
        },
        provides: ["nvidia-device-plugin"],
        images: [`${repository}:v${helmChart("nvidia-device-plugin").appVersion}`],
      },
      props,
    );
  }
}

function refuseMig(pools: readonly INodePool[]): void {
  const cut = pools.filter(({ accelerators }) => accelerators?.resourceName.startsWith("nvidia.com/mig-"));
  if (cut.length === 0) return;
  throw new FactoryError(
    cut.map((pool) => ({
      rule: "PLT-060-mig-needs-gpu-operator",
      severity: "error",
      verdict: "fail",
      message: "the device plugin alone cannot cut GPUs by MIG: nothing on the node makes the instances",
      path: `nvidia-device-plugin.pools.${pool.poolName}`,
      given: pool.accelerators?.resourceName,
      allowed: "pools whose GPUs are whole, time-sliced or shared by MPS",
      fix: "install the component GpuOperator instead, whose MIG manager makes the instances",
    })),
  );
}
