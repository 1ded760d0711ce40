import type { Construct } from "constructs";
import { karpenterObjects } from "../../constructs/compute";
import type { IEksNodePool, IPlatformComponent } from "../../constructs/contracts";
import { CloudWatchExporter, DcgmExporter, KubePrometheusStack } from "../../constructs/observability";
import {
  AwsLoadBalancerController,
  CertManager,
  EbsStorageClass,
  EfaDevicePlugin,
  EfsCsiDriver,
  FsxCsiDriver,
  GitOpsPlatform,
  GpuOperator,
  Karpenter,
  KarpenterCrds,
  NeuronDevicePlugin,
  NvidiaDevicePlugin,
  S3CsiDriver,
  TerraformPlatform,
} from "../../constructs/platform";
import { AcceptanceJob, KubeflowTrainer, Kueue } from "../../constructs/scheduling";
import { TerraformStack } from "../../core/cdktf";
import { makeVolumes } from "../volumes";
import { madeBy } from "../props-shape";
import { withGuardrails } from "./boundary";
import type { CloudInfrastructure } from "./infrastructure";
import type { CloudFactoryProps } from "./props";
import { FactoryState } from "./state";

/** What runs on the cluster of a cloud factory. */
export class CloudPlatform extends TerraformStack {
  /** What was installed; `components.component(name)` gives its resources. */
  readonly components: TerraformPlatform;
  /** The same components as files; present where deliveries were asked for. */
  readonly files?: GitOpsPlatform;

  constructor(scope: Construct, id: string, infra: CloudInfrastructure, props: CloudFactoryProps) {
    super(scope, id);
    (props.state ?? FactoryState.local()).attachTo(this);
    const { imageRegistry, chartRepository, deliveries = [] } = props;
    const { cluster } = infra;
    const components = cloudComponents(infra, props);
    this.components = new TerraformPlatform(this, "platform", { cluster, components, imageRegistry, chartRepository });
    const drivers = components.filter(({ name }) => name.endsWith("-csi-driver"));
    const namespaces = props.filesystemNamespaces ?? ["default"];
    const volumes = makeVolumes(this, this.components, infra.sharedFilesystems, drivers, namespaces);
    if (deliveries.length > 0) {
      this.files = new GitOpsPlatform(this, "files", {
        cluster,
        components: [...components, ...volumes],
        deliveries,
        outputs: [{ stack: infra, file: props.outputsFile ?? `${scope.node.id}.outputs.json` }],
        imageRegistry,
        chartRepository,
        inModel: false,
      });
    }
  }
}

/** The components that a cloud factory needs: chosen by its pools and its storage. */
export function cloudComponents(infra: CloudInfrastructure, props: CloudFactoryProps): readonly IPlatformComponent[] {
  const { cluster } = infra;
  const { region } = props;
  const { clusterName } = cluster;
  const workerPools: readonly IEksNodePool[] = [...infra.pools, ...infra.elasticPools];
  const unqueued = [...props.pools, ...(props.elasticPools ?? [])].filter(({ queued }) => queued === false);
  const queuedPools = workerPools.filter(({ poolName }) => !unqueued.some(({ name }) => name === poolName));
  const storage = new EbsStorageClass({ keyArn: infra.keys.storage.keyArn });
  const { storageClassName } = storage;
  const monitoring =
    (props.monitoring ?? true) ? new KubePrometheusStack({ storageClassName, dependsOn: [storage] }) : undefined;
  const certManager = new CertManager({ monitoring });
  const components: (IPlatformComponent | undefined)[] = [
    storage,
    monitoring,
    certManager,
    new AwsLoadBalancerController({
      clusterName,
      region,
      vpcId: infra.vpc.vpcId,
      monitoring,
      dependsOn: [certManager],
    }),
    new FsxCsiDriver({ clusterName }),
    infra.home && new EfsCsiDriver(),
    infra.buckets.size > 0 ? new S3CsiDriver() : undefined,
    new Kueue({ pools: queuedPools, queues: props.queues, ...props.kueue, monitoring, dependsOn: [certManager] }),
    new KubeflowTrainer(),
  ];

  const plugins = devicePlugins(workerPools, region, monitoring);
  // The default image of the test is for x86_64.
  const testable = workerPools.filter(
    (pool) =>
      pool.acceleratorVendor === "nvidia" &&
      pool.fabricDevices !== undefined &&
      pool.maxNodes > 1 &&
      pool.architecture === "x86_64",
  );
  components.push(...plugins, ...testable.map((pool) => new AcceptanceJob({ pool, devicePlugins: plugins })));
  if (infra.karpenter !== undefined) {
    const crds = new KarpenterCrds();
    components.push(
      crds,
      new Karpenter({
        clusterName,
        interruptionQueue: infra.karpenter.queue.name,
        crds,
        objects: infra.elasticPools.flatMap((pool) => karpenterObjects(pool)),
        closedNetwork: infra.vpc.closed,
        monitoring,
      }),
    );
  }
  const filesystems = infra.sharedFilesystems;
  if (monitoring !== undefined && filesystems.length > 0) {
    components.push(new CloudWatchExporter({ filesystems, region, monitoring }));
  }
  const made = components.filter((component) => component !== undefined);
  const further = madeBy("CloudFactoryProps", "components", infra, props.components, made, infra) ?? [];
  return withGuardrails([...made, ...further], props, infra);
}

/** What offers the pools' accelerators and fabric devices to pods, and what watches them. */
function devicePlugins(
  pools: readonly IEksNodePool[],
  region: string,
  monitoring: IPlatformComponent | undefined,
): IPlatformComponent[] {
  const plugins: IPlatformComponent[] = [];
  const nvidia = pools.filter((pool) => pool.acceleratorVendor === "nvidia");
  // MIG needs somebody who cuts the GPUs; otherwise driver and toolkit of the image suffice.
  if (nvidia.some((pool) => pool.accelerators?.resourceName.startsWith("nvidia.com/mig-"))) {
    plugins.push(new GpuOperator({ pools: nvidia, driverInImage: true, toolkitInImage: true, monitoring }));
  } else {
    if (nvidia.some((pool) => pool.devicePluginInImage !== true))
      plugins.push(new NvidiaDevicePlugin({ pools: nvidia }));
    // The operator brings its own exporter.
    if (nvidia.length > 0 && monitoring !== undefined) plugins.push(new DcgmExporter({ pools: nvidia, monitoring }));
  }
  if (pools.some((pool) => pool.acceleratorVendor === "aws-neuron")) plugins.push(new NeuronDevicePlugin({ pools }));
  if (pools.some((pool) => pool.fabricDevices !== undefined)) plugins.push(new EfaDevicePlugin({ pools, region }));
  return plugins;
}
