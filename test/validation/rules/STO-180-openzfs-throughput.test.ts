import { openZfsThroughput } from "../../../validation/rules/STO-180-openzfs-throughput";
import { describeRule } from "../support/describe-rule";

function home() {
  const home: Record<string, unknown> = {
    deployment_type: "SINGLE_AZ_HA_2",
    throughput_capacity: 640,
    storage_capacity: 1024,
    subnet_ids: ["subnet-a"],
  };
  return { home, stacks: { infra: { resource: { aws_fsx_openzfs_file_system: { home } } } } };
}

describeRule(openZfsThroughput, {
  passing: home,
  stillPasses: {
    "two zones": ({ home }) =>
      Object.assign(home, {
        deployment_type: "MULTI_AZ_1",
        subnet_ids: ["subnet-a", "subnet-b"],
        preferred_subnet_id: "subnet-a",
      }),
  },
  mutations: {
    "a throughput of the other generation": {
      change: ({ home }) => (home["throughput_capacity"] = 512),
      finds: /no such throughput/,
    },
    "a type that does not exist": {
      change: ({ home }) => (home["deployment_type"] = "SINGLE_AZ_3"),
      finds: /no such deployment/,
    },
    "too small": { change: ({ home }) => (home["storage_capacity"] = 32), finds: /no capacity/ },
    "no capacity": { change: ({ home }) => delete home["storage_capacity"], finds: /no capacity/ },
    "two zones with one subnet": {
      change: ({ home }) => (home["deployment_type"] = "MULTI_AZ_1"),
      finds: /two subnets/,
    },
    "one zone with two subnets": { change: ({ home }) => (home["subnet_ids"] = ["a", "b"]), finds: /one subnet/ },
  },
  unknown: { "a throughput from a variable": ({ home }) => (home["throughput_capacity"] = "${var.mbps}") },
});
