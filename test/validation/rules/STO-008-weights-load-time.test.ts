import { weightsLoadTime } from "../../../validation/rules/STO-008-weights-load-time";
import { check, describeRule } from "../support/describe-rule";
import { jobOnLustre } from "../support/feeding";

const serving = () => jobOnLustre({ kind: "inference", precision: "fp8" });

describeRule(weightsLoadTime, {
  passing: serving,
  mutations: {
    "a slow filesystem": {
      change: ({ filesystem }) => (filesystem.readMBps = 200),
      finds: /6 min to load on one node/,
    },
    "all nodes at a time": {
      change: ({ filesystem, pool }) => {
        filesystem.readMBps = 1200;
        pool.maxNodes = 32;
      },
      finds: /32 nodes that load .* take 31 min/,
    },
    "nodes with a thin network": ({ pool }) => Object.assign(pool, { networkGbpsPerNode: 1, fabricGbpsPerNode: 0 }),
  },
  unknown: {
    "a model that nobody names": ({ job }) => delete job.model,
    "a filesystem without figures": ({ filesystem }) => delete filesystem.readMBps,
  },
});

describe("STO-008 and training", () => {
  it("does not judge it", () => expect(check(weightsLoadTime, jobOnLustre()).rules[0]?.pass).toBe(0));
});
