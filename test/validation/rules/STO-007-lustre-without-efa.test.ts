import { lustreWithoutEfa } from "../../../validation/rules/STO-007-lustre-without-efa";
import { check, describeRule } from "../support/describe-rule";
import { filesystemNode, lustreStack } from "../support/lustre";
import { emptyModel, node } from "../support/model";

function factory() {
  const made = lustreStack();
  made.filesystem["storage_capacity"] = 38_400;
  const pool = node("pools");
  return { ...made, pool, model: emptyModel({ pools: [pool], filesystems: [filesystemNode()] }) };
}

describeRule(lustreWithoutEfa, {
  passing: factory,
  stillPasses: {
    "a filesystem that TCP can carry": ({ filesystem }) =>
      Object.assign(filesystem, { efa_enabled: false, storage_capacity: 9600 }),
    "a region without EFA": ({ filesystem, provider }) => {
      filesystem["efa_enabled"] = false;
      provider["region"] = "il-central-1";
    },
  },
  mutations: {
    "EFA taken away by an override": {
      change: ({ filesystem }) => (filesystem["efa_enabled"] = false),
      finds: /37\.5 GB\/s and no EFA/,
    },
    "never asked for": ({ filesystem }) => delete filesystem["efa_enabled"],
    "scratch, with its fixed throughput": ({ filesystem }) =>
      Object.assign(filesystem, {
        deployment_type: "SCRATCH_2",
        efa_enabled: false,
        per_unit_storage_throughput: null,
        storage_capacity: 96_000,
      }),
  },
  unknown: { "EFA from a variable": ({ filesystem }) => (filesystem["efa_enabled"] = "${var.efa}") },
});

describe("STO-007 for machines that cannot use it", () => {
  it.each(["trn2.48xlarge", "m7i.16xlarge"])("says nothing to %s", (instanceType) => {
    const input = factory();
    input.pool.instanceType = instanceType;
    delete input.filesystem["efa_enabled"];
    expect(check(lustreWithoutEfa, input).findings).toEqual([]);
  });
});
