import { App, TerraformStack } from "cdktf";
import {
  BeeGfsCsiDriver,
  BeeGfsFilesystem,
  CsiDriver,
  CsiFilesystem,
  ExternalObjectStore,
  KubernetesVolumes,
  LocalScratch,
  LustreMount,
  NfsFilesystem,
  PosixMount,
  WekaCsiDriver,
  WekaFilesystem,
  checkBeeGfsFilesystemProps,
  checkCsiFilesystemProps,
  checkExternalObjectStoreProps,
  checkLocalScratchProps,
  checkLustreMountProps,
  checkNfsFilesystemProps,
  checkOnPremFilesystemProps,
  checkPosixMountProps,
} from "../../../constructs/storage";
import { KubernetesIdentity } from "../../../constructs/cluster";
import { mirrorComponents } from "../../../constructs/platform";
import { collectModel } from "../../../model";
import { resourcesOf, synthStack } from "../../../testing";
import { unknownValueKeys, validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { fakePool, gpuPool } from "../platform/fakes";

const figures = { siteId: "site", capacityGiB: 500_000, readMBps: 80_000, writeMBps: 40_000 };
const lustre = { ...figures, managementServers: ["10.10.0.11@o2ib", "10.10.0.12@o2ib"], fsname: "scratch" };

function stackOf() {
  const app = new App({ stackTraces: false });
  const stack = new TerraformStack(app, "platform");
  return { app, stack };
}

const rulesOf = (findings: readonly { readonly rule: string }[]) => findings.map(({ rule }) => rule);

describe("a filesystem of the site's own", () => {
  it("says in the model what it can hold, how fast it is, and who mounts it", () => {
    const { app, stack } = stackOf();
    const filesystem = new LustreMount(stack, "scratch", { ...lustre, rdma: true, use: "scratch" });
    filesystem.mountOn(gpuPool());
    filesystem.mountOn(gpuPool());
    const { filesystems, links } = collectModel(app, { name: "f", intent: "training" });
    expect(filesystems).toMatchObject([
      {
        id: "scratch",
        siteId: "site",
        kind: "lustre",
        use: "scratch",
        capacityGiB: 500_000,
        readMBps: 80_000,
        writeMBps: 40_000,
        rdma: true,
        mountedByPoolIds: ["training"],
      },
    ]);
    expect(links).toMatchObject([{ kind: "mount", from: "training", to: "scratch" }]);
  });

  it("gives the nodes the line that mounts Lustre, and pods the directory", () => {
    const { stack } = stackOf();
    const filesystem = new LustreMount(stack, "scratch", lustre);
    expect(filesystem.fstabLine).toBe(
      "10.10.0.11@o2ib:10.10.0.12@o2ib:/scratch /lustre/scratch lustre flock,noatime,_netdev 0 0",
    );
    new KubernetesVolumes(stack, "volumes", { filesystem, namespaces: ["research"] });
    const [volume] = Object.values(resourcesOf(synthStack(stack), "kubernetes_persistent_volume_v1"));
    expect(volume).toMatchObject({
      spec: [
        { persistent_volume_source: { host_path: { path: "/lustre/scratch", type: "Directory" } }, mount_options: [] },
      ],
    });
    expect(JSON.stringify(volume)).not.toContain('"csi"');
  });

  it("mounts NFS without a driver, hard, and by RDMA where asked", () => {
    const { stack } = stackOf();
    const home = new NfsFilesystem(stack, "home", { ...figures, server: "nas.site", exportPath: "/exports/home" });
    const fast = new NfsFilesystem(stack, "fast", {
      ...figures,
      server: "10.0.0.1",
      exportPath: "/data",
      rdma: true,
    });
    expect(home.volumeSource.mountOptions).toEqual(["nfsvers=4.2", "hard", "noatime", "nconnect=16"]);
    expect(fast.volumeSource.mountOptions).toContain("proto=rdma");
    expect(new KubernetesVolumes(stack, "v", { filesystem: home, namespaces: ["a"] }).objects[0]).toMatchObject({
      spec: { nfs: { server: "nas.site", path: "/exports/home", readOnly: false } },
    });
    expect(home.components).toEqual([]);
  });

  it("makes volumes on demand in a directory of BeeGFS, and none without one", () => {
    const { stack } = stackOf();
    const driver = new BeeGfsCsiDriver({ connAuthSecretName: "auth" });
    const filesystem = new BeeGfsFilesystem(stack, "scratch", {
      ...figures,
      managementHost: "mgmt.site",
      volumesDirectory: "k8s/factory",
      driver,
    });
    expect(filesystem.components).toEqual([driver]);
    expect(filesystem.volumeSource.volumeHandle).toBe("beegfs://mgmt.site/");
    expect(new KubernetesVolumes(stack, "v", { filesystem }).storageClassName).toBe("scratch");
    const fixed = new BeeGfsFilesystem(stack, "fixed", { ...figures, managementHost: "mgmt.site" });
    expect(new KubernetesVolumes(stack, "w", { filesystem: fixed }).storageClassName).toBeUndefined();
  });

  it("hands WEKA's API secret to every call of the driver", () => {
    const { stack } = stackOf();
    const apiSecret = { name: "weka-api", namespace: "csi-wekafsplugin" };
    const filesystem = new WekaFilesystem(stack, "weka", { ...figures, apiSecret, driver: new WekaCsiDriver() });
    const { objects } = new KubernetesVolumes(stack, "v", { filesystem, namespaces: ["a"] });
    expect(objects.find(({ kind }) => kind === "PersistentVolume")).toMatchObject({
      spec: { csi: { driver: "csi.weka.io", volumeHandle: "weka/v2/default", nodePublishSecretRef: apiSecret } },
    });
    expect(objects.find(({ kind }) => kind === "StorageClass")).toMatchObject({
      parameters: { volumeType: "dir/v1", "csi.storage.k8s.io/node-stage-secret-name": "weka-api" },
    });
    const [volume] = Object.values(resourcesOf(synthStack(stack), "kubernetes_persistent_volume_v1"));
    expect(JSON.stringify(volume)).toContain('"node_stage_secret_ref":{"name":"weka-api"');
  });

  it("takes any driver by its chart", () => {
    const { stack } = stackOf();
    const driver = new CsiDriver({
      name: "vast-csi",
      namespace: "vast-csi",
      chart: { name: "vastcsi", version: "1.0.0", repository: "https://charts.example.org" },
      values: { endpoint: "vms.site" },
    });
    const filesystem = new CsiFilesystem(stack, "vast", {
      ...figures,
      kind: "vast",
      volume: { driver: "csi.vastdata.com", volumeHandle: "/data" },
      driver,
    });
    expect(filesystem.components).toEqual([driver]);
    expect(mirrorComponents([driver], { imageRegistry: "m.example.org" }, "p").findings).toMatchObject([
      { given: "vastcsi 1.0.0" },
    ]);
  });
});

describe("the checks of filesystems", () => {
  it("refuse figures that are none, all at once", () => {
    const findings = checkOnPremFilesystemProps(
      { siteId: "s", capacityGiB: 0, readMBps: Number.NaN, writeMBps: -1 },
      "p",
    );
    expect(findings.map(({ path }) => path)).toEqual(["p.capacityGiB", "p.readMBps", "p.writeMBps"]);
    expect(checkOnPremFilesystemProps(figures, "p")).toEqual([]);
  });

  it("refuse more usable than raw capacity, and GPUDirect without RDMA", () => {
    const props = { ...figures, rawCapacityGiB: 400_000, gpuDirect: true };
    expect(rulesOf(checkOnPremFilesystemProps(props, "p"))).toEqual([
      "STO-201-usable-capacity",
      "STO-202-gpu-direct-rdma",
    ]);
    expect(
      checkOnPremFilesystemProps({ ...figures, rawCapacityGiB: 700_000, gpuDirect: true, rdma: true }, "p"),
    ).toEqual([]);
  });

  it.each(["", "lustre", "/", "/var/lib/kubelet", "/etc/", "/data/../etc"])(
    "refuse %p as directory of the node",
    (hostPath) => {
      expect(rulesOf(checkPosixMountProps({ ...figures, hostPath }, "p"))).toEqual(["STO-203-host-path"]);
      expect(() => new PosixMount(stackOf().stack, "x", { ...figures, hostPath })).toThrow("STO-203-host-path");
    },
  );

  it("refuse what Lustre does not take", () => {
    const bad = checkLustreMountProps({ ...lustre, fsname: "too-long-name", managementServers: ["10.0.0.1"] }, "p");
    expect(rulesOf(bad)).toEqual(["STO-204-lustre-fsname", "STO-205-lustre-nid"]);
    expect(rulesOf(checkLustreMountProps({ ...lustre, managementServers: [] }, "p"))).toEqual(["STO-205-lustre-nid"]);
    expect(checkLustreMountProps({ ...lustre, managementServers: ["a@tcp1,b@o2ib"] }, "p")).toEqual([]);
  });

  it("refuse an export that is none and a soft mount", () => {
    const props = { ...figures, server: "nas:/x y", exportPath: "home", mountOptions: ["soft"] };
    expect(rulesOf(checkNfsFilesystemProps(props, "p"))).toEqual([
      "STO-206-nfs-export",
      "STO-206-nfs-export",
      "STO-207-nfs-soft-mount",
    ]);
  });

  it("refuse a BeeGFS host with a scheme, and a directory that climbs out", () => {
    const props = { ...figures, managementHost: "beegfs://mgmt", volumesDirectory: "k8s/../../x", directory: "/a" };
    expect(rulesOf(checkBeeGfsFilesystemProps(props, "p"))).toEqual([
      "STO-209-beegfs-host",
      "STO-210-beegfs-directory",
      "STO-210-beegfs-directory",
    ]);
  });

  it("refuse a CSI volume without driver or handle", () => {
    const props = { ...figures, kind: "x", volume: { driver: "no driver!", volumeHandle: "" } };
    expect(rulesOf(checkCsiFilesystemProps(props, "p"))).toEqual(["STO-208-csi-volume", "STO-208-csi-volume"]);
  });
});

describe("an object store that exists", () => {
  const store = {
    siteId: "site",
    endpointUrl: "https://s3.site",
    bucketName: "datasets",
    purpose: "datasets" as const,
  };

  it("names the secret of each grant", () => {
    const { app, stack } = stackOf();
    const bucket = new ExternalObjectStore(stack, "datasets", { ...store, readSecretName: "datasets-read" });
    const identity = new KubernetesIdentity(stack, "trainer", { namespace: "research", serviceAccountName: "trainer" });
    bucket.grantRead(identity);
    bucket.grantRead(identity);
    expect(bucket.grants).toEqual([
      { namespace: "research", serviceAccountName: "trainer", access: "read", secretName: "datasets-read" },
    ]);
    expect(collectModel(app, { name: "f", intent: "training" }).buckets).toMatchObject([
      { id: "datasets", kind: "s3-compatible", siteId: "site" },
    ]);
  });

  it("refuses a grant without keys for it", () => {
    const { stack } = stackOf();
    const bucket = new ExternalObjectStore(stack, "datasets", { ...store, readSecretName: "datasets-read" });
    const identity = new KubernetesIdentity(stack, "trainer", { namespace: "research", serviceAccountName: "trainer" });
    expect(() => bucket.grantReadWrite(identity)).toThrow("STO-212-external-store-secret");
  });

  it("refuses an endpoint without TLS, unless it is allowed, and a name that no bucket has", () => {
    const plain = { ...store, endpointUrl: "http://s3.site", bucketName: "My_Bucket" };
    expect(rulesOf(checkExternalObjectStoreProps(plain, "p"))).toEqual([
      "STO-211-external-store-endpoint",
      "STO-151-bucket-name",
    ]);
    expect(
      checkExternalObjectStoreProps({ ...store, endpointUrl: "http://s3.site", allowPlainHttp: true }, "p"),
    ).toEqual([]);
    expect(rulesOf(checkExternalObjectStoreProps({ ...store, endpointUrl: "s3.site" }, "p"))).toEqual([
      "STO-211-external-store-endpoint",
    ]);
  });
});

describe("local scratch", () => {
  const props = {
    pool: fakePool("gpu"),
    nodeNames: ["n1", "n2"],
    hostPaths: ["/scratch/0", "/scratch/1"],
    volumeGiB: 3500,
  };

  it("is a volume for each disk of each node, on that node only", () => {
    const volumes = new LocalScratch(props).manifests.filter(({ kind }) => kind === "PersistentVolume");
    expect(volumes.map(({ metadata }) => metadata.name)).toEqual([
      "scratch-gpu-n1-0",
      "scratch-gpu-n1-1",
      "scratch-gpu-n2-0",
      "scratch-gpu-n2-1",
    ]);
  });

  it("needs nodes, directories and a size, each once", () => {
    expect(
      checkLocalScratchProps({ ...props, nodeNames: [], hostPaths: ["/a/b", "/a/b"], volumeGiB: 0 }, "p"),
    ).toHaveLength(3);
    expect(checkLocalScratchProps(props, "p")).toEqual([]);
    expect(() => new LocalScratch({ ...props, hostPaths: ["/etc"] })).toThrow("STO-203-host-path");
  });
});

describeWithSchemas("on-prem storage", ({ schemas, charts }) => {
  const beegfs = new BeeGfsCsiDriver({
    connAuthSecretName: "auth",
    tlsCertsSecretName: "tls",
    client: { interfaces: ["ib0"], rdmaInterfaces: ["ib0"], clientConf: { connUseRDMA: "true" } },
  });
  const scratch = new LocalScratch({
    pool: fakePool("gpu"),
    nodeNames: ["n1"],
    hostPaths: ["/scratch/0"],
    volumeGiB: 10,
  });

  test.each([beegfs, scratch])("$name has only objects that the API server takes", ({ manifests }) => {
    expect(manifests.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });

  it("gives static volumes of every kind that the API server takes", () => {
    const { stack } = stackOf();
    const filesystems = [
      new LustreMount(stack, "lustre", lustre),
      new NfsFilesystem(stack, "nfs", { ...figures, server: "nas", exportPath: "/x" }),
      new BeeGfsFilesystem(stack, "beegfs", { ...figures, managementHost: "m", volumesDirectory: "k8s/x" }),
      new WekaFilesystem(stack, "weka", { ...figures, apiSecret: { name: "a", namespace: "b" } }),
    ];
    for (const filesystem of filesystems) {
      const name = `v-${filesystem.filesystemName}`;
      const { objects } = new KubernetesVolumes(stack, name, { filesystem, namespaces: ["research"] });
      expect(objects.flatMap((object) => validateObject(object, schemas))).toEqual([]);
    }
  });

  it("sets no value that WEKA's chart does not know", () => {
    expect(unknownValueKeys("csi-wekafsplugin", new WekaCsiDriver().values, charts)).toEqual([]);
  });

  it("leaves no image of WEKA or BeeGFS outside of a mirror", () => {
    const mirrored = mirrorComponents([new WekaCsiDriver(), beegfs], { imageRegistry: "m.example.org" }, "p");
    expect(mirrored.findings).toEqual([]);
    expect(JSON.stringify(mirrored.components.map(({ values, manifests }) => [values, manifests]))).not.toMatch(
      /quay\.io|registry\.k8s\.io|ghcr\.io/,
    );
  });
});
