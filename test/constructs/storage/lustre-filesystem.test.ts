import { App, TerraformStack, TerraformVariable } from "cdktf";
import { FactoryError } from "../../../validation/factory-error";
import { LustreDeployment } from "../../../constructs/storage/lustre-deployment";
import { LustreFilesystem } from "../../../constructs/storage/lustre-filesystem";
import type { LustreFilesystemProps } from "../../../constructs/storage/lustre-props";
import {
  checkLustreEfaClients,
  checkLustreFilesystemProps,
  checkLustreMount,
} from "../../../constructs/storage/lustre-checks";
import { collectModel } from "../../../model";
import { resourcesOf, synthStack, theResource } from "../../../testing/synth";
import { FakeFabric, FakeKey, FakePool, FakeVpc } from "./fakes";

function start(region?: string) {
  const app = new App({ outdir: process.env.AI_FACTORY_TEST_DIR });
  const stack = new TerraformStack(app, "infra");
  return { app, stack, vpc: new FakeVpc(stack, "vpc", region) };
}

function findings(props: Partial<LustreFilesystemProps>, region?: string) {
  const { vpc, stack } = start(region);
  const fabric = props.fabric === undefined ? undefined : new FakeFabric(stack, "efa", vpc, `${vpc.region}a`);
  return checkLustreFilesystemProps({ vpc, capacityGiB: 19200, ...props, fabric }, "fs");
}

const rules = (props: Partial<LustreFilesystemProps>, region?: string) =>
  findings(props, region).map(({ rule, severity }) => `${severity} ${rule}`);
const someFabric = {} as LustreFilesystemProps["fabric"];

function caught(run: () => unknown): FactoryError {
  try {
    run();
  } catch (thrown) {
    if (thrown instanceof FactoryError) return thrown;
    throw thrown;
  }
  throw new Error("nothing was thrown");
}

