import type { KubernetesGpuNodePool, KubernetesNodePool } from "../../constructs/compute";
import type { IHostFabric, IPlatformComponent } from "../../constructs/contracts";
import {
  AmdGpuOperator,
  FabricNetworks,
  GpuOperator,
  IntelGaudiOperator,
  NetworkOperator,
  NvidiaDraDriver,
  PoolLabels,
} from "../../constructs/platform";
import { AcceptanceJob, KubeflowTrainer, Kueue, NodeHealth, type DividedPool } from "../../constructs/scheduling";
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
  const { monitoring, certManager, discovery, site } = parts;
  const pools = [...gpuPools, ...cpuPools];
  const labels = pools.some(({ selection }) => selection.kind !== "label")
    ? [new PoolLabels({ pools, discovery })]
    : [];
  const devicePlugins = [
    ...networkComponents(input, discovery, labels),
    ...acceleratorComponents(input, discovery, labels),
  ];
  // Jobs keep off the nodes of the platform's own components, and off those that a taint reserves.
  const system = (props.cpuPools ?? []).filter(({ role }) => role === "system").map(({ name }) => name);
  const unqueued = props.pools.filter(({ queued }) => queued === false).map(({ name }) => name);
  const workers = [
    ...gpuPools.filter(({ poolName }) => !unqueued.includes(poolName)),
    ...cpuPools.filter(({ poolName, taints }) => taints.length === 0 && !system.includes(poolName)),
  ];
  const kueue = new Kueue({
    pools: parts.division?.forKubernetes(workers) ?? workers,
    queues: props.queues,
    ...props.kueue,
    topologyLevels: site.topologyLevels,
    monitoring,
    dependsOn: [certManager],
  });
  return [
    ...(monitoring === undefined ? [] : [monitoring]),
    certManager,
    discovery,
    ...labels,
    ...devicePlugins,
    kueue,
    new KubeflowTrainer(),
    ...acceptanceJobs(input, devicePlugins),
    ...nodeHealth(input, kueue, devicePlugins),
  ];
}

/** Takes nodes with broken NVIDIA GPUs out. Slurm does so by its own health program. */
function nodeHealth(
  { props, parts, gpuPools }: OnPremComponentsProps,
  kueue: Kueue,
  devicePlugins: readonly IPlatformComponent[],
): IPlatformComponent[] {
  const gpuOperator = devicePlugins.find((component) => component instanceof GpuOperator);
  if (props.nodeHealth !== true || gpuOperator === undefined) return [];
  const { certManager, monitoring, storage } = parts;
  const { storageClassName } = props;
  const dependsOn = storage?.components;
  return [
    new NodeHealth({ pools: gpuPools, gpuOperator, certManager, kueue, monitoring, storageClassName, dependsOn }),
  ];
}

/** Where Slurm has nodes of a pool, its part of it: what serves all nodes must tolerate Slurm's taint as well. */
function withSlurm(
  pools: readonly KubernetesGpuNodePool[],
  { division }: OnPremParts,
): readonly (KubernetesGpuNodePool | DividedPool)[] {
  return pools.map((pool) => division?.slurmPools.find(({ poolName }) => poolName === pool.poolName) ?? pool);
}

function networkComponents(
  { props, parts, gpuPools, fabrics }: OnPremComponentsProps,
  discovery: IPlatformComponent,
  labels: readonly IPlatformComponent[],
): IPlatformComponent[] {
  if (gpuPools.every(({ fabric }) => fabric === undefined)) return [];
  const operator = new NetworkOperator({
    pools: withSlurm(gpuPools, parts),
    fabrics: [...fabrics.values()],
    driverInImage: props.networkDriverInImage ?? false,
    discovery,
    dependsOn: labels,
  });
  return [operator, new FabricNetworks({ operator })];
}

function acceleratorComponents(
  { props, parts, gpuPools }: OnPremComponentsProps,
  discovery: IPlatformComponent,
  labels: readonly IPlatformComponent[],
): IPlatformComponent[] {
  const { monitoring, certManager, cluster } = parts;
  const components: IPlatformComponent[] = [];
  const has = (vendor: string) => gpuPools.some((pool) => pool.acceleratorVendor === vendor);
  if (has("nvidia")) {
    const driverInImage = props.gpuDriverInImage ?? false;
    const rdma = props.networkDriverInImage === true ? "node-driver" : "network-operator-driver";
    const gpuOperator = new GpuOperator({
      pools: withSlurm(gpuPools, parts),
      driverInImage,
      gpuDirectRdma: driverInImage || gpuPools.every(({ fabric }) => fabric === undefined) ? undefined : rdma,
      gpuDirectStorage: props.gpuDirectStorage,
      dcgm: props.nodeHealth,
      nodeFeatureDiscovery: false,
      monitoring,
      dependsOn: [discovery, ...labels],
    });
    components.push(gpuOperator);
    const domains = gpuPools.filter(({ sitePool }) => sitePool?.figures.devicesPerRack !== undefined);
    if (domains.length > 0) {
      const { kubernetesVersion } = cluster;
      components.push(
        new NvidiaDraDriver({ pools: withSlurm(domains, parts), kubernetesVersion, driverInImage, gpuOperator }),
      );
    }
  }
  if (has("amd")) {
    const { amdDevicePluginImages: devicePluginImages } = props;
    components.push(
      new AmdGpuOperator({
        pools: withSlurm(gpuPools, parts),
        certManager,
        discovery,
        devicePluginImages,
        monitoring,
        dependsOn: labels,
      }),
    );
  }
  if (has("intel-gaudi")) components.push(new IntelGaudiOperator({ pools: gpuPools, dependsOn: labels }));
  return components;
}

/** A test of each fabric's pools, waiting to be started. */
function acceptanceJobs(
  { props, parts, gpuPools }: OnPremComponentsProps,
  devicePlugins: readonly IPlatformComponent[],
): IPlatformComponent[] {
  // Slurm's nodes are tested through Slurm.
  const pools: readonly (KubernetesGpuNodePool | DividedPool)[] = parts.division?.forKubernetes(gpuPools) ?? gpuPools;
  return pools
    .filter((pool) => pool.acceleratorVendor === "nvidia" && pool.fabric !== undefined && pool.maxNodes > 1)
    .map((pool) => new AcceptanceJob({ pool, devicePlugins, image: props.acceptanceImage }));
}
