import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import type { Construct } from "constructs";
import { instanceType } from "../../catalog";
import { partitionEndpoints } from "../../constructs/aws/provider-endpoints";
import { EksCluster } from "../../constructs/cluster";
import { Capacity, EksElasticNodePool, EksGpuNodePool, EksNodePool, type PoolProps } from "../../constructs/compute";
import type { IEksNodePool, IFactoryVpc } from "../../constructs/contracts";
import { EfaFabric } from "../../constructs/fabric";
import { CustomerKey } from "../../constructs/keys";
import { FactoryVpc } from "../../constructs/network";
import { KarpenterInfrastructure } from "../../constructs/platform";
import { LustreFilesystem, ObjectStore, EfsSharedHome } from "../../constructs/storage";
import { TerraformStack } from "../../core/cdktf";
import { nodeAddressNeeds } from "./addresses";
import { addPlatformIdentities } from "./identities";
import type { CloudFactoryProps, CloudFilesystem, CloudPool } from "./props";
import { FactoryState } from "./state";
import { filesystemZone, poolZones, systemPool } from "./zones";

/** The AWS side of a cloud factory: everything below Kubernetes. */
export class CloudInfrastructure extends TerraformStack {
  /** Network of the factory, created or existing. */
  readonly vpc: IFactoryVpc;
  /** Customer keys: Kubernetes' secrets, disks and buckets, logs. */
  readonly keys: { readonly cluster: CustomerKey; readonly storage: CustomerKey; readonly logs: CustomerKey };
  /** The EKS cluster. */
  readonly cluster: EksCluster;
  /** Nodes that the platform's own components run on. */
  readonly systemPool: EksNodePool;
  /** EFA networks by the zone that they stand in. */
  readonly fabrics: ReadonlyMap<string, EfaFabric>;
  /** Pools of the props, in their order. */
  readonly pools: readonly IEksNodePool[];
  /** Pools that Karpenter grows, in the order of the props. */
  readonly elasticPools: readonly EksElasticNodePool[];
  /** Buckets by name. */
  readonly buckets: ReadonlyMap<string, ObjectStore>;
  /** Lustre filesystems, in the order of the props. */
  readonly filesystems: readonly LustreFilesystem[];
  /** Homes on EFS; undefined where the props switch them off. */
  readonly home?: EfsSharedHome;
  /** What Karpenter needs of AWS; undefined without elastic pools. */
  readonly karpenter?: KarpenterInfrastructure;

  constructor(
    scope: Construct,
    id: string,
    private readonly props: CloudFactoryProps,
  ) {
    super(scope, id);
    const name = scope.node.id;
    (props.state ?? FactoryState.local()).attachTo(this);
    const endpoints = props.providerEndpoints ?? partitionEndpoints(props.region);
    new AwsProvider(this, "aws", {
      region: props.region,
      endpoints: endpoints === undefined ? undefined : [endpoints],
      defaultTags: [{ tags: { "ai-factory": name, ...props.tags } }],
    });
    const { region, customKeyStoreId } = props;
    this.keys = {
      cluster: new CustomerKey(this, "cluster-key", { purpose: "cluster-secrets", region, customKeyStoreId }),
      storage: new CustomerKey(this, "storage-key", { purpose: "storage", region, customKeyStoreId }),
      logs: new CustomerKey(this, "logs-key", { purpose: "logs", region, customKeyStoreId }),
    };
    this.vpc = this.network();
    this.cluster = new EksCluster(this, "cluster", {
      clusterName: name,
      vpc: this.vpc,
      kubernetesVersion: props.kubernetesVersion,
      secretsKey: this.keys.cluster,
      logsKey: this.keys.logs,
      publicAccessCidrs: props.publicAccessCidrs,
      privateAccessCidrs: props.privateAccessCidrs,
      remoteNetworks: props.remoteNetworks,
      adminRoleArns: props.adminRoleArns,
    });
    const system = systemPool(props);
    this.systemPool = new EksNodePool(this, "system", {
      ...this.common("system", Capacity.onDemand({ minNodes: system.nodes, maxNodes: system.nodes + 2 })),
      instanceTypes: [system.instanceType],
      role: "system",
    });
    this.cluster.installWorkloadAddons(this.systemPool);

    const fabricZones = new Set(
      props.pools.filter((pool) => pool.fabric).map((pool) => poolZones(pool, props)[0] ?? ""),
    );
    this.fabrics = new Map(
      [...fabricZones].map((zone) => [zone, new EfaFabric(this, `fabric-${zone}`, { vpc: this.vpc, zone })]),
    );
    this.pools = props.pools.map((pool) => this.pool(pool));
    this.elasticPools = (props.elasticPools ?? []).map(
      (pool) =>
        new EksElasticNodePool(this, pool.name, {
          cluster: this.cluster,
          poolName: pool.name,
          instanceTypes: pool.instanceTypes,
          maxNodes: pool.maxNodes,
          zones: pool.zones ?? props.zones,
          markets: pool.markets,
          volumeKey: this.keys.storage,
        }),
    );
    this.buckets = new Map(
      (props.buckets ?? []).map((bucket) => [
        bucket.name,
        new ObjectStore(this, bucket.name, { region, purpose: bucket.purpose, key: this.keys.storage }),
      ]),
    );
    this.filesystems = (props.filesystems ?? []).map((filesystem) => this.filesystem(filesystem));
    if (props.sharedHome ?? true) this.home = this.sharedHome();
    if (this.elasticPools.length > 0) {
      // A boundary asks for a key of the customer even where messages name machines alone.
      const key =
        props.boundary === undefined
          ? undefined
          : new CustomerKey(this, "messages-key", { purpose: "messages", region, customKeyStoreId });
      this.karpenter = new KarpenterInfrastructure(this, "karpenter", { cluster: this.cluster, key });
    }
    addPlatformIdentities(this.cluster, {
      region,
      storageKeyArn: this.keys.storage.keyArn,
      buckets: this.buckets.values(),
      hasHome: this.home !== undefined,
      watchesFilesystems: (props.monitoring ?? true) && this.sharedFilesystems.length > 0,
    });
  }