describe("LustreFilesystem", () => {
  test("is a PERSISTENT_2 SSD filesystem with metadata configuration, customer key, compression and logs", () => {
    const { stack, vpc } = start();
    new LustreFilesystem(stack, "fast", { vpc, capacityGiB: 2400, key: new FakeKey(stack, "storage") });
    const filesystem = theResource(synthStack(stack), "aws_fsx_lustre_file_system");
    expect(filesystem).toMatchObject({
      deployment_type: "PERSISTENT_2",
      storage_type: "SSD",
      storage_capacity: 2400,
      per_unit_storage_throughput: 250,
      file_system_type_version: "2.15",
      metadata_configuration: { mode: "AUTOMATIC" },
      kms_key_id: "arn:aws:kms:eu-north-1:111122223333:key/0e0e0e0e-0000-4000-8000-000000000000",
      data_compression_type: "LZ4",
      subnet_ids: ["subnet-0a"],
      automatic_backup_retention_days: 7,
      weekly_maintenance_start_time: "7:03:00",
    });
    expect(filesystem.efa_enabled).toBeUndefined();
    expect(filesystem.log_configuration).toMatchObject({ level: "WARN_ERROR" });
  });

  test("has EFA in its fabric's zone, with everything open between its servers and the fabric", () => {
    const { stack, vpc } = start();
    const fabric = new FakeFabric(stack, "efa", vpc, "eu-north-1b");
    const filesystem = new LustreFilesystem(stack, "fast", { vpc, fabric, capacityGiB: 19200 });
    const emitted = synthStack(stack);
    expect(theResource(emitted, "aws_fsx_lustre_file_system")).toMatchObject({
      efa_enabled: true,
      subnet_ids: ["subnet-0b"],
      metadata_configuration: { mode: "AUTOMATIC" },
    });
    const ways = Object.values(resourcesOf(emitted, "aws_vpc_security_group_ingress_rule")).map((rule) => [
      rule.referenced_security_group_id,
      rule.security_group_id,
      rule.ip_protocol,
    ]);
    const group = `\${aws_security_group.${filesystem.securityGroup.friendlyUniqueId}.id}`;
    expect(ways).toEqual([
      [group, group, "-1"],
      ["sg-0fabric", group, "-1"],
      [group, "sg-0fabric", "-1"],
    ]);
    expect(filesystem.efa).toBe(true);
  });

  test("opens 988 and 1018-1023 from exactly the pool that mounts it, and no address range", () => {
    const { stack, vpc } = start();
    const filesystem = new LustreFilesystem(stack, "fast", { vpc, capacityGiB: 1200 });
    const pool = new FakePool(stack, "training");
    new FakePool(stack, "other");
    filesystem.mountOn(pool);
    filesystem.mountOn(pool);
    const ingress = Object.values(resourcesOf(synthStack(stack), "aws_vpc_security_group_ingress_rule"));
    const fromPool = ingress.filter((rule) => rule.referenced_security_group_id === "sg-0training");
    expect(fromPool.map((rule) => [rule.from_port, rule.to_port, rule.ip_protocol])).toEqual([
      [988, 988, "tcp"],
      [1018, 1023, "tcp"],
    ]);
    expect(ingress).toHaveLength(6);
    expect(ingress.every((rule) => rule.cidr_ipv4 === undefined && rule.cidr_ipv6 === undefined)).toBe(true);
  });

  test("opens a group that two pools share only once, and records both mounts", () => {
    const { app, stack, vpc } = start();
    const filesystem = new LustreFilesystem(stack, "fast", { vpc, capacityGiB: 1200 });
    filesystem.mountOn(new FakePool(stack, "one", { securityGroupId: "sg-0nodes" }));
    filesystem.mountOn(new FakePool(stack, "two", { securityGroupId: "sg-0nodes" }));
    const ingress = Object.values(resourcesOf(synthStack(stack), "aws_vpc_security_group_ingress_rule"));
    expect(ingress.filter((rule) => rule.referenced_security_group_id === "sg-0nodes")).toHaveLength(2);
    const model = collectModel(app, { name: "f", intent: "training" });
    expect(model.filesystems[0]?.mountedByPoolIds).toEqual(["one", "two"]);
    expect(model.links.map((link) => link.id)).toEqual(["one-mounts-fast", "two-mounts-fast"]);
  });

  test("lets an EFA pool of another fabric through as well", () => {
    const { stack, vpc } = start();
    const fabric = new FakeFabric(stack, "efa", vpc, "eu-north-1a");
    const filesystem = new LustreFilesystem(stack, "fast", { vpc, efa: true, capacityGiB: 19200 });
    filesystem.mountOn(new FakePool(stack, "training", { fabric }));
    const ingress = Object.values(resourcesOf(synthStack(stack), "aws_vpc_security_group_ingress_rule"));
    expect(ingress.filter((rule) => rule.ip_protocol === "-1").map((rule) => rule.security_group_id)).toContain(
      "sg-0fabric",
    );
  });

  test("refuses a pool that is not in AWS", () => {
    const { stack, vpc } = start();
    const filesystem = new LustreFilesystem(stack, "fast", { vpc, capacityGiB: 1200 });
    const { node, poolName } = new FakePool(stack, "rack");
    expect(() => filesystem.mountOn({ node, poolName } as FakePool)).toThrow(/pool 'rack' cannot mount/);
  });

  test("links a bucket without exporting anything by itself, and then takes no backups", () => {
    const { app, stack, vpc } = start();
    const filesystem = new LustreFilesystem(stack, "fast", { vpc, capacityGiB: 1200 });
    const store = { storeName: "datasets", bucketName: "corpus" } as never;
    filesystem.linkBucket(store, { path: "/data/corpus", prefix: "v1", importPolicy: ["DELETED", "NEW"] });
    const emitted = synthStack(stack);
    expect(theResource(emitted, "aws_fsx_data_repository_association")).toMatchObject({
      data_repository_path: "s3://corpus/v1",
      file_system_path: "/data/corpus",
      batch_import_meta_data_on_create: true,
      s3: { auto_import_policy: { events: ["NEW", "DELETED"] } },
    });
    expect(theResource(emitted, "aws_fsx_data_repository_association").s3).not.toHaveProperty("auto_export_policy");
    expect(theResource(emitted, "aws_fsx_lustre_file_system").automatic_backup_retention_days).toBe(0);
    const model = collectModel(app, { name: "f", intent: "training" });
    expect(model.filesystems[0]?.linkedBucketIds).toEqual(["datasets"]);
  });

  test.each([
    ["/data/", "STO-112-lustre-link-path"],
    ["data", "STO-112-lustre-link-path"],
    ["/first", "STO-113-lustre-link-overlap"],
    ["/first/below", "STO-113-lustre-link-overlap"],
    ["/", "STO-113-lustre-link-overlap"],
  ])("refuses a second link at %s", (path, rule) => {
    const { stack, vpc } = start();
    const filesystem = new LustreFilesystem(stack, "fast", { vpc, capacityGiB: 1200 });
    const store = { storeName: "datasets", bucketName: "corpus" } as never;
    filesystem.linkBucket(store, { path: "/first" });
    expect(() => filesystem.linkBucket(store, { path })).toThrow(rule);
  });

  test("refuses a ninth link, and links of a filesystem that is backed up", () => {
    const { stack, vpc } = start();
    const store = { storeName: "datasets", bucketName: "corpus" } as never;
    const filesystem = new LustreFilesystem(stack, "fast", { vpc, capacityGiB: 1200 });
    for (let index = 0; index < 8; index++) filesystem.linkBucket(store, { path: `/d${index}` });
    expect(() => filesystem.linkBucket(store, { path: "/d8" })).toThrow("STO-111-lustre-link-count");
    const kept = new LustreFilesystem(stack, "kept", { vpc, capacityGiB: 1200, backupRetentionDays: 30 });
    expect(() => kept.linkBucket(store, { path: "/d" })).toThrow("STO-114-lustre-link-backups");
  });

  test("describes itself to Kubernetes for static and dynamic volumes", () => {
    const { stack, vpc } = start();
    const filesystem = new LustreFilesystem(stack, "fast", {
      vpc,
      efa: true,
      capacityGiB: 19200,
      deployment: LustreDeployment.persistent2(250),
    });
    const { volumeSource } = filesystem;
    expect(volumeSource.driver).toBe("fsx.csi.aws.com");
    expect(Object.keys(volumeSource.volumeAttributes)).toEqual(["dnsname", "mountname"]);
    expect(volumeSource.capacityGiB).toBe(19200);
    expect(volumeSource.provisioning?.parameters).toMatchObject({
      deploymentType: "PERSISTENT_2",
      perUnitStorageThroughput: "250",
      efaEnabled: "true",
      metadataConfigurationMode: "AUTOMATIC",
    });
  });

  test("puts throughput, RDMA and GPUDirect into the model", () => {
    const { app, stack, vpc } = start();
    const fabric = new FakeFabric(stack, "efa", vpc, "eu-north-1a");
    const deployment = LustreDeployment.persistent2(1000);
    const filesystem = new LustreFilesystem(stack, "fast", { vpc, fabric, deployment, capacityGiB: 9600 });
    const read = () => collectModel(app, { name: "f", intent: "training" }).filesystems[0];
    expect(read()).toMatchObject({
      readMBps: 9375,
      writeMBps: 9375,
      rdma: true,
      gpuDirect: false,
      siteId: "eu-north-1",
    });
    filesystem.mountOn(new FakePool(stack, "training", { fabric }));
    expect(read()).toMatchObject({ gpuDirect: true, mountedByPoolIds: ["training"] });
    expect(read()?.addresses.some((address) => address.startsWith("infra:aws_fsx_lustre_file_system."))).toBe(true);
  });

  test("can exist already", () => {
    const { app, stack } = start();
    const filesystem = LustreFilesystem.fromAttributes(stack, "old", {
      fileSystemId: "fs-0123456789abcdef0",
      dnsName: "fs-0123456789abcdef0.fsx.eu-north-1.amazonaws.com",
      mountName: "abcdefgh",
      securityGroupId: "sg-0old",
      zone: "eu-north-1a",
      region: "eu-north-1",
      capacityGiB: 4800,
    });
    filesystem.mountOn(new FakePool(stack, "training"));
    const emitted = synthStack(stack);
    expect(resourcesOf(emitted, "aws_fsx_lustre_file_system")).toEqual({});
    expect(Object.keys(resourcesOf(emitted, "aws_vpc_security_group_ingress_rule"))).toHaveLength(4);
    expect(filesystem.volumeSource.volumeAttributes.mountname).toBe("abcdefgh");
    expect(collectModel(app, { name: "f", intent: "training" }).filesystems[0]?.mountedByPoolIds).toEqual(["training"]);
  });

  test("throws every problem at once", () => {
    const { stack, vpc } = start();
    const make = () =>
      new LustreFilesystem(stack, "fast", {
        vpc,
        zone: "eu-north-1z",
        capacityGiB: -1,
        metadataIops: 7,
        weeklyMaintenanceStart: "Sunday",
        backupRetentionDays: 91,
      });
    const error = caught(make);
    expect(new Set(error.findings.map((finding) => finding.rule)).size).toBe(5);
  });
});

