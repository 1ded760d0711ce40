import { lustreTier } from "../../../validation/rules/STO-120-lustre-tier";
import { describeRule } from "../support/describe-rule";
import { lustreStack, type Attributes } from "../support/lustre";

const tiered: Attributes = {
  storage_type: "INTELLIGENT_TIERING",
  throughput_capacity: 8000,
  storage_capacity: null,
  per_unit_storage_throughput: null,
  metadata_configuration: { mode: "USER_PROVISIONED", iops: 6000 },
  data_read_cache_configuration: { sizing_mode: "PROPORTIONAL_TO_THROUGHPUT_CAPACITY" },
};

describeRule(lustreTier, {
  passing: lustreStack,
  stillPasses: {
    "hard disks with a choice of cache": ({ filesystem }) =>
      Object.assign(filesystem, {
        deployment_type: "PERSISTENT_1",
        storage_type: "HDD",
        per_unit_storage_throughput: 40,
        drive_cache_type: "READ",
      }),
    "a tier that is written as text": ({ filesystem }) => (filesystem["per_unit_storage_throughput"] = "500"),
    "scratch without a tier": ({ filesystem }) =>
      Object.assign(filesystem, { deployment_type: "SCRATCH_2", per_unit_storage_throughput: null }),
    "intelligent tiering": ({ filesystem }) => Object.assign(filesystem, tiered),
  },
  mutations: {
    "a tier of the other generation": {
      change: ({ filesystem }) => (filesystem["per_unit_storage_throughput"] = 50),
      finds: /has no 50 MB\/s per TiB/,
    },
    "no tier": {
      change: ({ filesystem }) => delete filesystem["per_unit_storage_throughput"],
      finds: /needs per_unit_storage_throughput/,
    },
    "hard disks on PERSISTENT_2": { change: ({ filesystem }) => (filesystem["storage_type"] = "HDD"), finds: /no HDD/ },
    "hard disks without a choice of cache": {
      change: ({ filesystem }) =>
        Object.assign(filesystem, {
          deployment_type: "PERSISTENT_1",
          storage_type: "HDD",
          per_unit_storage_throughput: 12,
        }),
      finds: /needs drive_cache_type/,
    },
    "a cache before SSD": { change: ({ filesystem }) => (filesystem["drive_cache_type"] = "READ"), finds: /only HDD/ },
    "a tier for scratch": {
      change: ({ filesystem }) => (filesystem["deployment_type"] = "SCRATCH_2"),
      finds: /fixed throughput/,
    },
    "a type that does not exist": {
      change: ({ filesystem }) => (filesystem["deployment_type"] = "PERSISTENT_3"),
      finds: /no such deployment type/,
    },
    "intelligent tiering with a capacity": {
      change: ({ filesystem }) => (filesystem["storage_type"] = "INTELLIGENT_TIERING"),
      finds: /neither storage_capacity/,
    },
    "intelligent tiering between two steps": {
      change: ({ filesystem }) => Object.assign(filesystem, tiered, { throughput_capacity: 5000 }),
      finds: /no throughput that FSx sells/,
    },
    "intelligent tiering without a read cache": {
      change: ({ filesystem }) => Object.assign(filesystem, tiered, { data_read_cache_configuration: [] }),
      finds: /needs data_read_cache_configuration/,
    },
  },
  unknown: { "a tier from a variable": ({ filesystem }) => (filesystem["per_unit_storage_throughput"] = "${var.t}") },
});
