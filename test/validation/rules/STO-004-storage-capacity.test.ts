import { storageCapacity } from "../../../validation/rules/STO-004-storage-capacity";
import { check, describeRule } from "../support/describe-rule";
import { jobOnLustre } from "../support/feeding";

describeRule(storageCapacity, {
  passing: jobOnLustre,
  mutations: {
    "a dataset that does not fit": { change: ({ job }) => (job.datasetGB = 40_000), finds: /needs more room/ },
    "too many checkpoints": ({ job }) => (job.checkpointsKept = 30),
    "a smaller filesystem": ({ filesystem }) => (filesystem.capacityGiB = 9600),
    "a larger model": ({ job }) => Object.assign(job, { model: "llama-3.1-405b", checkpointsKept: 4 }),
  },
  unknown: {
    "no size of the dataset": ({ job }) => delete job.datasetGB,
    "no model": ({ job }) => delete job.model,
    "an elastic filesystem": ({ filesystem }) => delete filesystem.capacityGiB,
    "no filesystem": ({ model }) => (model.filesystems = []),
  },
});

describe("STO-004 in numbers", () => {
  it("names the parts, and a capacity that would do", () => {
    const input = jobOnLustre({ datasetGB: 40_000 });
    const [finding] = check(storageCapacity, input).findings;
    expect(finding).toMatchObject({
      given: "35 TB: 85 % of 38400 GiB",
      allowed: "at least 43 TB: dataset 40 TB, 3 checkpoints of 0.988 TB",
    });
    input.filesystem.capacityGiB = Number(/\d+/.exec(finding?.fix ?? "")?.[0]);
    expect(check(storageCapacity, input).findings).toEqual([]);
  });
});
