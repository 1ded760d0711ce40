import { App, TerraformStack } from "cdktf";
import { OnPremFactory } from "../../../blueprints";
import type { IPlatformComponent } from "../../../constructs/contracts";
import { RdsDatabaseAccess, RdsPostgres } from "../../../constructs/database";
import {
  BoundaryIssuer,
  ExternalSecrets,
  GatewayAuthentication,
  HaproxyInferenceGateway,
} from "../../../constructs/gateway";
import {
  DatasetSync,
  FactoryIdentity,
  IdentityBindings,
  MultiKueue,
  MultiKueueWorker,
} from "../../../constructs/hybrid";
import { FilesystemExporter, FilesystemExporters, KubePrometheusStack } from "../../../constructs/observability";
import { AmdGpuOperator, GpuOperator, IntelGaudiOperator, NvidiaDraDriver } from "../../../constructs/platform";
import {
  Kueue,
  SchedulerLabels,
  SlurmAccounting,
  SlurmCluster,
  SlurmDatabase,
  SlurmOperator,
  SlurmOperatorCrds,
  SlurmSecrets,
} from "../../../constructs/scheduling";
import { ModelEndpoint } from "../../../constructs/serving";
import { AdmissionPolicies, NetworkPolicies } from "../../../constructs/sovereignty";
import {
  BeeGfsCsiDriver,
  LocalScratch,
  LustreMount,
  NfsFilesystem,
  RookCeph,
  WekaCsiDriver,
  WekaFilesystem,
} from "../../../constructs/storage";
import { site } from "../../blueprints/preset-props";
import { FakeIdentity, FakeKey, FakeVpc } from "../storage/fakes";
import { fakePool, gpuPool } from "./fakes";

/** Components that only a site has, or a site and a cloud together: the full stack there, and what stands beside it. */
export function everyOnPremComponent(): readonly IPlatformComponent[] {
  const beside: IPlatformComponent[] = [];
  const { platform } = new OnPremFactory(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "site", {
    ...site,
    division: [{ pool: "dgx", slurmNodes: 1, kubernetesNodes: 6 }],
    storage: (parts) => ({ ...site.storage?.(parts), components: ceph(parts) }),
    components: (parts, made) => {
      const own = [...(site.components?.(parts, made) ?? []), ...slurm(parts)];
      beside.push(...others(parts, [...made, ...own]));
      return own;
    },
  });
  return [...platform.components.components.map(({ component }) => component), ...beside];
}

type Parts = Parameters<NonNullable<typeof site.components>>[0];

function ceph({ scope }: Parts): readonly IPlatformComponent[] {
  return new RookCeph(scope, "ceph", {
    siteId: "oslo",
    nodes: [1, 2, 3].map((index) => ({ name: `store-0${index}`, rack: `r${index}` })),
    disksPerNode: 12,
    diskGiB: 14_000,
    deviceFilter: "^nvme[1-9][0-9]*n1$",
    filesystem: { share: 0.5, readMBps: 30_000, writeMBps: 12_000 },
    block: { share: 0.1 },
  }).components;
}

function slurm({ scope, division, discovery, certManager }: Parts): readonly IPlatformComponent[] {
  if (division === undefined) return [];
  const crds = new SlurmOperatorCrds();
  const operator = new SlurmOperator({ crds, certManager });
  const home = { siteId: "oslo", server: "10.1.2.3", exportPath: "/home", capacityGiB: 1000 };
  const cluster = new SlurmCluster(scope, "slurm", {
    operator,
    siteId: "oslo",
    nodes: [{ pool: division.slurmPool("dgx") }],
    mounts: [{ filesystem: new NfsFilesystem(scope, "home", home), mountPath: "/home" }],
    accounting: SlurmAccounting.inCluster(new SlurmDatabase()),
  });
  return [new SchedulerLabels({ division, discovery }), crds, operator, ...cluster.components];
}