describe("a mount", () => {
  const mount = (zones: string[], families: string[], hasEfa = true) =>
    checkLustreMount({ zone: "eu-north-1a", efa: true }, { zones, families, hasEfa }, "fs").map(({ rule }) => rule);

  test("from the filesystem's zone by instances that FSx serves over EFA is fine", () => {
    expect(mount(["eu-north-1a"], ["p5en"])).toEqual([]);
    expect(mount(["eu-north-1a"], ["trn2"], false)).toEqual([]);
  });

  test("from another zone, and by EFA instances that FSx does not serve, is warned about", () => {
    expect(mount(["eu-north-1a", "eu-north-1b"], ["p5en"])).toEqual(["STO-115-lustre-mount-zone"]);
    expect(mount(["eu-north-1a"], ["trn2"])).toEqual(["STO-116-lustre-efa-client"]);
  });

  test("by more EFA nodes than one filesystem serves is warned about", () => {
    const pools = [{ poolName: "a", maxNodes: 1000 }];
    expect(checkLustreEfaClients(pools, "fs")).toEqual([]);
    const [finding] = checkLustreEfaClients([...pools, { poolName: "b", maxNodes: 100 }], "fs");
    expect(finding).toMatchObject({ rule: "STO-117-lustre-efa-clients", allowed: 1024, given: "1100 nodes of a, b" });
  });
});

