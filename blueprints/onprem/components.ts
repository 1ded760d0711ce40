import type { KubernetesGpuNodePool, KubernetesNodePool } from "../../constructs/compute";
import type { IHostFabric, IPlatformComponent } from "../../constructs/contracts";
import {
  FabricNetworks,
  GpuOperator,
  NetworkOperator,
  NodeFeatureDiscovery,
  PoolLabels,
} from "../../constructs/platform";
import { KubeflowTrainer, Kueue } from "../../constructs/scheduling";
import type { OnPremFactoryProps, OnPremParts } from "./props";

/** What the choice of components depends on. */
export interface OnPremComponentsProps {
  readonly props: OnPremFactoryProps;
  readonly parts: OnPremParts;
  readonly gpuPools: readonly KubernetesGpuNodePool[];
  readonly cpuPools: readonly KubernetesNodePool[];
  readonly fabrics: ReadonlyMap<string, IHostFabric>;
}

/** The components that an on-prem factory needs, storage aside: chosen by its pools and fabrics. */
export function onPremComponents(input: OnPremComponentsProps): IPlatformComponent[] {
  const { props, parts, gpuPools, cpuPools } = input;
  const { monitoring, certManager, site } = parts;
  const pools = [...gpuPools, ...cpuPools];
  const discovery = new NodeFeatureDiscovery({
    taints: pools.some(({ taints, selection }) => taints.length > 0 && selection.kind !== "label"),
    monitoring,
  });
  const labels = pools.some(({ selection }) => selection.kind !== "label")
    ? [new PoolLabels({ pools, discovery })]
    : [];
  const devicePlugins: IPlatformComponent[] = [];
  if (gpuPools.some(({ fabric }) => fabric !== undefined)) {
    const operator = new NetworkOperator({
      pools: gpuPools,
      fabrics: [...input.fabrics.values()],
      driverInImage: props.networkDriverInImage ?? false,
      discovery,
      dependsOn: labels,
    });
    devicePlugins.push(operator, new FabricNetworks({ operator }));
  }
  if (gpuPools.some((pool) => pool.acceleratorVendor === "nvidia")) {
    devicePlugins.push(
      new GpuOperator({
        pools: gpuPools,
        driverInImage: props.gpuDriverInImage ?? false,
        gpuDirectStorage: props.gpuDirectStorage,
        nodeFeatureDiscovery: false,
        monitoring,
        dependsOn: [discovery, ...labels],
      }),
    );
  }
  const workers = [...gpuPools, ...cpuPools.filter((pool) => pool.taints.length === 0)];
  return [
    ...(monitoring === undefined ? [] : [monitoring]),
    certManager,
    discovery,
    ...labels,
    ...devicePlugins,
    new Kueue({
      pools: workers,
      queues: props.queues,
      topologyLevels: site.topologyLevels,
      monitoring,
      dependsOn: [certManager],
    }),
    new KubeflowTrainer(),
  ];
}
