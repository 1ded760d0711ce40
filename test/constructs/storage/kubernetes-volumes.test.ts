import { App, TerraformStack } from "cdktf";
import { EfsSharedHome } from "../../../constructs/storage/efs-shared-home";
import { KubernetesVolumes } from "../../../constructs/storage/kubernetes-volumes";
import { checkKubernetesVolumesProps } from "../../../constructs/storage/kubernetes-volumes-props";
import { LustreFilesystem } from "../../../constructs/storage/lustre-filesystem";
import { OpenZfsSharedHome } from "../../../constructs/storage/open-zfs-shared-home";
import { validateObject } from "../../../testing/kubernetes";
import { resourcesOf, synthStack, theResource } from "../../../testing/synth";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { FakeVpc } from "./fakes";

function start() {
  const app = new App({ outdir: process.env.AI_FACTORY_TEST_DIR });
  const infra = new TerraformStack(app, "infra");
  const platform = new TerraformStack(app, "platform");
  const vpc = new FakeVpc(infra, "vpc");
  return { infra, platform, vpc };
}
const lustre = () => {
  const { infra, platform, vpc } = start();
  return { platform, filesystem: new LustreFilesystem(infra, "datasets", { vpc, capacityGiB: 2400 }) };
};

describe("KubernetesVolumes", () => {
  test("gives each namespace a volume that only its own claim binds to", () => {
    const { platform, filesystem } = lustre();
    const volumes = new KubernetesVolumes(platform, "v", { filesystem, namespaces: ["team-a", "team-b"] });
    const emitted = synthStack(platform);
    const [first, second] = Object.values(resourcesOf(emitted, "kubernetes_persistent_volume_v1"));
    expect(first).toMatchObject({
      metadata: { name: "team-a-datasets" },
      spec: [
        {
          access_modes: ["ReadWriteMany"],
          storage_class_name: "datasets-static",
          capacity: { storage: "2400Gi" },
          persistent_volume_reclaim_policy: "Retain",
          mount_options: ["flock", "noatime"],
          claim_ref: { namespace: "team-a", name: "datasets" },
          persistent_volume_source: { csi: { driver: "fsx.csi.aws.com", read_only: false } },
        },
      ],
    });
    expect(second).toMatchObject({ metadata: { name: "team-b-datasets" } });
    const claims = Object.values(resourcesOf(emitted, "kubernetes_persistent_volume_claim_v1"));
    expect(claims.map((claim) => claim.metadata)).toMatchObject([
      { name: "datasets", namespace: "team-a" },
      { name: "datasets", namespace: "team-b" },
    ]);
    expect(claims[0]).toMatchObject({
      spec: { volume_name: "team-a-datasets", storage_class_name: "datasets-static" },
    });
    expect(volumes.claimName).toBe("datasets");
  });

  test("refers to the filesystem of the other stack, by its ids", () => {
    const { platform, filesystem } = lustre();
    new KubernetesVolumes(platform, "v", { filesystem, namespaces: ["team-a"] });
    const volume = JSON.stringify(theResource(synthStack(platform), "kubernetes_persistent_volume_v1"));
    expect(volume).toContain("data.terraform_remote_state.cross-stack-reference-input-infra");
    expect(volume).toContain("mountname");
  });

  test("makes a StorageClass with the parameters of the driver", () => {
    const { platform, filesystem } = lustre();
    const volumes = new KubernetesVolumes(platform, "v", { filesystem, reclaimPolicy: "Retain" });
    expect(theResource(synthStack(platform), "kubernetes_storage_class_v1")).toMatchObject({
      metadata: { name: "datasets" },
      storage_provisioner: "fsx.csi.aws.com",
      reclaim_policy: "Retain",
      parameters: { deploymentType: "PERSISTENT_2", perUnitStorageThroughput: "250", subnetId: "subnet-0a" },
    });
    expect(volumes.storageClassName).toBe("datasets");
  });

  test("can be read-only, and without a StorageClass", () => {
    const { platform, filesystem } = lustre();
    new KubernetesVolumes(platform, "v", { filesystem, namespaces: ["a"], readOnly: true, storageClass: false });
    const emitted = synthStack(platform);
    expect(theResource(emitted, "kubernetes_persistent_volume_v1")).toMatchObject({
      spec: [{ access_modes: ["ReadOnlyMany"], persistent_volume_source: { csi: { read_only: true } } }],
    });
    expect(resourcesOf(emitted, "kubernetes_storage_class_v1")).toEqual({});
  });

  test("makes no StorageClass for a filesystem that exists already, and refuses to be asked for one", () => {
    const { platform } = start();
    const filesystem = LustreFilesystem.fromAttributes(platform, "old", {
      fileSystemId: "fs-0123456789abcdef0",
      dnsName: "fs-0123456789abcdef0.fsx.eu-north-1.amazonaws.com",
      mountName: "abcdefgh",
      securityGroupId: "sg-0old",
      zone: "eu-north-1a",
      region: "eu-north-1",
      capacityGiB: 4800,
    });
    expect(new KubernetesVolumes(platform, "v", { filesystem, namespaces: ["a"] }).storageClass).toBeUndefined();
    const [finding] = checkKubernetesVolumesProps({ filesystem, storageClass: true }, "v");
    expect(finding?.rule).toBe("STO-192-volume-storage-class");
  });

  test("refuses names that Kubernetes does not take, and a namespace named twice", () => {
    const { filesystem } = lustre();
    const found = checkKubernetesVolumesProps({ filesystem, namespaces: ["Team", "b", "b"], claimName: "a_b" }, "v");
    expect(found.map(({ rule, path }) => `${rule} ${path}`)).toEqual([
      "STO-190-volume-name v.namespaces[0]",
      "STO-190-volume-name v.claimName",
      "STO-191-volume-namespaces v.namespaces",
    ]);
  });
});

describeWithSchemas("the objects of KubernetesVolumes", ({ schemas }) => {
  test.each(["lustre", "efs", "openzfs"])("are valid for %s", (kind) => {
    const { infra, platform, vpc } = start();
    const filesystem =
      kind === "lustre"
        ? new LustreFilesystem(infra, "fs", { vpc, capacityGiB: 2400 })
        : kind === "efs"
          ? new EfsSharedHome(infra, "fs", { vpc })
          : new OpenZfsSharedHome(infra, "fs", { vpc, capacityGiB: 64 });
    const { objects } = new KubernetesVolumes(platform, "v", { filesystem, namespaces: ["team-a"] });
    expect(objects.map((object) => object.kind)).toEqual(["StorageClass", "PersistentVolume", "PersistentVolumeClaim"]);
    expect(objects.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});
