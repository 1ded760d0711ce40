import type { Construct } from "constructs";
import { karpenterObjects } from "../../constructs/compute";
import type { IEksNodePool, IPlatformComponent } from "../../constructs/contracts";
import { DcgmExporter, KubePrometheusStack } from "../../constructs/observability";
import {
  AwsLoadBalancerController,
  CertManager,
  EbsStorageClass,
  EfaDevicePlugin,
  EfsCsiDriver,
  FsxCsiDriver,
  GpuOperator,
  Karpenter,
  KarpenterCrds,
  NeuronDevicePlugin,
  NvidiaDevicePlugin,
  S3CsiDriver,
  TerraformPlatform,
} from "../../constructs/platform";
import { AcceptanceJob, KubeflowTrainer, Kueue } from "../../constructs/scheduling";
import { KubernetesVolumes } from "../../constructs/storage";
import { TerraformStack } from "../../core/cdktf";
import type { CloudInfrastructure } from "./infrastructure";
import type { CloudFactoryProps } from "./props";
import { FactoryState } from "./state";

/** What runs on the cluster of a cloud factory. */
export class CloudPlatform extends TerraformStack {
  readonly components: TerraformPlatform;

  constructor(scope: Construct, id: string, infra: CloudInfrastructure, props: CloudFactoryProps) {
    super(scope, id);
    (props.state ?? FactoryState.local()).attachTo(this);
    this.components = new TerraformPlatform(this, "platform", {
      cluster: infra.cluster,
      components: cloudComponents(infra, props),
      imageRegistry: props.imageRegistry,
      chartRepository: props.chartRepository,
    });
    // A volume is of use when its driver is there.
    const drivers = this.components.components.flatMap(({ component, release }) =>
      release !== undefined && component.name.endsWith("-csi-driver") ? [release] : [],
    );
    for (const filesystem of [...infra.filesystems, ...(infra.home === undefined ? [] : [infra.home])]) {
      new KubernetesVolumes(this, `volume-${filesystem.filesystemName}`, {
        filesystem,
        namespaces: ["default"],
        dependsOn: drivers,
      });
    }
  }
}

/** The components that a cloud factory needs: chosen by its pools and its storage. */
export function cloudComponents(infra: CloudInfrastructure, props: CloudFactoryProps): IPlatformComponent[] {
  const { cluster } = infra;
  const { region } = props;
  const { clusterName } = cluster;
  const workerPools: readonly IEksNodePool[] = [...infra.pools, ...infra.elasticPools];
  const storage = new EbsStorageClass();
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
    new Kueue({ pools: workerPools, monitoring, dependsOn: [certManager] }),
    new KubeflowTrainer(),
  ];

  const devicePlugins: IPlatformComponent[] = [];
  const nvidia = workerPools.filter((pool) => pool.acceleratorVendor === "nvidia");
  if (nvidia.length > 0) {
    // MIG needs somebody who cuts the GPUs; otherwise driver and toolkit of the image suffice.
    const isCut = nvidia.some((pool) => pool.accelerators?.resourceName.startsWith("nvidia.com/mig-"));
    const plugin = isCut
      ? new GpuOperator({ pools: nvidia, driverInImage: true, toolkitInImage: true, monitoring })
      : new NvidiaDevicePlugin({ pools: nvidia });
    devicePlugins.push(plugin);
    // The operator brings its own exporter.
    if (monitoring !== undefined && !isCut) components.push(new DcgmExporter({ pools: nvidia, monitoring }));
  }
  if (workerPools.some((pool) => pool.acceleratorVendor === "aws-neuron")) {
    devicePlugins.push(new NeuronDevicePlugin({ pools: workerPools }));
  }
  if (workerPools.some((pool) => pool.fabricDevices !== undefined)) {
    devicePlugins.push(new EfaDevicePlugin({ pools: workerPools, region }));
  }
  const testable = nvidia.filter((pool) => pool.fabricDevices !== undefined && pool.maxNodes > 1);
  components.push(...devicePlugins, ...testable.map((pool) => new AcceptanceJob({ pool, devicePlugins })));
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
  return components.filter((component) => component !== undefined);
}
