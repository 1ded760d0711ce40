import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type {
  ClusterAccess,
  IKubernetesCluster,
  INodePool,
  IObjectStore,
  IPlatformComponent,
} from "../../../constructs/contracts";
import { TerraformPlatform, type BucketUse, type TerraformPlatformProps } from "../../../constructs/platform";
import { EfsSharedHome, LustreFilesystem } from "../../../constructs/storage";
import { resourcesOf, synthStack, type EmittedBlock } from "../../../testing";

/** A cluster reached by a kubeconfig context. */
export class FakeCluster extends Construct implements IKubernetesCluster {
  readonly kubernetesVersion = "1.34";
  readonly siteId = "site";

  constructor(
    scope: Construct,
    readonly clusterName: string,
    readonly access: ClusterAccess = { kind: "kubeconfig", context: "factory" },
  ) {
    super(scope, clusterName);
  }
}

/** A pool without infrastructure behind it. */
export function fakePool(poolName: string, facts: Partial<Omit<INodePool, "node">> = {}): INodePool {
  const scope = new Construct(undefined as never, "");
  const pool = {
    poolName,
    labels: { "ai-factory/pool": poolName },
    taints: [],
    minNodes: 0,
    maxNodes: 4,
    architecture: "x86_64",
    zones: ["eu-north-1a"],
    vCpus: 16,
    memoryGiB: 64,
    ...facts,
  } as const;
  return Object.assign(new Construct(scope, poolName), pool) as INodePool;
}

/** Sixteen nodes of p5en.48xlarge. */
export function gpuPool(poolName = "training", facts: Partial<Omit<INodePool, "node">> = {}): INodePool {
  return fakePool(poolName, {
    taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
    maxNodes: 16,
    vCpus: 192,
    memoryGiB: 2048,
    acceleratorVendor: "nvidia",
    accelerators: { resourceName: "nvidia.com/gpu", perNode: 8 },
    fabricDevices: { resourceName: "vpc.amazonaws.com/efa", perNode: 16 },
    ...facts,
  });
}

/** A bucket of a store outside AWS, whose keys are in the secret `keys`, and a service account that uses it. */
export function fakeBucketUse(namespace: string, serviceAccountName: string): BucketUse {
  const scope = new Construct(undefined as never, "");
  const store = {
    storeName: "store",
    bucketName: "bucket",
    endpointUrl: "https://s3.example.org",
    grantRead: () => undefined,
    grantReadWrite: () => undefined,
    secretNameOf: () => "keys",
  };
  return {
    store: Object.assign(new Construct(scope, "store"), store),
    identity: Object.assign(new Construct(scope, "identity"), { namespace, serviceAccountName }),
  };
}

/** An FSx for Lustre filesystem that exists: 12 TB, 1,200 MB/s. */
export function fakeLustre(filesystemName: string) {
  return LustreFilesystem.fromAttributes(new TerraformStack(new App(), "s"), filesystemName, {
    fileSystemId: "fs-0123456789abcdef0",
    dnsName: "fs-0123456789abcdef0.fsx.eu-north-1.amazonaws.com",
    mountName: "abcdefgh",
    securityGroupId: "sg-1",
    zone: "eu-north-1a",
    region: "eu-north-1",
    capacityGiB: 12_000,
    throughputMBps: 1200,
  });
}

/** An EFS filesystem that exists. */
export function fakeEfs(filesystemName: string) {
  return EfsSharedHome.fromAttributes(new TerraformStack(new App(), "s"), filesystemName, {
    fileSystemId: "fs-0fedcba9876543210",
    securityGroupId: "sg-2",
    region: "eu-north-1",
    zones: ["eu-north-1a"],
  });
}

/** A bucket without a service behind it. */
export function fakeStore(): IObjectStore {
  return Object.assign(new Construct(undefined as never, ""), {
    storeName: "weights",
    bucketName: "weights-bucket",
    endpointUrl: "https://s3.site.example.org",
    grantRead: () => undefined,
    grantReadWrite: () => undefined,
  });
}

/** A component of no chart and no manifests, changed by `facts`. */
export function fakeComponent(name: string, facts: Partial<IPlatformComponent> = {}): IPlatformComponent {
  return {
    name,
    namespace: name,
    values: {},
    manifests: [],
    images: [],
    dependsOn: [],
    telemetryDisabled: true,
    ...facts,
  };
}

/** A component with a chart. */
export function fakeChart(name: string, facts: Partial<IPlatformComponent> = {}): IPlatformComponent {
  return fakeComponent(name, {
    chart: { name, version: "1.2.3", repository: "https://charts.example.com" },
    ...facts,
  });
}

/** A platform stack with the components, and what Terraform would read of it. */
export function synthPlatform(components: readonly IPlatformComponent[], props: Partial<TerraformPlatformProps> = {}) {
  const app = new App({ stackTraces: false });
  const stack = new TerraformStack(app, "platform");
  const cluster = new FakeCluster(stack, "cluster");
  const platform = new TerraformPlatform(stack, "platform", { cluster, components, ...props });
  const emitted = synthStack(stack);
  const releases = Object.values(resourcesOf(emitted, "helm_release"));
  return {
    app,
    stack,
    platform,
    emitted,
    releases,
    /** The one release of that name. */
    release: (name: string): EmittedBlock => releases.find((release) => release.name === name)!,
  };
}

/** The values of a release as data. */
export function valuesOf(release: EmittedBlock): Record<string, unknown> {
  return JSON.parse((release.values as string[])[0]!) as Record<string, unknown>;
}
