import { App, TerraformStack } from "cdktf";
import fc from "fast-check";
import { chart } from "../../../catalog";
import { KubernetesIdentity } from "../../../constructs/cluster";
import { mirrorComponents, namespacesOf, orderComponents, podSecurityLabel } from "../../../constructs/platform";
import {
  CephPool,
  KubernetesVolumes,
  RookCeph,
  cephNearFullRatio,
  cephUsableGiB,
  checkRookCephProps,
  type RookCephProps,
} from "../../../constructs/storage";
import { collectModel } from "../../../model";
import { unknownValueKeys, validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { leafPaths } from "../platform/every-component";

const nodes = [1, 2, 3, 4, 5, 6].map((index) => ({ name: `ceph-${index}`, rack: `r${(index % 3) + 1}` }));

function ceph(changes: Partial<RookCephProps> = {}): RookCephProps {
  return {
    siteId: "site",
    nodes,
    disksPerNode: 12,
    diskGiB: 14_000,
    deviceFilter: "^nvme[1-9][0-9]*n1$",
    filesystem: { share: 0.5, readMBps: 30_000, writeMBps: 12_000 },
    objectStore: {
      pool: CephPool.erasureCoded(3, 2),
      share: 0.4,
      buckets: [
        { name: "datasets", purpose: "datasets" },
        { name: "weights", purpose: "weights", maxGiB: 5000 },
      ],
    },
    block: { share: 0.1 },
    ...changes,
  };
}

function made(props = ceph()) {
  const app = new App({ stackTraces: false });
  const stack = new TerraformStack(app, "platform");
  return { app, stack, rook: new RookCeph(stack, "ceph", props) };
}

const rulesOf = (props: RookCephProps) => checkRookCephProps(props, "p").map(({ rule }) => rule);

function objectOf(rook: RookCeph, kind: string, name?: string) {
  const found = rook.cluster.manifests.find(
    (object) => object.kind === kind && (name === undefined || object.metadata.name === name),
  );
  if (found === undefined) throw new Error(`no ${kind} ${name}`);
  return found;
}

describe("what Ceph can hold", () => {
  it("is a third of the disks with three copies, up to the mark at which Ceph warns", () => {
    const disks = { nodes, disksPerNode: 10, diskGiB: 1000 };
    expect(cephUsableGiB(disks, CephPool.replicated(), 1)).toBe(17_000);
    expect(cephUsableGiB(disks, CephPool.erasureCoded(4, 2), 0.5)).toBe(17_000);
  });

  it("never exceeds what the disks hold, whatever the pool", () => {
    const count = fc.integer({ min: 1, max: 12 });
    fc.assert(
      fc.property(
        count,
        count,
        count,
        fc.double({ min: 0.01, max: 1, noNaN: true }),
        (data, coding, disksPerNode, share) => {
          const disks = { nodes, disksPerNode, diskGiB: 1000 };
          const raw = nodes.length * disksPerNode * 1000 * share;
          for (const pool of [CephPool.replicated(data), CephPool.erasureCoded(data, coding)]) {
            expect(cephUsableGiB(disks, pool, share)).toBeLessThanOrEqual(raw * cephNearFullRatio + 1e-3);
          }
        },
      ),
    );
  });

  it("stands in the model for filesystem and buckets", () => {
    const { app } = made();
    const { filesystems, buckets } = collectModel(app, { name: "f", intent: "training" });
    expect(filesystems).toMatchObject([
      { id: "cephfs", kind: "cephfs", capacityGiB: 142_800, rawCapacityGiB: 504_000, readMBps: 30_000 },
    ]);
    expect(buckets).toMatchObject([
      { id: "datasets", kind: "s3-compatible", capacityGiB: 205_632, rawCapacityGiB: 403_200 },
      { id: "weights", capacityGiB: 5000 },
    ]);
  });
});

describe("RookCeph", () => {
  it("takes the disks of the named nodes only, and one monitor a node", () => {
    const { rook } = made();
    expect(objectOf(rook, "CephCluster")).toMatchObject({
      spec: {
        mon: { count: 5, allowMultiplePerNode: false },
        storage: {
          useAllNodes: false,
          useAllDevices: false,
          nodes: nodes.map(({ name }) => ({ name })),
          config: { encryptedDevice: "true" },
        },
      },
    });
  });

  it("gives a granted service account a user, a secret and a policy of its own", () => {
    const { rook, stack } = made();
    const reader = new KubernetesIdentity(stack, "reader", { namespace: "research", serviceAccountName: "trainer" });
    const writer = new KubernetesIdentity(stack, "writer", { namespace: "ops", serviceAccountName: "sync" });
    const datasets = rook.buckets.get("datasets")!;
    datasets.grantRead(reader);
    datasets.grantReadWrite(writer);
    expect(datasets.secretNameOf(reader)).toBe("rook-ceph-object-user-objects-research-trainer");
    expect(objectOf(rook, "CephObjectStoreUser", "research-trainer").metadata.namespace).toBe("research");
    expect(objectOf(rook, "CephObjectStore")).toMatchObject({ spec: { allowUsersInNamespaces: ["research", "ops"] } });
    const claim = objectOf(rook, "ObjectBucketClaim", "datasets") as unknown as {
      spec: { additionalConfig: { bucketPolicy: string } };
    };
    const { Statement } = JSON.parse(claim.spec.additionalConfig.bucketPolicy) as {
      Statement: { Principal: { AWS: string[] }; Action: string[] }[];
    };
    expect(Statement.map(({ Principal, Action }) => [Principal.AWS[0], Action.includes("s3:PutObject")])).toEqual([
      ["arn:aws:iam:::user/research-trainer", false],
      ["arn:aws:iam:::user/ops-sync", true],
    ]);
    expect(objectOf(rook, "ObjectBucketClaim", "weights")).not.toHaveProperty("spec.additionalConfig.bucketPolicy");
  });

  it("lets a later write grant replace a read grant, never the other way round", () => {
    const { rook, stack } = made();
    const identity = new KubernetesIdentity(stack, "who", { namespace: "a", serviceAccountName: "b" });
    const bucket = rook.buckets.get("datasets")!;
    bucket.grantRead(identity);
    bucket.grantReadWrite(identity);
    bucket.grantRead(identity);
    expect(bucket.grants).toMatchObject([{ access: "read-write" }]);
  });

  it("refuses a grant that would no longer be written", () => {
    const { rook, stack } = made();
    expect(rook.cluster.manifests.length).toBeGreaterThan(0);
    const identity = new KubernetesIdentity(stack, "who", { namespace: "a", serviceAccountName: "b" });
    expect(() => rook.buckets.get("datasets")?.grantRead(identity)).toThrow("STO-229-ceph-late-grant");
  });

  it("puts operator, drivers and cluster in that order into a privileged namespace", () => {
    const { rook } = made();
    const { ordered, findings } = orderComponents([...rook.components].reverse(), "p");
    expect(findings).toEqual([]);
    expect(ordered.map(({ name }) => name)).toEqual(["rook-ceph", "ceph-csi-drivers", "ceph-cluster"]);
    expect(namespacesOf(ordered, "p").labels.get("rook-ceph")).toEqual({ [podSecurityLabel]: "privileged" });
  });

  it("serves one filesystem to all namespaces by static volumes", () => {
    const { rook, stack } = made();
    const volumes = new KubernetesVolumes(stack, "v", { filesystem: rook.filesystem!, namespaces: ["a", "b"] });
    expect(volumes.objects.filter(({ kind }) => kind === "PersistentVolume")).toMatchObject([
      { spec: { csi: { volumeHandle: "cephfs-a", volumeAttributes: { staticVolume: "true", rootPath: "/" } } } },
      { spec: { csi: { volumeHandle: "cephfs-b", nodeStageSecretRef: { name: "rook-csi-cephfs-node" } } } },
    ]);
  });

  it("labels racks where they are the failure domain, and stands in the storage network where one is given", () => {
    const { rook } = made(
      ceph({ failureDomain: "rack", network: { publicCidr: "10.40.0.0/16" }, objectStore: undefined }),
    );
    expect(rook.nodeLabels["ceph-1"]).toEqual({ "topology.rook.io/rack": "r2" });
    expect(objectOf(rook, "CephCluster")).toMatchObject({
      spec: { network: { provider: "host", addressRanges: { public: ["10.40.0.0/16"], cluster: ["10.40.0.0/16"] } } },
    });
  });
});

describe("the checks of RookCeph", () => {
  it("let the right cluster through", () => expect(rulesOf(ceph())).toEqual([]));

  it("want three failure domains, as many as an object has pieces, and one to spare for coding", () => {
    expect(rulesOf(ceph({ nodes: nodes.slice(0, 2), monitors: 3, objectStore: undefined }))).toEqual(
      expect.arrayContaining(["STO-221-ceph-failure-domains", "STO-223-ceph-monitors"]),
    );
    const wide = ceph({ objectStore: { ...ceph().objectStore!, pool: CephPool.erasureCoded(8, 3) } });
    expect(rulesOf(wide)).toEqual(["STO-221-ceph-failure-domains"]);
    const tight = ceph({ objectStore: { ...ceph().objectStore!, pool: CephPool.erasureCoded(4, 2) } });
    expect(checkRookCephProps(tight, "p")).toMatchObject([{ rule: "STO-226-ceph-spare-domain", severity: "warning" }]);
    expect(rulesOf(ceph({ failureDomain: "rack" }))).toEqual(["STO-221-ceph-failure-domains"]);
  });

  it("want an odd number of monitors, at least three, each on its own node", () => {
    for (const monitors of [1, 2, 4, 7, 2.5]) expect(rulesOf(ceph({ monitors }))).toEqual(["STO-223-ceph-monitors"]);
    expect(rulesOf(ceph({ monitors: 3 }))).toEqual([]);
  });

  it("refuse pools that lose data when a second disk fails", () => {
    expect(rulesOf(ceph({ filesystem: { share: 0.1, copies: 2 } }))).toEqual(["STO-225-ceph-pool"]);
    const thin = ceph({ objectStore: { ...ceph().objectStore!, pool: CephPool.erasureCoded(4, 1) } });
    expect(rulesOf(thin)).toEqual(["STO-225-ceph-pool"]);
    const none = ceph({ objectStore: { ...ceph().objectStore!, pool: CephPool.erasureCoded(2.5, 2) } });
    expect(rulesOf(none)).toEqual(["STO-225-ceph-pool"]);
  });

  it("refuse shares that are more than everything, or nothing", () => {
    expect(rulesOf(ceph({ block: { share: 0.2 } }))).toEqual(["STO-224-ceph-shares"]);
    expect(rulesOf(ceph({ block: { share: 0 } }))).toEqual(["STO-224-ceph-shares"]);
    expect(rulesOf(ceph({ block: undefined, filesystem: undefined, objectStore: undefined }))).toEqual([
      "STO-224-ceph-shares",
    ]);
  });

  it("refuse wrong nodes, disks, names and networks, all at once", () => {
    const wrong = ceph({
      nodes: [...nodes, nodes[0]!],
      disksPerNode: 0,
      deviceFilter: "[",
      network: { publicCidr: "10.0.0.0/40" },
      block: { share: 0.1, storageClassName: "Ceph Block" },
    });
    expect(rulesOf(wrong)).toEqual([
      "STO-220-ceph-nodes",
      "STO-222-ceph-disks",
      "STO-222-ceph-disks",
      "STO-227-ceph-network",
      "STO-228-ceph-name",
    ]);
    expect(() => made(wrong)).toThrow("STO-222-ceph-disks");
    const bare = ceph({ failureDomain: "rack", nodes: nodes.map(({ name }) => ({ name })), objectStore: undefined });
    expect(rulesOf(bare)).toContain("STO-220-ceph-nodes");
  });
});

describeWithSchemas("RookCeph", ({ schemas, charts }) => {
  it("tells Rook nothing that its definitions do not know", () => {
    const { rook, stack } = made(
      ceph({
        network: { publicCidr: "10.40.0.0/16", clusterCidr: "10.41.0.0/16" },
        taints: [{ key: "ai-factory/storage", value: "true", effect: "NoSchedule" }],
      }),
    );
    const identity = new KubernetesIdentity(stack, "who", { namespace: "a", serviceAccountName: "b" });
    rook.buckets.get("datasets")?.grantRead(identity);
    expect(rook.cluster.manifests.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });

  it("sets no value that the charts do not know", () => {
    const { rook } = made();
    const known = new Set(chart("rook-ceph").keyValuesVerified);
    const unknown = unknownValueKeys("rook-ceph", rook.operator.values, charts).map(({ path }) => path);
    expect(unknown.filter((path) => !known.has(path))).toEqual([]);
    const drivers = new Set(chart("ceph-csi-drivers").keyValuesVerified);
    expect(leafPaths(rook.drivers.values).filter((path) => !drivers.has(path))).toEqual([]);
  });

  it("leaves no image outside of a mirror", () => {
    const { components, findings } = mirrorComponents(made().rook.components, { imageRegistry: "m.example.org" }, "p");
    expect(findings).toEqual([]);
    expect(JSON.stringify(components.map(({ values, manifests }) => [values, manifests]))).not.toMatch(
      /docker\.io|quay\.io|registry\.k8s\.io/,
    );
  });
});