/** What a cluster has instead of something else, or beside all of it. */
function others(
  { certManager, discovery, scope }: Parts,
  made: readonly IPlatformComponent[],
): readonly IPlatformComponent[] {
  const find = <T>(type: abstract new (...args: never[]) => T): T => {
    const found = made.find((component) => component instanceof type);
    if (found === undefined) throw new Error(`no ${type.name}`);
    return found as T;
  };
  const of = (vendor: "amd" | "intel-gaudi", resourceName: string) =>
    fakePool(vendor, { acceleratorVendor: vendor, accelerators: { resourceName, perNode: 8 } });
  const kueue = find(Kueue);
  const dataClasses = [{ name: "public", mayLeave: true }];
  const secretStore = { name: "vault", kind: "ClusterSecretStore" } as const;
  return [
    new AmdGpuOperator({
      pools: [of("amd", "amd.com/gpu")],
      certManager,
      discovery,
      devicePluginImages: { plugin: "docker.io/acme/plugin:1.0", labeller: "docker.io/acme/labeller:1.0" },
    }),
    new IntelGaudiOperator({ pools: [of("intel-gaudi", "habana.ai/gaudi")] }),
    new NvidiaDraDriver({
      pools: [gpuPool()],
      kubernetesVersion: "1.34",
      driverInImage: true,
      gpuOperator: find(GpuOperator),
    }),
    new BeeGfsCsiDriver({ connAuthSecretName: "auth" }),
    new WekaCsiDriver(),
    new FilesystemExporters({
      monitoring: find(KubePrometheusStack),
      filesystems: [
        new LustreMount(scope, "lustre", {
          siteId: "oslo",
          managementServers: ["10.1.0.1@o2ib"],
          fsname: "lustre",
          capacityGiB: 1000,
          readMBps: 1000,
          metadataIops: 10_000,
          exporter: FilesystemExporter.lustre({
            targets: ["oss1.example.org:32221"],
            tls: { caSecret: { name: "storage-ca", key: "ca.crt" }, serverName: "oss.example.org" },
          }),
        }),
        new WekaFilesystem(scope, "weka", {
          siteId: "oslo",
          capacityGiB: 1000,
          apiSecret: { name: "weka", namespace: "csi-wekafs" },
          exporter: FilesystemExporter.weka({
            hosts: ["weka1.example.org", "weka2.example.org"],
            tokenSecretName: "weka-token",
            caSecretName: "weka-ca",
          }),
        }),
      ],
    }),
    new LocalScratch({ pool: fakePool("gpu"), nodeNames: ["n1"], hostPaths: ["/scratch/0"], volumeGiB: 10 }),
    new HaproxyInferenceGateway({
      hostname: "ai.example.org",
      certManager,
      issuer: find(BoundaryIssuer).issuer,
      authentication: GatewayAuthentication.apiKeys({ externalSecrets: find(ExternalSecrets), secretStore }),
      teams: [{ name: "research" }],
      endpoints: [find(ModelEndpoint)],
    }),
    new MultiKueue({
      policy: {
        teams: [{ name: "vision", namespaces: ["vision"], share: 1 }],
        maxNodes: 8,
        windows: [],
        dataClasses,
        workloads: [],
      },
      workerName: "cloud",
      pool: gpuPool("burst"),
      kueue,
    }),
    new MultiKueueWorker({ kueue }),
    new DatasetSync({
      name: "crawl",
      namespace: "language",
      direction: "to-cloud",
      claimName: "datasets",
      directory: "/crawl/",
      bucket: { name: "bucket", region: "eu-north-1", prefix: "crawl" },
      dataClass: "public",
      dataClasses,
      schedule: "0 1 * * *",
      limitMbps: 8_000,
      image: "registry.example.org/rclone:1.0",
      credentialsSecretName: "bucket",
    }),
    new IdentityBindings({
      identity: new FactoryIdentity({
        issuerUrl: "https://id.example.org",
        clientId: "factory",
        jwksUrl: "https://id.example.org/keys",
        adminGroups: ["platform"],
      }),
    }),
    SlurmSecrets.forDatabase({ externalSecrets: find(ExternalSecrets), clusterSecretStore: "vault" }),
    databaseAccess(find(ExternalSecrets)),
    new AdmissionPolicies({ components: [kueue], registries: ["registry.example.org"] }),
    new NetworkPolicies({ components: [kueue], controlPlaneCidrBlocks: ["10.20.0.0/24"] }),
  ];
}

function databaseAccess(externalSecrets: IPlatformComponent): IPlatformComponent {
  const stack = new TerraformStack(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "infra");
  const vpc = new FakeVpc(stack, "vpc");
  const server = new RdsPostgres(stack, "mlflow-db", { vpc, key: new FakeKey(stack, "key"), databaseName: "mlflow" });
  const identity = new FakeIdentity(stack, "external-secrets");
  return new RdsDatabaseAccess({ server, externalSecrets, identity, namespace: "mlflow" });
}
