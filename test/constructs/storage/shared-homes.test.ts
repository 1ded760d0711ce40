import { App, TerraformStack } from "cdktf";
import { EfsSharedHome } from "../../../constructs/storage/efs-shared-home";
import { checkEfsSharedHomeProps, EfsThroughput, type EfsIdleDays } from "../../../constructs/storage/efs-props";
import {
  checkOpenZfsSharedHomeProps,
  OpenZfsDeployment,
  type OpenZfsSharedHomeProps,
} from "../../../constructs/storage/open-zfs-props";
import { OpenZfsSharedHome } from "../../../constructs/storage/open-zfs-shared-home";
import { collectModel } from "../../../model";
import { resourcesOf, synthStack, theResource } from "../../../testing/synth";
import { FakeKey, FakePool, FakeVpc } from "./fakes";

function start(zones?: string[]) {
  const app = new App({ outdir: process.env.AI_FACTORY_TEST_DIR });
  const stack = new TerraformStack(app, "infra");
  return { app, stack, vpc: new FakeVpc(stack, "vpc", "eu-north-1", zones) };
}
const model = (app: App) => collectModel(app, { name: "f", intent: "mixed" });

describe("EfsSharedHome", () => {
  test("is encrypted with the customer key, elastic, backed up, and moves idle files", () => {
    const { stack, vpc } = start();
    new EfsSharedHome(stack, "home", { vpc, key: new FakeKey(stack, "storage") });
    const emitted = synthStack(stack);
    expect(theResource(emitted, "aws_efs_file_system")).toMatchObject({
      encrypted: true,
      kms_key_id: expect.stringContaining("arn:aws:kms:") as string,
      performance_mode: "generalPurpose",
      throughput_mode: "elastic",
      lifecycle_policy: [
        { transition_to_ia: "AFTER_30_DAYS" },
        { transition_to_primary_storage_class: "AFTER_1_ACCESS" },
      ],
    });
    expect(theResource(emitted, "aws_efs_backup_policy").backup_policy).toEqual({ status: "ENABLED" });
  });

  test("is encrypted without a customer key as well", () => {
    const { stack, vpc } = start();
    new EfsSharedHome(stack, "home", { vpc, throughput: EfsThroughput.provisioned(128), infrequentAccessAfterDays: 1 });
    expect(theResource(synthStack(stack), "aws_efs_file_system")).toMatchObject({
      encrypted: true,
      throughput_mode: "provisioned",
      provisioned_throughput_in_mibps: 128,
      lifecycle_policy: [{ transition_to_ia: "AFTER_1_DAY" }, {}],
    });
  });

  test("lets nobody in without TLS or past its mount targets", () => {
    const { stack, vpc } = start();
    new EfsSharedHome(stack, "home", { vpc });
    const policy = JSON.parse(String(theResource(synthStack(stack), "aws_efs_file_system_policy").policy)) as {
      Statement: { Effect: string; Condition: unknown }[];
    };
    expect(policy.Statement.map(({ Effect, Condition }) => [Effect, Condition])).toEqual([
      ["Allow", { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } }],
      ["Deny", { Bool: { "aws:SecureTransport": "false" } }],
    ]);
  });

  test("has one mount target in each zone, even where a zone has two subnets", () => {
    const { stack, vpc } = start(["a", "a", "b"]);
    new EfsSharedHome(stack, "home", { vpc });
    expect(Object.keys(resourcesOf(synthStack(stack), "aws_efs_mount_target"))).toHaveLength(2);
  });

  test("opens NFS from exactly the pools that mount it, and opens nothing else", () => {
    const { app, stack, vpc } = start();
    const home = new EfsSharedHome(stack, "home", { vpc });
    const pool = new FakePool(stack, "training");
    home.mountOn(pool);
    home.mountOn(pool);
    const emitted = synthStack(stack);
    expect(theResource(emitted, "aws_vpc_security_group_ingress_rule")).toMatchObject({
      referenced_security_group_id: "sg-0training",
      from_port: 2049,
      to_port: 2049,
    });
    expect(theResource(emitted, "aws_vpc_security_group_egress_rule")).toMatchObject({
      security_group_id: "sg-0training",
    });
    expect(model(app).links).toHaveLength(1);
    expect(model(app).filesystems[0]).toMatchObject({
      kind: "efs",
      use: "home",
      zones: ["eu-north-1a", "eu-north-1b"],
      mountedByPoolIds: ["training"],
    });
  });

  test("gives a team a directory of its own, with its own identity", () => {
    const { stack, vpc } = start();
    const home = new EfsSharedHome(stack, "home", { vpc });
    const directory = home.addDirectory("research", { path: "/research", uid: 2000, gid: 2000 });
    directory.mountOn(new FakePool(stack, "training"));
    const emitted = synthStack(stack);
    expect(theResource(emitted, "aws_efs_access_point")).toMatchObject({
      posix_user: { uid: 2000, gid: 2000 },
      root_directory: { path: "/research", creation_info: { owner_uid: 2000, owner_gid: 2000, permissions: "0750" } },
    });
    expect(directory.filesystemName).toBe("home-research");
    expect(directory.volumeSource.volumeHandle).toContain("::");
    expect(Object.keys(resourcesOf(emitted, "aws_vpc_security_group_ingress_rule"))).toHaveLength(1);
  });

  test("can exist already", () => {
    const { app, stack } = start();
    const home = EfsSharedHome.fromAttributes(stack, "old", {
      fileSystemId: "fs-0123456789abcdef0",
      securityGroupId: "sg-0old",
      region: "eu-north-1",
      zones: ["eu-north-1a"],
    });
    home.mountOn(new FakePool(stack, "training"));
    const emitted = synthStack(stack);
    expect(resourcesOf(emitted, "aws_efs_file_system")).toEqual({});
    expect(theResource(emitted, "aws_vpc_security_group_ingress_rule").security_group_id).toBe("sg-0old");
    expect(model(app).filesystems[0]?.mountedByPoolIds).toEqual(["training"]);
  });

  test("refuses a VPC without subnets, a throughput and an idle age that EFS does not have", () => {
    const { vpc } = start([]);
    const throughput = EfsThroughput.provisioned(0);
    const found = checkEfsSharedHomeProps({ vpc, throughput, infrequentAccessAfterDays: 20 as EfsIdleDays }, "home");
    expect(found.map((finding) => finding.rule)).toEqual([
      "STO-170-efs-subnets",
      "STO-171-efs-throughput",
      "STO-172-efs-idle-days",
    ]);
  });
});

