import type { BucketNode, FactoryModel, FilesystemNode, PoolNode, ServiceNode, SiteNode } from "../../model";
import type { CheckResult } from "../../validation";

const node = (id: string) => ({ id, path: `factory/${id}`, addresses: [`stack:aws_thing.${id}`] });

export function site(id: string, facts: Partial<SiteNode> = {}): SiteNode {
  return { ...node(id), kind: "aws", region: id, zones: [`${id}a`, `${id}b`], ...facts };
}

export function pool(id: string, facts: Partial<PoolNode> = {}): PoolNode {
  return {
    ...node(id),
    clusterId: "main",
    siteId: "eu-north-1",
    role: "accelerator",
    instanceType: "p5en.48xlarge",
    architecture: "x86_64",
    vCpus: 192,
    accelerator: { id: "h200-sxm-141gb", name: "NVIDIA H200", kind: "gpu", perNode: 8, memoryGiBEach: 141 },
    minNodes: 2,
    maxNodes: 4,
    capacity: { kind: "on-demand" },
    zones: ["eu-north-1a"],
    placement: "none",
    fabricDevicesPerNode: 16,
    fabricGbpsPerNode: 3200,
    labels: {},
    taints: [],
    ...facts,
  };
}

export function filesystem(id: string, facts: Partial<FilesystemNode> = {}): FilesystemNode {
  return {
    ...node(id),
    siteId: "eu-north-1",
    kind: "fsx-lustre",
    use: "datasets",
    deploymentType: "PERSISTENT_2 SSD 1000 MB/s per TiB",
    capacityGiB: 38_400,
    readMBps: 32_000,
    writeMBps: 16_000,
    zones: ["eu-north-1a"],
    rdma: true,
    gpuDirect: true,
    mountedByPoolIds: ["gpu"],
    linkedBucketIds: ["datasets"],
    ...facts,
  };
}

export function bucket(id: string, facts: Partial<BucketNode> = {}): BucketNode {
  return {
    ...node(id),
    siteId: "eu-north-1",
    kind: "s3",
    purpose: "datasets",
    versioned: true,
    objectLock: false,
    replicatesTo: [],
    ...facts,
  };
}

export function service(id: string, facts: Partial<ServiceNode> = {}): ServiceNode {
  return {
    ...node(id),
    clusterId: "main",
    namespace: id,
    images: [],
    dependsOn: [],
    customResources: [],
    telemetryDisabled: true,
    ...facts,
  };
}

/** A cloud factory of one accelerator pool. */
export function cloudModel(facts: Partial<FactoryModel> = {}): FactoryModel {
  return {
    schemaVersion: 1,
    name: "small",
    intent: "training",
    sites: [site("eu-north-1", { country: "SE" })],
    networks: [
      {
        ...node("network"),
        siteId: "eu-north-1",
        cidrBlocks: ["10.0.0.0/16"],
        subnets: [
          { name: "node-a", kind: "node", zone: "eu-north-1a", cidrBlock: "10.0.0.0/24", neededAddresses: 123 },
          { name: "found", kind: "node" },
        ],
        closed: false,
        natGateways: 2,
        privateEndpoints: ["s3"],
      },
    ],
    clusters: [
      {
        ...node("main"),
        siteId: "eu-north-1",
        networkId: "network",
        kind: "eks",
        kubernetesVersion: "1.35",
        publicApi: false,
        secretsKeyId: "key",
        addons: [{ name: "coredns", version: "v1.13.2-eksbuild.21" }],
      },
    ],
    pools: [pool("gpu", { fabricId: "fabric" })],
    fabrics: [{ ...node("fabric"), siteId: "eu-north-1", kind: "efa", zone: "eu-north-1a", mtu: 9001 }],
    filesystems: [filesystem("scratch", { keyId: "key" })],
    buckets: [bucket("datasets")],
    keys: [{ ...node("key"), purpose: "storage", rotates: true, custody: "customer" }],
    services: [
      service("kueue", {
        namespace: "kueue-system",
        chart: { name: "kueue", version: "0.19.3", repository: "oci://registry.k8s.io/kueue/charts" },
        images: ["registry.k8s.io/kueue/kueue:v0.19.3"],
      }),
    ],
    workloads: [
      {
        ...node("pretraining"),
        kind: "training",
        model: "llama-3.1-8b",
        poolIds: ["gpu"],
        precision: "bf16",
        trainingTokens: 2e12,
        checkpointEveryMinutes: 30,
        datasetGB: 3200,
      },
    ],
    teams: [],
    links: [],
    ...facts,
  };
}

