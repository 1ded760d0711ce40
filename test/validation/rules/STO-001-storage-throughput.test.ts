import { storageThroughput } from "../../../validation/rules/STO-001-storage-throughput";
import { check, describeRule } from "../support/describe-rule";
import { jobOnLustre } from "../support/feeding";

describeRule(storageThroughput, {
  passing: jobOnLustre,
  stillPasses: {
    "a need that is just met": ({ job }) => (job.readGBpsPerAccelerator = 37.5 / 128),
    "no filesystem at all": ({ model }) => (model.filesystems = []),
  },
  mutations: {
    "a job that reads images": {
      change: ({ job }) => (job.readGBpsPerAccelerator = 0.5),
      finds: /read 0\.293 GB\/s per accelerator/,
    },
    "a small filesystem": { change: ({ filesystem }) => (filesystem.readMBps = 1200), finds: /0\.00937 GB\/s/ },
    "a small filesystem and no job stated": ({ model, filesystem }) => {
      model.workloads = [];
      filesystem.readMBps = 1200;
    },
    "nodes that TCP holds back": {
      change: ({ filesystem, job }) => {
        Object.assign(filesystem, { rdma: false, readMBps: 400_000 });
        job.readGBpsPerAccelerator = 2;
      },
      finds: /one node of pool 'training'/,
    },
  },
  unknown: { "a filesystem without figures": ({ filesystem }) => delete filesystem.readMBps },
});

describe("STO-001 in numbers", () => {
  it("names what there is, what is needed and how much more it takes", () => {
    const input = jobOnLustre({ readGBpsPerAccelerator: 1 });
    expect(check(storageThroughput, input).findings).toMatchObject([
      {
        severity: "warning",
        given: "37.5 GB/s from scratch",
        allowed: "128 GB/s: 128 accelerators at 1 GB/s each",
        fix: "raise the aggregate throughput to 128 GB/s: 4 times the capacity, or a higher tier",
      },
    ]);
  });
});

describe("STO-001 without a job", () => {
  it("asks nothing of a factory that only serves", () => {
    const input = jobOnLustre();
    Object.assign(input.model, { intent: "inference", workloads: [] });
    input.filesystem.readMBps = 1;
    expect(check(storageThroughput, input).rules[0]).toMatchObject({ pass: 0, fail: 0 });
  });
});
