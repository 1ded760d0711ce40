import { stringify } from "yaml";
import { helmChart } from "../../../catalog";
import { FactoryError } from "../../../validation/factory-error";
import type { INodePool } from "../../contracts";
import { privilegedNamespace } from "../namespaces";
import { affinityTo, tolerationsOf } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";
import { requirePools } from "../pools";

export interface NvidiaDevicePluginProps extends ComponentOptions {
  /**
   * Pools of the cluster; the plugin runs on those with NVIDIA GPUs whose image brings no device plugin of its own:
   * two on one node fight for the same resource.
   */
  readonly pools: readonly INodePool[];
}

/** Label by which the device plugin chooses the configuration of a node. */
const configLabel = "nvidia.com/device-plugin.config";

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
    const configs = sharingConfigs(pools);
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

/** One configuration for each way of sharing that the pools' labels name, beside the one that shares nothing. */
function sharingConfigs(pools: readonly INodePool[]): Readonly<Record<string, string>> | undefined {
  const names = [...new Set(pools.map(({ labels }) => labels[configLabel]).filter((name) => name !== undefined))];
  if (names.length === 0) return undefined;
  const shared = names.map((name) => [name, stringify({ version: "v1", sharing: sharingOf(name) })] as const);
  return Object.fromEntries([["exclusive", stringify({ version: "v1" })], ...shared]);
}

/** `time-slicing-4` and `mps-4`, as a pool's sharing names them. */
function sharingOf(name: string): Record<string, unknown> {
  const [, kind, replicas] = /^(time-slicing|mps)-(\d+)$/.exec(name) ?? [];
  if (kind === undefined) {
    throw new FactoryError([
      {
        rule: "PLT-059-unknown-sharing",
        severity: "error",
        verdict: "fail",
        message: "no configuration of the device plugin is known by the name on the pool's label",
        path: "nvidia-device-plugin.pools",
        given: `${configLabel}: ${name}`,
        allowed: "time-slicing-<replicas> or mps-<replicas>",
        fix: "let the pool's 'sharing' set the label",
      },
    ]);
  }
  const resources = [{ name: "nvidia.com/gpu", replicas: Number(replicas) }];
  return kind === "mps" ? { mps: { resources } } : { timeSlicing: { failRequestsGreaterThanOne: true, resources } };
}
