import { mutants, type Mutant } from "../mutant";
import { NotHere, type Json, type World } from "../world";

const lustre = (w: World) => w.one("aws_fsx_lustre_file_system");
const link = (w: World) => w.one("aws_fsx_data_repository_association");

const openZfs = {
  deployment_type: "SINGLE_AZ_2",
  throughput_capacity: 160,
  storage_capacity: 1024,
  subnet_ids: ["subnet-0123456789abcdef0"],
};

/** A database server beside the factory's network. */
const database = (w: World, server: Json) => {
  (w.stackOf("aws_vpc")["aws_db_instance"] ??= {} as Json)["planted"] = server;
};

/** Faults of filesystems, buckets, volumes and databases. */
export const storageMutants: readonly Mutant[] = [
  ...mutants("STO-001", {
    "a filesystem too slow for its accelerators": (w) => {
      w.part("workloads", ({ kind }) => kind === "training");
      w.part("filesystems");
      for (const filesystem of w.model.filesystems) filesystem.readMBps = 50;
    },
  }),
  ...mutants("STO-002", {
    "checkpoints take longer than their interval": (w) => {
      w.part("filesystems");
      const job = w.part("workloads", ({ kind }) => kind === "training");
      job.checkpointEveryMinutes = 10;
      for (const filesystem of w.model.filesystems) filesystem.writeMBps = 200;
    },
    "checkpoints so rare that a failure costs days": (w) => {
      w.part("filesystems");
      w.part("workloads", ({ kind }) => kind === "training").checkpointEveryMinutes = 4_000_000;
    },
  }),
  ...mutants("STO-003", {
    "the nodes lose their way to the filesystem": (w) => {
      lustre(w);
      const rules = w
        .named("aws_vpc_security_group_ingress_rule")
        .filter(([, rule]) => Number(rule["from_port"]) === 988);
      if (rules.length === 0) throw new NotHere("rules of Lustre");
      for (const [name, , all] of rules) delete all[name];
    },
    "the nodes lose their way to the home directory": (w) => {
      const rules = w
        .named("aws_vpc_security_group_ingress_rule")
        .filter(([, rule]) => Number(rule["from_port"]) === 2049);
      if (rules.length === 0) throw new NotHere("rules of NFS");
      for (const [name, , all] of rules) delete all[name];
    },
  }),
  ...mutants("STO-004", {
    "a dataset larger than the filesystem": (w) => {
      w.part("filesystems");
      w.part("workloads", ({ kind }) => kind === "training").datasetGB = 90_000_000;
    },
  }),
  ...mutants("STO-006", {
    "a volume is mounted inside another": (w) =>
      w.object("CronJob", (job) => {
        const mounts = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]["volumeMounts"];
        mounts[1].mountPath = `${mounts[0].mountPath}/inner`;
      }),
    "two volumes in one directory": (w) =>
      w.object("CronJob", (job) => {
        const mounts = job["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"][0]["volumeMounts"];
        mounts[1].mountPath = mounts[0].mountPath;
      }),
  }),
  ...mutants("STO-007", {
    "the filesystem loses its EFA": (w) => {
      const { efa_enabled, storage_capacity, per_unit_storage_throughput } = lustre(w);
      const gbps = (storage_capacity / 1024) * (per_unit_storage_throughput / 1000);
      if (efa_enabled !== true || gbps <= 10) throw new NotHere("a fast filesystem with EFA");
      lustre(w)["efa_enabled"] = false;
    },
  }),
  ...mutants("STO-005", {
    "a dataset that takes days to stage": (w) => {
      const job = w.part("workloads", ({ kind, datasetGB }) => kind === "training" && datasetGB !== undefined);
      const used = w.model.filesystems.filter(({ use, mountedByPoolIds }) => {
        return use !== "home" && mountedByPoolIds.some((id) => job.poolIds.includes(id));
      });
      if (used.length === 0) throw new NotHere("a filesystem for the dataset");
      for (const filesystem of used) filesystem.writeMBps = 1;
    },
  }),
  ...mutants("STO-008", {
    "weights that take half an hour to load": (w) => {
      const pool = w.part("pools", ({ role }) => role === "accelerator");
      const filesystem = w.part("filesystems", ({ use, mountedByPoolIds }) => {
        return use !== "home" && mountedByPoolIds.includes(pool.id);
      });
      filesystem.readMBps = 100;
      w.model.workloads.push({
        id: "large",
        path: "x/large",
        addresses: [],
        kind: "inference",
        model: "llama-3.1-405b",
        precision: "bf16",
        poolIds: [pool.id],
      });
    },
  }),
  ...mutants("STO-115", {
    "the pool stands in another zone than its filesystem": (w) => {
      lustre(w);
      const { group } = w.gpu;
      const own = new Set(group["subnet_ids"] as string[]);
      const others = w.named("aws_subnet", "node").map(([name]) => `\${aws_subnet.${name}.id}`);
      const home = (lustre(w)["subnet_ids"] as string[])[0];
      const elsewhere = others.find((subnet) => subnet !== home);
      if (elsewhere === undefined || (own.size === 1 && own.has(elsewhere))) throw new NotHere("another zone");
      group["subnet_ids"] = [elsewhere];
    },
  }),
  ...mutants("STO-126", {
    "a linked bucket in another region": (w) => {
      link(w);
      for (const [, bucket] of w.named("aws_s3_bucket")) bucket["region"] = "ap-south-2";
    },
  }),
  ...mutants("STO-180", {
    "a home directory with a throughput that is not sold": (w) =>
      (w.stackOf("aws_vpc")["aws_fsx_openzfs_file_system"] = { homes: { ...openZfs, throughput_capacity: 100 } }),
    "a home directory in two zones and one subnet": (w) =>
      (w.stackOf("aws_vpc")["aws_fsx_openzfs_file_system"] = { homes: { ...openZfs, deployment_type: "MULTI_AZ_1" } }),
    "a home directory of a terabyte too much": (w) =>
      (w.stackOf("aws_vpc")["aws_fsx_openzfs_file_system"] = { homes: { ...openZfs, storage_capacity: 900_000 } }),
  }),
  ...mutants("STO-104", {
    "metadata IOPS that are not sold": (w) =>
      (lustre(w)["metadata_configuration"] = { mode: "USER_PROVISIONED", iops: 5000 }),
  }),
  ...mutants("STO-110", {
    "an import path on PERSISTENT_2": (w) => (lustre(w)["import_path"] = "s3://datasets"),
  }),
  ...mutants("STO-111", {
    "nine links on one filesystem": (w) => {
      const [name, block, all] = w.named("aws_fsx_data_repository_association")[0] ?? [];
      if (!name || !block || !all) throw new NotHere("links");
      for (let index = 0; index < 9; index++) all[`more-${index}`] = { ...block, file_system_path: `/more-${index}` };
    },
  }),
  ...mutants("STO-113", {
    "a link inside another": (w) => {
      const [name, block, all] = w.named("aws_fsx_data_repository_association")[0] ?? [];
      if (!name || !block || !all) throw new NotHere("links");
      all["inner"] = {
        ...block,
        data_repository_path: "s3://another-bucket",
        file_system_path: `${block["file_system_path"]}/inner`,
      };
    },
  }),
  ...mutants("STO-114", {
    "backups of a linked filesystem": (w) => {
      link(w);
      lustre(w)["automatic_backup_retention_days"] = 7;
    },
  }),
  ...mutants("STO-120", {
    "a throughput of another deployment": (w) => (lustre(w)["per_unit_storage_throughput"] = 50),
    "no throughput": (w) => delete lustre(w)["per_unit_storage_throughput"],
    "disks that PERSISTENT_2 does not have": (w) => (lustre(w)["storage_type"] = "HDD"),
    "a deployment that does not exist": (w) => (lustre(w)["deployment_type"] = "PERSISTENT_3"),
  }),
  ...mutants("STO-121", {
    "a region without this Lustre": (w) => {
      lustre(w);
      for (const stack of Object.values(w.stacks))
        if (stack["provider"]?.["aws"]) stack["provider"]["aws"][0]["region"] = "eu-south-2";
    },
  }),
  ...mutants("STO-122", {
    "EFA without metadata configuration": (w) => {
      if (lustre(w)["efa_enabled"] !== true) throw new NotHere("EFA");
      delete lustre(w)["metadata_configuration"];
    },
    "EFA on a scratch filesystem": (w) => Object.assign(lustre(w), { efa_enabled: true, deployment_type: "SCRATCH_2" }),
  }),
  ...mutants("STO-123", {
    "a capacity that is not sold": (w) => (lustre(w)["storage_capacity"] = 1300),
    "a capacity between two steps": (w) => (lustre(w)["storage_capacity"] = 5000),
  }),
  ...mutants("STO-125", {
    "a Lustre version that does not exist": (w) => (lustre(w)["file_system_type_version"] = "3.0"),
    "the oldest Lustre version": (w) => (lustre(w)["file_system_type_version"] = "2.10"),
  }),
  ...mutants("STO-127", {
    "checkpoints never reach the bucket": (w) => {
      const association = w.one("aws_fsx_data_repository_association", "checkpoints");
      delete association["s3"]["auto_export_policy"];
    },
  }),
  ...mutants("STO-151", {
    "a bucket's name with capitals": (w) => {
      delete w.one("aws_s3_bucket")["bucket_prefix"];
      w.one("aws_s3_bucket")["bucket"] = "Training_Data";
    },
    "a bucket's name that is too short": (w) => {
      delete w.one("aws_s3_bucket")["bucket_prefix"];
      w.one("aws_s3_bucket")["bucket"] = "ab";
    },
  }),
  ...mutants("STO-154", {
    "objects move to a colder tier too early": (w) =>
      (w.one("aws_s3_bucket_lifecycle_configuration")["rule"][0]["transition"] = [
        { days: 1, storage_class: "STANDARD_IA" },
      ]),
    "a lifecycle rule without a filter": (w) =>
      delete w.one("aws_s3_bucket_lifecycle_configuration")["rule"][0]["filter"],
  }),
  ...mutants("STO-171", {
    "maxIO with elastic throughput": (w) => (w.one("aws_efs_file_system")["performance_mode"] = "maxIO"),
    "provisioned throughput without a figure": (w) => (w.one("aws_efs_file_system")["throughput_mode"] = "provisioned"),
  }),
  ...mutants("STO-173", {
    "a zone loses its mount target": (w) => w.remove("aws_efs_mount_target", "1b"),
    "two mount targets in one zone": (w) =>
      (w.one("aws_efs_mount_target", "1b")["subnet_id"] = w.one("aws_efs_mount_target", "1a")["subnet_id"]),
  }),
  ...mutants("STO-195", {
    "more IOPS than gp3 has": (w) => (w.cpu.template["block_device_mappings"][0]["ebs"]["iops"] = 99_999),
    "more throughput than its IOPS carry": (w) =>
      Object.assign(w.cpu.template["block_device_mappings"][0]["ebs"], { iops: 3000, throughput: 1000 }),
  }),
  ...mutants("STO-241", {
    "a database server of a class of EC2": (w) => database(w, { instance_class: "m7g.large", engine: "postgres" }),
    "a database server of an engine that is none": (w) =>
      database(w, { instance_class: "db.m7g.large", engine: "postgress" }),
  }),
];
