import { trainingOnSharedAccelerators } from "../../../validation/rules/ACC-003-training-on-shared-accelerators";
import { check, describeRule } from "../support/describe-rule";
import { dated } from "../support/dated";

function shared() {
  const input = dated();
  Object.assign(input.pool, { sharing: { kind: "mig", profile: "1g.18gb" }, fabricDevicesPerNode: 0 });
  input.workload.kind = "inference";
  return input;
}

describeRule(trainingOnSharedAccelerators, {
  passing: shared,
  mutations: {
    "training on MIG instances": {
      change: ({ workload }) => (workload.kind = "training"),
      finds: /'pretraining' is to run on shared accelerators/,
    },
    "training on time slices": ({ workload, pool }) => {
      workload.kind = "training";
      pool.sharing = { kind: "time-slicing", replicas: 4 };
    },
    "a fabric": { change: ({ pool }) => (pool.fabricDevicesPerNode = 16), finds: /pays for a fabric of 16 devices/ },
  },
});

describe("ACC-003 on whole accelerators", () => {
  it("has nothing to judge", () => {
    expect(check(trainingOnSharedAccelerators, dated()).rules[0]).toMatchObject({ pass: 0, fail: 0 });
  });
});
