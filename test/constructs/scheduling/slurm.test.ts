import { App, TerraformStack } from "cdktf";
import { parse } from "yaml";
import type { INodePool } from "../../../constructs/contracts";
import {
  CertManager,
  mirrorComponents,
  namespacesOf,
  orderComponents,
  podSecurityLabel,
} from "../../../constructs/platform";
import {
  checkSlurmClusterProps,
  checkSlurmSecrets,
  NodeDivision,
  SlurmAccounting,
  SlurmCluster,
  SlurmDatabase,
  SlurmGres,
  SlurmOperator,
  SlurmOperatorCrds,
  SlurmSecrets,
  slurmTopologyFile,
  type SlurmClusterProps,
} from "../../../constructs/scheduling";
import { NfsFilesystem } from "../../../constructs/storage";
import { collectModel } from "../../../model";
import { unknownValueKeys, validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { gpuPool } from "../platform/fakes";

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${String(index + 1).padStart(2, "0")}`);

function nvl72(): INodePool {
  return gpuPool("gb200", {
    maxNodes: 36,
    minNodes: 36,
    architecture: "arm64",
    vCpus: 144,
    memoryGiB: 960,
    labels: { "ai-factory/pool": "gb200", "ai-factory/accelerator": "gb200-nvl72" },
    accelerators: { resourceName: "nvidia.com/gpu", perNode: 4 },
    fabricDevices: { resourceName: "nvidia.com/rail_a", perNode: 1 },
    railDevices: ["a", "b", "c", "d"].map((rail) => ({ resourceName: `nvidia.com/rail_${rail}`, perNode: 1 })),
  });
}

function mi300x(): INodePool {
  return gpuPool("mi300x", {
    maxNodes: 8,
    minNodes: 8,
    acceleratorVendor: "amd",
    labels: { "ai-factory/pool": "mi300x", "ai-factory/accelerator": "mi300x" },
    taints: [{ key: "amd.com/gpu", value: "present", effect: "NoSchedule" }],
    accelerators: { resourceName: "amd.com/gpu", perNode: 8 },
    fabricDevices: undefined,
  });
}

function divided() {
  return new NodeDivision([
    { pool: nvl72(), slurmNodes: 18, kubernetesNodes: 18, nodeNames: names("gb200", 36) },
    { pool: mi300x(), slurmNodes: 8, kubernetesNodes: 0, nodeNames: names("mi300x", 8) },
  ]);
}

const placements = (prefix: string, count: number) =>
  names(prefix, count).map((node) => ({ node, pod: "pod-1", unit: `${prefix}-unit`, rack: `${prefix}-rack` }));

function cluster(changes: Partial<SlurmClusterProps> = {}) {
  const app = new App({ stackTraces: false });
  const scope = new TerraformStack(app, "platform");
  const division = divided();
  const certManager = new CertManager();
  const crds = new SlurmOperatorCrds();
  const operator = new SlurmOperator({ crds, certManager });
  const database = new SlurmDatabase();
  const scratch = new NfsFilesystem(scope, "scratch", {
    siteId: "site",
    capacityGiB: 100_000,
    server: "nas",
    exportPath: "/scratch",
  });
  const props: SlurmClusterProps = {
    operator,
    siteId: "site",
    nodes: [
      { pool: division.slurmPool("gb200") },
      { pool: division.slurmPool("mi300x"), gres: SlurmGres.files("/dev/dri/renderD[128-135]") },
    ],
    partitions: [
      { name: "nvl72", pools: ["gb200"], isDefault: true, maxTimeHours: 48, topology: "nvlink" },
      { name: "amd", pools: ["mi300x"] },
    ],
    mounts: [{ filesystem: scratch, mountPath: "/scratch" }],
    accounting: SlurmAccounting.inCluster(database),
    enforceAccounts: true,
    login: { sssdConfig: { name: "slurm-sssd", key: "sssd.conf" } },
    rest: { submitters: [{ username: "workflows" }], fromNamespaces: ["research"] },
    topology: slurmTopologyFile([
      { name: "tree", kind: "tree", placements: [...placements("gb200", 18), ...placements("mi300x", 8)] },
      { name: "nvlink", kind: "block", placements: placements("gb200", 18) },
    ]),
    scratchHostPath: "/mnt/nvme",
    nvlinkImex: true,
    ...changes,
  };
  return { app, scope, props, division, platform: [certManager, crds, operator, database], operator };
}

function made(changes: Partial<SlurmClusterProps> = {}) {
  const input = cluster(changes);
  const slurm = new SlurmCluster(input.scope, "slurm", input.props);
  return { ...input, slurm, objects: slurm.component.manifests };
}

type Loose = Record<string, never> & { readonly spec: Record<string, unknown>; readonly data: Record<string, string> };

function objectOf(objects: ReturnType<typeof made>["objects"], kind: string, name?: RegExp): Loose {
  const found = objects.find((object) => object.kind === kind && (name?.test(object.metadata.name) ?? true));
  if (found === undefined) throw new Error(`no ${kind}`);
  return found as unknown as Loose;
}

const rulesOf = (changes: Partial<SlurmClusterProps>) =>
  checkSlurmClusterProps(cluster(changes).props, "p").map(({ rule }) => rule);

describe("a Slurm cluster", () => {
  it("puts one slurmd on each of its nodes, with the whole node and its accelerators", () => {
    const { objects } = made();
    expect(objectOf(objects, "NodeSet", /gb200/).spec).toMatchObject({
      scalingMode: "DaemonSet",
      extraConf: "Gres=gpu:gb200:4 Features=gb200",
      slurmd: { resources: { limits: { cpu: "140", memory: "928Gi", "nvidia.com/gpu": 4, "nvidia.com/rail_d": 1 } } },
      template: {
        spec: {
          hostname: "gb200-",
          nodeSelector: { "ai-factory/pool": "gb200", "ai-factory/scheduler": "slurm" },
          tolerations: [
            { key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" },
            { key: "ai-factory/scheduler", operator: "Equal", value: "slurm", effect: "NoSchedule" },
          ],
        },
      },
    });
    expect(objectOf(objects, "NodeSet", /mi300x/).spec).toMatchObject({
      slurmd: { resources: { limits: { "amd.com/gpu": 8 } } },
    });
  });

  it("says for each kind of node how its accelerators are found", () => {
    const { data } = objectOf(made().objects, "ConfigMap", /config/);
    expect(data["gres.conf"]).toBe(
      "NodeName=gb200-[01-18] AutoDetect=nvidia\n" +
        "NodeName=mi300x-[01-08] AutoDetect=off Name=gpu Type=mi300x File=/dev/dri/renderD[128-135]\n",
    );
    expect(data["cgroup.conf"]).toContain("ConstrainDevices=yes");
  });

  it("has partitions, accounting of GPUs and NVLink channels in slurm.conf", () => {
    const lines = (objectOf(made().objects, "Controller").spec.extraConf as string).split("\n");
    expect(lines).toEqual(
      expect.arrayContaining([
        "GresTypes=gpu",
        "AccountingStorageTRES=gres/gpu",
        "AccountingStorageEnforce=associations,limits,qos",
        "SwitchType=switch/nvidia_imex",
        "PartitionName=nvl72 Nodes=gb200 Default=YES MaxTime=48:00:00 DefMemPerCPU=6787 Topology=nvlink State=UP",
      ]),
    );
    expect(lines.some((line) => line.startsWith("MaxNodeCount"))).toBe(false);
  });

  it("makes room for more nodes than the operator's own limit", () => {
    const pool = gpuPool("big", { maxNodes: 2000, fabricDevices: undefined });
    const { objects } = made({ nodes: [{ pool }], partitions: undefined, topology: undefined });
    expect(objectOf(objects, "Controller").spec.extraConf).toContain("MaxNodeCount=2000");
  });

  it("has a tree and blocks, and tells where each node is", () => {
    const { props, objects } = made();
    const file = parse(objectOf(objects, "ConfigMap", /config/).data["topology.yaml"] ?? "") as { topology: string }[];
    expect(file.map(({ topology }) => topology)).toEqual(["tree", "nvlink"]);
    expect(file[1]).toMatchObject({ block: { block_sizes: [18], blocks: [{ nodes: "gb200-[01-18]" }] } });
    expect(props.topology?.nodeSpecs["gb200-01"]).toBe("tree:gb200-unit,nvlink:gb200-rack");
    expect(props.topology?.nodeSpecs["mi300x-01"]).toBe("tree:mi300x-unit");
  });

  it("looks at accelerators and filesystems before and after each job", () => {
    const { objects } = made();
    const prolog = objectOf(objects, "ConfigMap", /prolog/).data;
    expect(prolog["10-check-node.sh"]).toContain(") expected=4 ;;");
    expect(prolog["10-check-node.sh"]).toContain('mountpoint -q "/scratch"');
    expect(prolog["20-scratch.sh"]).toContain('mkdir -p -- "/tmp/scratch/$SLURM_JOB_ID"');
    expect(objectOf(objects, "ConfigMap", /epilog/).data["10-check-node.sh"]).toContain("rm -rf --");
    const none = made({ healthChecks: false, scratchHostPath: undefined }).objects;
    expect(() => objectOf(none, "ConfigMap", /prolog/)).toThrow();
    expect(objectOf(none, "Controller").spec).not.toHaveProperty("prologScriptRefs");
  });

  it("shows jobs and logins the same filesystem", () => {
    const { objects } = made();
    const claim = { name: "scratch", persistentVolumeClaim: { claimName: "scratch" } };
    for (const kind of ["NodeSet", "LoginSet"]) {
      const { template } = objectOf(objects, kind).spec as { template: { spec: { volumes: unknown[] } } };
      expect(template.spec.volumes).toContainEqual(claim);
    }
  });

  it("keeps records in a MariaDB that is ready first, and reaches it by its name", () => {
    const { slurm, platform, objects } = made();
    const { ordered, findings } = orderComponents([slurm.component, ...platform].reverse(), "p");
    expect(findings).toEqual([]);
    expect(ordered.at(-1)?.name).toBe("slurm-cluster");
    expect(ordered.map(({ name }) => name).indexOf("slurm-operator-crds")).toBeLessThan(
      ordered.map(({ name }) => name).indexOf("slurm-operator"),
    );
    expect(objectOf(objects, "Accounting").spec.storageConfig).toEqual({
      host: "slurm-db.slurm-db.svc",
      port: 3306,
      database: "slurm_acct_db",
      username: "slurm",
      passwordKeyRef: { name: "slurm-db-password", key: "password" },
    });
    const labels = namespacesOf(ordered, "p").labels;
    expect(labels.get("slurm")?.[podSecurityLabel]).toBe("privileged");
    expect(labels.get("slurm-db")?.[podSecurityLabel]).toBe("restricted");
  });

  it("takes another database, another slurmdbd, or none", () => {
    const password = { name: "db", key: "password" };
    const existing = made({ accounting: SlurmAccounting.withDatabase({ host: "db.site", password }) });
    expect(existing.slurm.components).toHaveLength(1);
    const external = made({ accounting: SlurmAccounting.withSlurmdbd("dbd.site") });
    expect(objectOf(external.objects, "Accounting").spec).toEqual({
      external: true,
      externalConfig: { host: "dbd.site", port: 6819 },
    });
    const none = made({ accounting: undefined, enforceAccounts: false });
    expect(none.objects.some(({ kind }) => kind === "Accounting")).toBe(false);
  });

  it("opens its REST service to the named namespaces, with a token for each submitter", () => {
    const { slurm, objects } = made();
    expect(slurm.restUrl).toBe("http://slurm-restapi.slurm.svc:6820");
    expect(slurm.tokenSecretName("workflows")).toBe("slurm-token-workflows");
    expect(objectOf(objects, "Token").spec).toMatchObject({ username: "workflows", refresh: true });
    expect(JSON.stringify(objectOf(objects, "NetworkPolicy").spec)).toContain('["slurm","slinky","research"]');
  });

  it("stands in the factory model", () => {
    const { app } = made();
    expect(collectModel(app, { name: "f", intent: "mixed" }).clusters).toMatchObject([{ id: "slurm", kind: "slurm" }]);
  });
});

describe("the checks of a Slurm cluster", () => {
  it("let the right one through", () => expect(rulesOf({})).toEqual([]));

  it("refuse accelerators that are shared, that nobody finds, or that are not as many", () => {
    const mig = gpuPool("mig", { accelerators: { resourceName: "nvidia.com/mig-1g.18gb", perNode: 56 } });
    const gaudi = gpuPool("gaudi", { acceleratorVendor: "intel-gaudi" });
    const alone = { partitions: undefined, topology: undefined };
    expect(rulesOf({ ...alone, nodes: [{ pool: mig }] })).toEqual(["PLT-204-slurm-gres"]);
    expect(rulesOf({ ...alone, nodes: [{ pool: gaudi }] })).toEqual(["PLT-204-slurm-gres"]);
    expect(rulesOf({ ...alone, nodes: [{ pool: gpuPool(), gresCount: 9 }] })).toEqual(["PLT-204-slurm-gres"]);
    const files = SlurmGres.files("/dev/nvidia[0-3]");
    expect(rulesOf({ ...alone, nodes: [{ pool: gpuPool(), gres: files }] })).toEqual(["PLT-204-slurm-gres"]);
  });

  it("warn of an image without ROCm SMI", () => {
    const pool = divided().slurmPool("mi300x");
    const alone = { partitions: undefined, topology: undefined };
    expect(rulesOf({ ...alone, nodes: [{ pool }] })).toEqual(["PLT-205-slurm-image"]);
    expect(rulesOf({ ...alone, nodes: [{ pool, image: "registry.site/slurmd-rocm:1" }] })).toEqual([]);
  });

  it("refuse partitions of unknown pools, without nodes, twice, and nodes without a partition", () => {
    expect(
      rulesOf({
        partitions: [
          { name: "a", pools: ["x"] },
          { name: "A", pools: ["gb200", "mi300x"] },
        ],
      }),
    ).toEqual(["PLT-207-slurm-partition", "PLT-207-slurm-partition"]);
    const both = ["gb200", "mi300x"].map((name) => ({ name, pools: [name], isDefault: true }));
    expect(rulesOf({ partitions: both })).toEqual(["PLT-207-slurm-partition"]);
    expect(rulesOf({ partitions: [{ name: "a", pools: ["gb200"] }] })).toEqual(["PLT-207-slurm-partition"]);
  });

  it("refuse accounts without accounting, unknown topologies and nodes without a place", () => {
    expect(rulesOf({ accounting: undefined })).toEqual(["PLT-210-slurm-accounting"]);
    const topology = slurmTopologyFile([{ name: "tree", kind: "tree", placements: placements("gb200", 18) }]);
    expect(rulesOf({ topology })).toEqual(["PLT-211-slurm-topology", "PLT-211-slurm-topology"]);
  });

  it("refuse no nodes, nothing left of a node, bad paths and bad names", () => {
    expect(rulesOf({ nodes: [], partitions: [], topology: undefined })).toEqual(["PLT-203-slurm-nodes"]);
    const pool = gpuPool("one", { fabricDevices: undefined });
    const starved = { nodes: [{ pool, reservedCpus: 192 }], partitions: undefined, topology: undefined };
    expect(rulesOf(starved)).toEqual(["PLT-206-slurm-reserve"]);
    const [mount] = cluster().props.mounts!;
    expect(
      rulesOf({
        mounts: [
          { ...mount!, mountPath: "/etc/x" },
          { ...mount!, mountPath: "/a/../b" },
        ],
      }),
    ).toEqual(["PLT-208-slurm-mount", "PLT-208-slurm-mount"]);
    expect(rulesOf({ scratchHostPath: "scratch", clusterName: "Slurm_1" })).toEqual([
      "PLT-208-slurm-mount",
      "PLT-209-slurm-name",
    ]);
    expect(() => made({ clusterName: "Slurm_1" })).toThrow("PLT-209-slurm-name");
  });
});

describeWithSchemas("Slurm in Kubernetes", ({ schemas, charts }) => {
  const withChannels = cluster().props.nodes.map((each, index) =>
    index === 0 ? { ...each, nvlinkDriver: new CertManager() } : each,
  );

  it.each([
    {},
    { accounting: SlurmAccounting.withSlurmdbd("dbd.site"), login: undefined, rest: undefined },
    { nodes: withChannels },
  ])("has only objects that the real definitions take (%#)", (changes) => {
    const { slurm } = made(changes);
    expect(
      slurm.components.flatMap(({ manifests }) => manifests).flatMap((each) => validateObject(each, schemas)),
    ).toEqual([]);
  });

  it("sets no value that the operator's chart does not know", () => {
    expect(unknownValueKeys("slurm-operator", cluster().operator.values, charts)).toEqual([]);
  });

  it("leaves no image outside of a mirror", () => {
    const { slurm, operator, platform } = made();
    const all = [...platform.slice(1), ...slurm.components.slice(1)];
    expect(all).toContain(operator);
    const { components, findings } = mirrorComponents(all, { imageRegistry: "m.example.org" }, "p");
    expect(findings).toEqual([]);
    expect(JSON.stringify(components.map(({ values, manifests }) => [values, manifests]))).not.toMatch(
      /"(docker\.io|ghcr\.io)/,
    );
  });
});

describe("channels of an NVLink domain", () => {
  const driver = new CertManager();
  const { nodes: plain } = cluster().props;
  const nodes = plain.map((each, index) => (index === 0 ? { ...each, nvlinkDriver: driver } : each));

  it("are claimed by slurmd, all of its node, and given to jobs by Slurm", () => {
    const { component } = made({ nodes }).slurm;
    const domain = component.manifests.find(({ kind }) => kind === "ComputeDomain");
    expect(domain?.spec).toEqual({
      numNodes: 0,
      channel: { allocationMode: "All", resourceClaimTemplate: { name: `${domain?.metadata.name}-channel` } },
    });
    const set = component.manifests.find(({ kind }) => kind === "NodeSet");
    expect(set?.spec).toMatchObject({
      slurmd: { resources: { claims: [{ name: "imex-channels" }] } },
      template: {
        spec: {
          resourceClaims: [{ name: "imex-channels", resourceClaimTemplateName: `${domain?.metadata.name}-channel` }],
        },
      },
    });
    expect(component.dependsOn).toContain(driver);
  });

  it("are nobody's without the driver", () => {
    const { component } = made().slurm;
    expect(JSON.stringify(component.manifests)).not.toMatch(/ComputeDomain|imex-channels/);
  });

  it("are not claimed in vain, nor by accelerators of others", () => {
    const rules = (changes: Partial<SlurmClusterProps>) =>
      checkSlurmClusterProps(cluster(changes).props, "x").map(({ rule, path }) => `${rule} ${path}`);
    expect(rules({ nodes })).toEqual([]);
    expect(rules({ nodes, nvlinkImex: false })).toEqual(["PLT-213-slurm-nvlink x.nodes[0].nvlinkDriver"]);
    const all = plain.map((each) => ({ ...each, nvlinkDriver: driver }));
    expect(rules({ nodes: all })).toEqual(["PLT-213-slurm-nvlink x.nodes[1].nvlinkDriver"]);
  });
});

describe("Slurm's secrets", () => {
  const vault = { externalSecrets: new CertManager(), clusterSecretStore: "vault" };
  const [keys, passwords] = [SlurmSecrets.forCluster(vault), SlurmSecrets.forDatabase(vault)];
  const ofKind = (component: SlurmSecrets, kind: string) =>
    component.manifests.filter((object) => object.kind === kind).map(({ metadata }) => metadata.name);

  it("are those that cluster and database read, by the names that they have without being told", () => {
    expect(ofKind(keys, "ExternalSecret").sort()).toEqual([
      "slurm-auth-jwt",
      "slurm-auth-slurm",
      "slurm-db-password",
      "slurm-sssd",
    ]);
    expect(ofKind(passwords, "ExternalSecret").sort()).toEqual(["slurm-db-password", "slurm-db-root"]);
  });

  it("are each made in one place, so that the two namespaces read one password", () => {
    const made = [...ofKind(keys, "PushSecret"), ...ofKind(passwords, "PushSecret")];
    expect(made.sort()).toEqual(["slurm-auth-jwt", "slurm-auth-slurm", "slurm-db-password", "slurm-db-root"]);
    const places = [keys, passwords].map((component) => {
      const object = component.manifests.find(
        ({ kind, metadata }) => kind === "ExternalSecret" && metadata.name === "slurm-db-password",
      );
      return JSON.stringify((object as { spec?: { data?: object } } | undefined)?.spec?.data);
    });
    expect(places[0]).toContain("slurm/slurm-db-password");
    expect(places[1]).toBe(places[0]);
  });

  it("are never replaced where the vault has them", () => {
    const pushes = [...keys.manifests, ...passwords.manifests].filter(({ kind }) => kind === "PushSecret");
    for (const { spec } of pushes) expect(spec).toMatchObject({ updatePolicy: "IfNotExists", deletionPolicy: "None" });
    expect(ofKind(SlurmSecrets.forCluster({ ...vault, generated: false }), "PushSecret")).toEqual([]);
  });

  it("each have a place of their own in the vault", () => {
    const rules = (change: object) =>
      checkSlurmSecrets({ ...vault, ...change }, "x").map(({ rule, path }) => `${rule} ${path}`);
    expect(rules({})).toEqual([]);
    expect(rules({ remoteKeyOf: () => "slurm" })).toEqual(["PLT-212-slurm-secrets x.remoteKeyOf"]);
    expect(rules({ clusterSecretStore: "" })).toEqual(["PLT-212-slurm-secrets x.clusterSecretStore"]);
    expect(() => SlurmSecrets.forDatabase({ ...vault, remoteKeyOf: () => "slurm" })).toThrow(/one place in the vault/);
  });
});

describeWithSchemas("Slurm's secrets", ({ schemas }) => {
  it("are accepted by the definitions of External Secrets", () => {
    const vault = { externalSecrets: new CertManager(), clusterSecretStore: "vault" };
    const objects = [SlurmSecrets.forCluster(vault), SlurmSecrets.forDatabase(vault)].flatMap(
      ({ manifests }) => manifests,
    );
    expect(objects).toHaveLength(12);
    expect(objects.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});
