import fc from "fast-check";
import { lustreCapacity } from "../../../validation/rules/STO-123-lustre-capacity";
import { check, describeRule } from "../support/describe-rule";
import { lustreStack } from "../support/lustre";

describeRule(lustreCapacity, {
  passing: lustreStack,
  stillPasses: {
    "the smallest without EFA": ({ filesystem }) =>
      Object.assign(filesystem, { efa_enabled: false, storage_capacity: "1200" }),
    "from a backup": ({ filesystem }) => Object.assign(filesystem, { storage_capacity: null, backup_id: "backup-1" }),
    "hard disks at 40": ({ filesystem }) =>
      Object.assign(filesystem, {
        deployment_type: "PERSISTENT_1",
        storage_type: "HDD",
        per_unit_storage_throughput: 40,
        storage_capacity: 3600,
        efa_enabled: false,
      }),
  },
  mutations: {
    "between two steps": {
      change: ({ filesystem }) => Object.assign(filesystem, { efa_enabled: false, storage_capacity: 1300 }),
      finds: /no capacity that FSx sells/,
    },
    "a step of the filesystem without EFA": {
      change: ({ filesystem }) => (filesystem["storage_capacity"] = 7200),
      finds: /with EFA/,
    },
    "a lower tier, whose step is larger": {
      change: ({ filesystem }) => (filesystem["per_unit_storage_throughput"] = 125),
      finds: /no capacity/,
    },
    none: { change: ({ filesystem }) => delete filesystem["storage_capacity"], finds: /storage_capacity is missing/ },
    nothing: { change: ({ filesystem }) => (filesystem["storage_capacity"] = 0), finds: /no capacity/ },
  },
  unknown: {
    "a capacity from a variable": ({ filesystem }) => (filesystem["storage_capacity"] = "${var.gib}"),
    "EFA without a tier": {
      change: ({ filesystem }) => delete filesystem["per_unit_storage_throughput"],
      finds: /steps/,
    },
  },
});

describe("STO-123 for any capacity", () => {
  it("proposes the next larger one that it passes", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 200_000 }), fc.boolean(), (storage_capacity, efa_enabled) => {
        const input = lustreStack();
        Object.assign(input.filesystem, { storage_capacity, efa_enabled });
        const [finding] = check(lustreCapacity, input).findings;
        if (!finding) return;
        const proposed = Number(/\d+$/.exec(finding.fix)?.[0]);
        expect(proposed).toBeGreaterThan(storage_capacity);
        input.filesystem["storage_capacity"] = proposed;
        expect(check(lustreCapacity, input).findings).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });
});