describe("LustreDeployment", () => {
  test.each([
    [LustreDeployment.scratch2(), { deployment_type: "SCRATCH_2" }, 234.375],
    [
      LustreDeployment.persistent1Ssd(200),
      { deployment_type: "PERSISTENT_1", per_unit_storage_throughput: 200 },
      234.375,
    ],
    [
      LustreDeployment.persistent1Hdd(12),
      { storage_type: "HDD", drive_cache_type: "READ", storage_capacity: 6000 },
      70.3125,
    ],
    [
      LustreDeployment.persistent1Hdd(40, false),
      { storage_type: "HDD", drive_cache_type: "NONE", storage_capacity: 1800 },
      70.3125,
    ],
  ])("%s becomes what FSx expects", (deployment, expected, readMBps) => {
    const { stack, vpc } = start();
    const filesystem = new LustreFilesystem(stack, "fs", { vpc, deployment, capacityGiB: 1200 });
    const emitted = theResource(synthStack(stack), "aws_fsx_lustre_file_system");
    expect(emitted).toMatchObject(expected);
    expect(emitted).not.toHaveProperty("metadata_configuration");
    expect(filesystem.readMBps).toBe(readMBps);
  });

  test("intelligent tiering buys throughput and no capacity", () => {
    const { stack, vpc } = start();
    const deployment = LustreDeployment.intelligentTiering(8000);
    new LustreFilesystem(stack, "fs", { vpc, deployment });
    const emitted = theResource(synthStack(stack), "aws_fsx_lustre_file_system");
    expect(emitted).toMatchObject({
      storage_type: "INTELLIGENT_TIERING",
      throughput_capacity: 8000,
      data_read_cache_configuration: { sizing_mode: "PROPORTIONAL_TO_THROUGHPUT_CAPACITY" },
      metadata_configuration: { mode: "USER_PROVISIONED", iops: 6000 },
    });
    expect(emitted).not.toHaveProperty("storage_capacity");
  });

  test("a scratch filesystem asks for no backups", () => {
    const { stack, vpc } = start();
    new LustreFilesystem(stack, "fs", { vpc, deployment: LustreDeployment.scratch2(), capacityGiB: 1200 });
    const emitted = theResource(synthStack(stack), "aws_fsx_lustre_file_system");
    expect(emitted).not.toHaveProperty("automatic_backup_retention_days");
    expect(emitted).not.toHaveProperty("per_unit_storage_throughput");
  });
});

