import { checkpointWindow } from "../../../validation/rules/STO-002-checkpoint-window";
import { check, describeRule } from "../support/describe-rule";
import { jobOnLustre } from "../support/feeding";

describeRule(checkpointWindow, {
  passing: jobOnLustre,
  stillPasses: {
    "no interval stated: the best one is reckoned with": ({ job }) => delete job.checkpointEveryMinutes,
    "a model by its number of parameters": ({ job }) => {
      delete job.model;
      job.parametersBillions = 405;
    },
  },
  mutations: {
    "longer than the interval": {
      change: ({ filesystem }) => (filesystem.writeMBps = 500),
      finds: /takes longer than the interval/,
    },
    "a fifth of the interval": {
      change: ({ filesystem }) => (filesystem.writeMBps = 2750),
      finds: /spends 20 % of its time/,
    },
    "a job so large that a day's work is lost": {
      change: ({ job }) => Object.assign(job, { accelerators: 16_384, checkpointEveryMinutes: 60 }),
      finds: /interrupted every 3\.1 h, which loses 16 %/,
    },
    "nodes that cannot write faster": {
      change: ({ pool, filesystem }) => {
        Object.assign(pool, { networkGbpsPerNode: 1, fabricGbpsPerNode: 0 });
        filesystem.rdma = false;
      },
      finds: /spends 27 %/,
    },
  },
  unknown: {
    "a model that nobody names": ({ job }) => delete job.model,
    "a model that the catalogue lacks": ({ job }) => (job.model = "secret-1t"),
    "a filesystem without figures": ({ filesystem }) => delete filesystem.writeMBps,
    "no filesystem": ({ model }) => (model.filesystems = []),
  },
});

describe("STO-002 in numbers", () => {
  it("is an error where the job never gets on, and says what would do", () => {
    const input = jobOnLustre({ model: "llama-3.1-405b", checkpointEveryMinutes: 10 });
    input.filesystem.writeMBps = 2300;
    const [finding] = check(checkpointWindow, input).findings;
    expect(finding).toMatchObject({ severity: "error", allowed: "at most 60 s" });
    expect(finding?.given).toMatch(/^5\.7 TB at 2\.3 GB\/s: 41 min to write, every 10 min$/);
    expect(finding?.fix).toMatch(/^write at 95 GB\/s, or every /);
  });
});
