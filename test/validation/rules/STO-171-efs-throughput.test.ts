import { efsThroughput } from "../../../validation/rules/STO-171-efs-throughput";
import { describeRule } from "../support/describe-rule";

function home() {
  const home: Record<string, unknown> = { performance_mode: "generalPurpose", throughput_mode: "elastic" };
  return { home, stacks: { infra: { resource: { aws_efs_file_system: { home } } } } };
}

describeRule(efsThroughput, {
  passing: home,
  stillPasses: {
    "a figure with provisioned throughput": ({ home }) =>
      Object.assign(home, { throughput_mode: "provisioned", provisioned_throughput_in_mibps: 256 }),
  },
  mutations: {
    "maxIO with elastic": {
      change: ({ home }) => (home["performance_mode"] = "maxIO"),
      finds: /does not go with maxIO/,
    },
    "maxIO in one zone": {
      change: ({ home }) =>
        Object.assign(home, {
          performance_mode: "maxIO",
          throughput_mode: "bursting",
          availability_zone_name: "eu-north-1a",
        }),
      finds: /one zone has no maxIO/,
    },
    "provisioned without a figure": {
      change: ({ home }) => (home["throughput_mode"] = "provisioned"),
      finds: /needs its figure/,
    },
    "a figure without provisioned": {
      change: ({ home }) => (home["provisioned_throughput_in_mibps"] = 100),
      finds: /but the mode is elastic/,
    },
    "bursting, which is what no mode means": {
      change: ({ home }) => delete home["throughput_mode"],
      finds: /bursting/,
    },
  },
  unknown: { "a mode from a variable": ({ home }) => (home["throughput_mode"] = "${var.mode}") },
});
