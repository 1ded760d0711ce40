import type { Construct } from "constructs";
import { KubernetesCluster } from "../../constructs/cluster";
import { KubernetesGpuNodePool, KubernetesNodePool } from "../../constructs/compute";
import type { IHostFabric, INodePool, IParallelFilesystem, IPlatformComponent } from "../../constructs/contracts";
import { InfiniBandFabric, RoceFabric } from "../../constructs/fabric";
import { FilesystemExporters, KubePrometheusStack } from "../../constructs/observability";
import { CertManager, GitOpsPlatform, NodeFeatureDiscovery, TerraformPlatform } from "../../constructs/platform";
import { NodeDivision } from "../../constructs/scheduling";
import { Site } from "../../constructs/site";
import { TerraformStack } from "../../core/cdktf";
import { FactoryState } from "../cloud/state";
import { madeBy } from "../props-shape";
import { withGuardrails } from "./boundary";
import { makeVolumes } from "../volumes";
import { siteId } from "./check";
import { onPremComponents } from "./components";
import type { OnPremFabric, OnPremFactoryProps, OnPremParts, OnPremStorage } from "./props";

/** The site of an on-prem factory, and what runs on its cluster. */
export class OnPremPlatform extends TerraformStack {
  /** The planned site: racks, networks to the port, power. */
  readonly site: Site;
  /** The existing cluster that the platform is installed on. */
  readonly cluster: KubernetesCluster;
  /** RDMA networks by name. */
  readonly fabrics: ReadonlyMap<string, IHostFabric>;
  /** Accelerated pools, in the order of the props. */
  readonly gpuPools: readonly KubernetesGpuNodePool[];
  /** CPU and storage pools, in the order of the props. */
  readonly cpuPools: readonly KubernetesNodePool[];
  /** What the `storage` of the props made; nothing is in it where they have none. */
  readonly storage: OnPremStorage;
  /** What was installed; `components.component(name)` gives its resources. */
  readonly components: TerraformPlatform;
  /** The same components as files; present where deliveries were asked for. */
  readonly files?: GitOpsPlatform;

  constructor(scope: Construct, id: string, props: OnPremFactoryProps) {
    super(scope, id);
    (props.state ?? FactoryState.local()).attachTo(this);
    const place = siteId(props, scope.node.id);
    this.site = new Site(this, "site", props.site, place);
    this.cluster = KubernetesCluster.fromAttributes(this, "cluster", {
      clusterName: scope.node.id,
      ...props.cluster,
      siteId: place,
    });
    this.fabrics = new Map((props.fabrics ?? []).map((fabric) => [fabric.name, this.fabric(fabric)]));
    const { cluster, site } = this;
    this.gpuPools = props.pools.map(
      ({ name, fabric, ...pool }) =>
        new KubernetesGpuNodePool(this, name, {
          ...pool,
          cluster,
          site,
          poolName: name,
          fabric: fabric === undefined ? undefined : this.fabrics.get(fabric),
        }),
    );
    this.cpuPools = (props.cpuPools ?? []).map(
      ({ name, ...pool }) => new KubernetesNodePool(this, name, { ...pool, cluster, site, poolName: name }),
    );

    const parts = this.parts(props);
    this.storage = madeBy("OnPremFactoryProps", "storage", this, props.storage, parts) ?? {};
    for (const filesystem of this.storage.filesystems ?? []) {
      for (const pool of this.allPools) filesystem.mountOn(pool);
    }
    const { imageRegistry, chartRepository, deliveries = [] } = props;
    const components = this.componentsOf(props, parts);
    this.components = new TerraformPlatform(this, "platform", { cluster, components, imageRegistry, chartRepository });
    const { filesystems = [], components: drivers = [] } = this.storage;
    const namespaces = props.filesystemNamespaces ?? ["default"];
    const volumes = makeVolumes(this, this.components, filesystems, drivers, namespaces);
    if (deliveries.length > 0) {
      this.files = new GitOpsPlatform(this, "files", {
        cluster,
        components: [...components, ...volumes],
        deliveries,
        imageRegistry,
        chartRepository,
        inModel: false,
      });
    }
  }

  /** Every pool, accelerated ones first. */
  get allPools(): readonly (KubernetesGpuNodePool | KubernetesNodePool)[] {
    return [...this.gpuPools, ...this.cpuPools];
  }

  private fabric({ name, ...fabric }: OnPremFabric): IHostFabric {
    const props = { ...fabric, site: this.site, fabricName: name };
    return props.kind === "infiniband" ? new InfiniBandFabric(this, name, props) : new RoceFabric(this, name, props);
  }

  private parts(props: OnPremFactoryProps): OnPremParts {
    const monitoring =
      (props.monitoring ?? true)
        ? new KubePrometheusStack({ storageClassName: props.storageClassName, controlPlaneReachable: true })
        : undefined;
    const division = this.division(props);
    const hasSlurm = (division?.slurmPools ?? []).length > 0;
    const taintsPools = this.allPools.some(({ taints, selection }) => taints.length > 0 && selection.kind !== "label");
    return {
      scope: this,
      site: this.site,
      cluster: this.cluster,
      pools: new Map(this.allPools.map((pool): [string, INodePool] => [pool.poolName, pool])),
      certManager: new CertManager({ monitoring }),
      discovery: new NodeFeatureDiscovery({ taints: taintsPools || hasSlurm, monitoring }),
      division,
      monitoring,
    };
  }

  private division({ division }: OnPremFactoryProps): NodeDivision | undefined {
    if (division === undefined) return undefined;
    const shares = division.flatMap(({ pool: name, ...share }) => {
      const pool = this.allPools.find(({ poolName }) => poolName === name);
      return pool === undefined ? [] : [{ pool, ...share }];
    });
    return new NodeDivision(shares, `${this.node.path}.division`);
  }

  private componentsOf(props: OnPremFactoryProps, parts: OnPremParts): readonly IPlatformComponent[] {
    const made = [
      ...onPremComponents({ props, parts, gpuPools: this.gpuPools, cpuPools: this.cpuPools, fabrics: this.fabrics }),
      ...(this.storage.components ?? []),
      ...this.filesystemExporters(parts),
    ];
    const whole = { ...parts, storage: this.storage };
    const further = madeBy("OnPremFactoryProps", "components", this, props.components, whole, made) ?? [];
    return withGuardrails([...made, ...further], props);
  }

  private filesystemExporters({ monitoring }: OnPremParts): readonly IPlatformComponent[] {
    const filesystems = (this.storage.filesystems ?? []).filter(
      (filesystem: IParallelFilesystem) => filesystem.exporter !== undefined,
    );
    if (monitoring === undefined || filesystems.length === 0) return [];
    return [new FilesystemExporters({ filesystems, monitoring })];
  }
}