  /** Every pool, the system pool first. */
  get allPools(): readonly IEksNodePool[] {
    return [this.systemPool, ...this.pools, ...this.elasticPools];
  }

  /** Every filesystem that pools mount. */
  get sharedFilesystems(): readonly (LustreFilesystem | EfsSharedHome)[] {
    return [...this.filesystems, ...(this.home === undefined ? [] : [this.home])];
  }

  private network(): IFactoryVpc {
    const { props } = this;
    if (props.vpc !== undefined) return FactoryVpc.fromAttributes(this, "network", props.vpc);
    return new FactoryVpc(this, "network", {
      region: props.region,
      zones: props.zones,
      closed: props.closedNetwork,
      natGateways: props.natGateways,
      cidrBlock: props.cidrBlock,
      nodeCidrBlock: props.nodeCidrBlock,
      nodeAddressNeeds: nodeAddressNeeds(props),
      logsKey: this.keys.logs,
    });
  }

  private common(poolName: string, capacity: Capacity): PoolProps {
    return { cluster: this.cluster, poolName, capacity, volumeKey: this.keys.storage, prefixDelegation: true };
  }

  private pool(pool: CloudPool): IEksNodePool {
    const zones = poolZones(pool, this.props);
    const common = {
      ...this.common(pool.name, pool.capacity),
      zones,
      operatingSystem: pool.operatingSystem,
      maxPodsPerNode: pool.maxPodsPerNode,
      labels: pool.labels,
      usdPerNodeHour: pool.usdPerNodeHour,
    };
    if (instanceType(pool.instanceType).accelerator === undefined) {
      return new EksNodePool(this, pool.name, { ...common, instanceTypes: [pool.instanceType] });
    }
    return new EksGpuNodePool(this, pool.name, {
      ...common,
      instanceType: pool.instanceType,
      fabric: pool.fabric ? this.fabrics.get(zones[0] ?? "") : undefined,
      interfacePattern: pool.interfacePattern,
      sharing: pool.sharing,
    });
  }

  private filesystem(spec: CloudFilesystem): LustreFilesystem {
    const zone = filesystemZone(spec, this.props);
    const filesystem = new LustreFilesystem(this, spec.name, {
      vpc: this.vpc,
      fabric: this.fabrics.get(zone),
      zone,
      capacityGiB: spec.capacityGiB,
      deployment: spec.deployment,
      metadataIops: spec.metadataIops,
      use: spec.use,
      key: this.keys.storage,
      logsKey: this.keys.logs,
    });
    for (const pool of this.allPools) filesystem.mountOn(pool);
    const purposes = new Map((this.props.buckets ?? []).map((bucket) => [bucket.name, bucket.purpose]));
    for (const name of spec.linkedBuckets ?? []) {
      const bucket = this.buckets.get(name);
      if (bucket === undefined) continue;
      // What a job writes as a checkpoint is meant to last: it goes to the bucket by itself.
      const exportPolicy = purposes.get(name) === "checkpoints" ? (["NEW", "CHANGED", "DELETED"] as const) : undefined;
      filesystem.linkBucket(bucket, { path: `/${name}`, exportPolicy });
    }
    return filesystem;
  }

  private sharedHome(): EfsSharedHome {
    const home = new EfsSharedHome(this, "home", { vpc: this.vpc, key: this.keys.storage });
    for (const pool of this.allPools) home.mountOn(pool);
    return home;
  }
}