/** A hall of one's own, joined to a cloud region: racks, planned fabric, links between sites. */
export function hybridModel(): FactoryModel {
  const cloud = cloudModel();
  const hall = "hall-1";
  const local = { siteId: hall, clusterId: "slurm", zones: [], instanceType: undefined, vCpus: 224 } as const;
  return {
    ...cloud,
    name: "hybrid",
    intent: "mixed",
    sites: [
      site(hall, {
        kind: "on-prem",
        region: undefined,
        country: "SE",
        zones: [],
        facility: { racks: 12, itPowerKW: 420, powerBudgetKW: 600, pue: 1.15, cooling: "direct liquid" },
      }),
      ...cloud.sites,
    ],
    clusters: [{ ...node("slurm"), siteId: hall, kind: "slurm", publicApi: false, addons: [] }, ...cloud.clusters],
    pools: [
      pool("b200", {
        ...local,
        system: "dgx-b200",
        accelerator: { id: "b200-sxm-180gb", name: "NVIDIA B200", kind: "gpu", perNode: 8, memoryGiBEach: 167 },
        minNodes: 32,
        maxNodes: 32,
        capacity: { kind: "owned" },
        fabricId: "compute",
      }),
      pool("login", {
        ...local,
        role: "cpu",
        system: "cpu-node",
        accelerator: undefined,
        fabricGbpsPerNode: undefined,
      }),
      ...cloud.pools,
    ],
    fabrics: [
      {
        ...node("compute"),
        siteId: hall,
        kind: "infiniband",
        plan: {
          tiers: [
            { name: "leaf", switches: 8 },
            { name: "spine", switches: 4 },
          ],
          oversubscription: 1,
          cables: 512,
        },
      },
      ...cloud.fabrics,
    ],
    filesystems: [
      filesystem("fast", {
        siteId: hall,
        kind: "lustre",
        deploymentType: undefined,
        zones: [],
        mountedByPoolIds: ["b200", "login"],
        linkedBucketIds: [],
      }),
      ...cloud.filesystems,
    ],
    buckets: [
      bucket("archive", { siteId: hall, kind: "s3-compatible", purpose: "checkpoints", replicatesTo: ["datasets"] }),
      ...cloud.buckets,
    ],
    teams: [{ ...node("research"), namespaces: ["research"], acceleratorQuota: 64 }],
    links: [
      { ...node("line"), kind: "direct-connect", from: hall, to: "eu-north-1", gbps: 100 },
      { ...node("office"), kind: "vpn", from: "office-lan", to: "network" },
    ],
    workloads: [
      ...cloud.workloads,
      { ...node("chat"), kind: "inference", model: "llama-3.3-70b", poolIds: ["b200"], precision: "fp8" },
      { ...node("unnamed"), kind: "inference", poolIds: ["b200"] },
    ],
  };
}

/** Breaks out of text, attributes and styles wherever it is not escaped, and asks for something outside. */
export const hostileText = `"'></title></style><script>document.title = "taken"</script><img src="https://example.invalid/x.png">&amp;\u202e`;

/** A factory whose names are hostile: all of them, and those that the page looks up as well. */
export function hostileModel(): FactoryModel {
  const spoilt = (key: string, value: unknown): unknown =>
    typeof value === "string" && !["schemaVersion", "intent", "role", "cidrBlock"].includes(key)
      ? `${value}${hostileText}`
      : value;
  return JSON.parse(JSON.stringify(hybridModel(), spoilt)) as FactoryModel;
}

/** A check with an error, a warning, a remark and an acknowledged warning. */
export function mixedCheck(words = ""): CheckResult {
  const finding = (severity: "error" | "warning" | "info", rule: string) => ({
    rule,
    severity,
    verdict: severity === "info" ? ("unknown" as const) : ("fail" as const),
    message: `the ${severity} is here${words}`,
    path: `factory/gpu${words}`,
    address: `aws_launch_template.gpu${words}`,
    given: { interfaces: 1, words },
    allowed: ["32", words],
    fix: `mend the ${severity}${words}`,
    sources: [`a page${words}`],
  });
  const acknowledgement = {
    rule: "STO-001",
    path: "factory/gpu",
    reason: `agreed${words}`,
    owner: `data team${words}`,
    expires: "2027-01-31",
  };
  return {
    findings: [finding("error", "FAB-001"), finding("warning", "CAP-001"), finding("info", "NET-001")],
    acknowledged: [{ finding: finding("warning", "STO-001"), acknowledgement }],
    rules: [
      { rule: "FAB-001", ran: true, pass: 3, fail: 1, unknown: 0, crashed: false },
      { rule: "VER-001", ran: false, pass: 0, fail: 0, unknown: 0, crashed: false },
    ],
  };
}