describe("OpenZfsSharedHome", () => {
  test("stands on two servers in one zone, encrypted, compressed, backed up", () => {
    const { stack, vpc } = start();
    new OpenZfsSharedHome(stack, "home", { vpc, capacityGiB: 1024, key: new FakeKey(stack, "storage") });
    const emitted = theResource(synthStack(stack), "aws_fsx_openzfs_file_system");
    expect(emitted).toMatchObject({
      deployment_type: "SINGLE_AZ_HA_2",
      throughput_capacity: 320,
      storage_capacity: 1024,
      subnet_ids: ["subnet-0a"],
      kms_key_id: expect.stringContaining("arn:aws:kms:") as string,
      automatic_backup_retention_days: 7,
      root_volume_configuration: { data_compression_type: "ZSTD" },
    });
    expect(emitted).not.toHaveProperty("preferred_subnet_id");
  });

  test("keeps root of a pod an ordinary user", () => {
    const { stack, vpc } = start();
    new OpenZfsSharedHome(stack, "home", { vpc, capacityGiB: 64 });
    expect(JSON.stringify(theResource(synthStack(stack), "aws_fsx_openzfs_file_system"))).not.toContain(
      "no_root_squash",
    );
  });

  test("stands in two zones where its deployment does", () => {
    const { app, stack, vpc } = start();
    const deployment = OpenZfsDeployment.multiAz1(640);
    new OpenZfsSharedHome(stack, "home", { vpc, capacityGiB: 1024, deployment, routeTableIds: ["rtb-0"] });
    expect(theResource(synthStack(stack), "aws_fsx_openzfs_file_system")).toMatchObject({
      subnet_ids: ["subnet-0a", "subnet-0b"],
      preferred_subnet_id: "subnet-0a",
      route_table_ids: ["rtb-0"],
    });
    expect(model(app).filesystems[0]).toMatchObject({ readMBps: 640, zones: ["eu-north-1a", "eu-north-1b"] });
  });

  test("opens NFS and its helpers from the pools that mount it", () => {
    const { stack, vpc } = start();
    const home = new OpenZfsSharedHome(stack, "home", { vpc, capacityGiB: 64 });
    home.mountOn(new FakePool(stack, "training"));
    const ingress = Object.values(resourcesOf(synthStack(stack), "aws_vpc_security_group_ingress_rule"));
    expect(ingress.map((rule) => [rule.from_port, rule.to_port])).toEqual([
      [111, 111],
      [2049, 2049],
      [20001, 20003],
    ]);
  });

  test.each<[string, Partial<OpenZfsSharedHomeProps>, string]>([
    ["a throughput of another generation", { deployment: OpenZfsDeployment.singleAz1(320 as 512) }, "STO-180"],
    ["63 GiB", { capacityGiB: 63 }, "STO-181"],
    ["one zone where it needs two", { deployment: OpenZfsDeployment.multiAz1(160), zones: ["eu-north-1a"] }, "STO-182"],
    ["a zone without subnet", { zones: ["eu-north-1q"] }, "STO-182"],
    ["backups for a year", { backupRetentionDays: 365 }, "STO-183"],
    ["a bad maintenance window", { weeklyMaintenanceStart: "0:00:00" }, "STO-184"],
  ])("refuses %s", (_, props, rule) => {
    const { vpc } = start();
    const [finding, ...others] = checkOpenZfsSharedHomeProps({ vpc, capacityGiB: 64, ...props }, "home");
    expect(finding?.rule).toContain(rule);
    expect(others).toEqual([]);
  });
});
