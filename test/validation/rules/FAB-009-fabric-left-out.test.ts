import { fabricLeftOut } from "../../../validation/rules/FAB-009-fabric-left-out";
import { check, describeRule } from "../support/describe-rule";
import { dated } from "../support/dated";

function onFabric() {
  const input = dated();
  Object.assign(input.pool, { fabricId: "fabric", fabricDevicesPerNode: 16 });
  return input;
}

function without({ pool }: ReturnType<typeof dated>): void {
  delete pool.fabricId;
  pool.fabricDevicesPerNode = 0;
}

describeRule(fabricLeftOut, {
  passing: onFabric,
  mutations: {
    "no fabric": { change: without, finds: /EFA of p5en\.48xlarge \(3200 Gbps a node\) is not used/ },
    "a fabric without devices": ({ pool }) => (pool.fabricDevicesPerNode = 0),
    "a type without EFA": {
      change: (input) => {
        without(input);
        input.pool.instanceType = "g6.4xlarge";
      },
      finds: /has no EFA, so that training over 16 nodes runs over TCP/,
    },
    "machines of one's own": {
      change: (input) => {
        without(input);
        delete input.pool.instanceType;
        input.pool.system = "dgx-h100";
      },
      finds: /nodes of dgx-h100 have no RDMA fabric/,
    },
    "a factory for training, whose jobs nobody stated": (input) => {
      without(input);
      input.model.workloads = [];
    },
  },
  unknown: {
    "a type that the catalogue lacks": (input) => {
      without(input);
      input.pool.instanceType = "p9.48xlarge";
    },
    "no machine at all": (input) => {
      without(input);
      delete input.pool.instanceType;
    },
  },
});

describe("FAB-009 where no fabric is needed", () => {
  it.each([
    ["a single node", ({ pool }) => (pool.maxNodes = 1)],
    ["inference", ({ workload }) => (workload.kind = "inference")],
    ["processors", ({ pool }) => (pool.role = "cpu")],
    [
      "an elastic pool that no job names",
      ({ pool, model }) => {
        pool.capacity = { kind: "elastic" };
        model.workloads = [];
      },
    ],
  ] as [string, (input: ReturnType<typeof dated>) => void][])("leaves alone: %s", (_, change) => {
    const input = dated();
    without(input);
    change(input);
    expect(check(fabricLeftOut, input).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