describe("checkLustreFilesystemProps", () => {
  test("is content with a legal filesystem", () => {
    expect(findings({})).toEqual([]);
    expect(findings({ fabric: someFabric })).toEqual([]);
  });

  test("says that a capacity was raised, and to what", () => {
    const [finding] = findings({ capacityGiB: 2500 });
    expect(finding).toMatchObject({ rule: "STO-124-lustre-capacity-step", severity: "info", given: 2500 });
    expect(finding?.message).toBe("capacity raised from 2500 to 4800 GiB");
  });

  test.each([
    [1000, 4800],
    [500, 9600],
    [250, 19200],
    [125, 38400],
  ] as const)("with EFA, %i MB/s per TiB comes in steps of %i GiB", (tier, step) => {
    const [finding] = findings({ efa: true, capacityGiB: step + 1, deployment: LustreDeployment.persistent2(tier) });
    expect(finding?.message).toContain(`to ${2 * step} GiB`);
  });

  test("falls back to PERSISTENT_1 with a warning where the region has no PERSISTENT_2", () => {
    const [finding] = findings({ capacityGiB: 2400 }, "sa-east-1");
    expect(finding).toMatchObject({ rule: "STO-121-lustre-region", severity: "warning" });
    expect(finding?.message).toContain("PERSISTENT_1 SSD 200 MB/s per TiB takes its place");
    const { stack, vpc } = start("sa-east-1");
    const filesystem = new LustreFilesystem(stack, "fs", { vpc, capacityGiB: 2400 });
    expect(filesystem.deployment.deploymentType).toBe("PERSISTENT_1");
    expect(theResource(synthStack(stack), "aws_fsx_lustre_file_system")).not.toHaveProperty("metadata_configuration");
  });

  test("falls back to the highest tier that the region has", () => {
    const deployment = LustreDeployment.persistent2(1000);
    expect(findings({ deployment, capacityGiB: 2400 }, "il-central-1")[0]?.message).toContain(
      "PERSISTENT_2 SSD 250 MB/s per TiB takes its place",
    );
  });

  test("refuses to fall back when told so", () => {
    expect(rules({ fallBack: false, capacityGiB: 2400 }, "sa-east-1")).toEqual(["error STO-121-lustre-region"]);
  });

  test("says unknown, not offered, where no source names the region", () => {
    expect(rules({ capacityGiB: 2400 }, "eusc-de-east-1")).toEqual(["info STO-121-lustre-region"]);
  });

  test.each<[string, Partial<LustreFilesystemProps>, string | undefined, string]>([
    ["EFA on SCRATCH_2", { efa: true, deployment: LustreDeployment.scratch2() }, undefined, "STO-122-lustre-efa"],
    ["EFA in a region without", { efa: true, fallBack: false }, "il-central-1", "STO-122-lustre-efa"],
    [
      "a tier that no region has",
      { deployment: LustreDeployment.persistent2(50 as 125) },
      undefined,
      "STO-120-lustre-tier",
    ],
    [
      "tiering at 5000 MB/s",
      { deployment: LustreDeployment.intelligentTiering(5000), capacityGiB: undefined },
      undefined,
      "STO-120-lustre-tier",
    ],
    [
      "capacity with tiering",
      { deployment: LustreDeployment.intelligentTiering(4000) },
      undefined,
      "STO-123-lustre-capacity",
    ],
    ["no capacity", { capacityGiB: undefined }, undefined, "STO-123-lustre-capacity"],
    ["capacity that is no number", { capacityGiB: Number.NaN }, undefined, "STO-123-lustre-capacity"],
    ["metadata IOPS between the steps", { metadataIops: 5000 }, undefined, "STO-104-lustre-metadata-iops"],
    [
      "metadata IOPS of PERSISTENT_1",
      { metadataIops: 6000, deployment: LustreDeployment.persistent1Ssd(50) },
      undefined,
      "STO-104-lustre-metadata-iops",
    ],
    [
      "backups of scratch",
      { backupRetentionDays: 1, deployment: LustreDeployment.scratch2() },
      undefined,
      "STO-107-lustre-backups",
    ],
    ["a zone beside its fabric", { fabric: someFabric, zone: "eu-north-1b" }, undefined, "STO-102-lustre-fabric-zone"],
    ["a name that no claim can have", { filesystemName: "" }, undefined, "STO-108-filesystem-name"],
    ["a zone without subnet", { zone: "eu-north-1q" }, undefined, "STO-101-lustre-zone"],
    ["a bad maintenance window", { weeklyMaintenanceStart: "8:00:00" }, undefined, "STO-106-lustre-maintenance"],
  ])("refuses %s", (_, props, region, rule) => {
    expect(rules(props, region)).toContain(`error ${rule}`);
  });

  test("warns when a fabric is given and clients will mount over TCP all the same", () => {
    expect(rules({ fabric: someFabric, deployment: LustreDeployment.persistent1Ssd(200) })).toEqual([
      "warning STO-122-lustre-efa",
    ]);
    expect(rules({ fabric: someFabric, efa: false, deployment: LustreDeployment.persistent1Ssd(200) })).toEqual([]);
  });

  test("leaves a capacity that is a token alone", () => {
    const { stack, vpc } = start();
    const capacityGiB = new TerraformVariable(stack, "capacity", { type: "number" }).numberValue;
    expect(checkLustreFilesystemProps({ vpc, capacityGiB }, "fs")).toEqual([]);
    new LustreFilesystem(stack, "fs", { vpc, capacityGiB });
    expect(theResource(synthStack(stack), "aws_fsx_lustre_file_system").storage_capacity).toBe("${var.capacity}");
  });
});
