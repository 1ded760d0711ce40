import { trainingSpares } from "../../../validation/rules/AVL-005-training-spares";
import { check, describeRule } from "../support/describe-rule";
import { jobOnLustre } from "../support/feeding";

describeRule(trainingSpares, {
  passing: jobOnLustre,
  stillPasses: {
    "a large job with spares": ({ pool, job }) => {
      pool.maxNodes = 512;
      job.accelerators = 4080;
    },
    "a large job on everything, with nodes that stand by": ({ pool }) => {
      pool.maxNodes = 512;
      pool.spareNodes = 1;
    },
  },
  mutations: {
    "a large job on everything": {
      change: ({ pool }) => (pool.maxNodes = 512),
      finds: /1 nodes .* break in 24 hours, and 0/,
    },
    "a job without spares for a day": ({ pool, job }) => {
      pool.maxNodes = 2048;
      job.accelerators = 16_376;
    },
    "more than there is": { change: ({ job }) => (job.accelerators = 129), finds: /more accelerators than/ },
  },
});

it("AVL-005 proposes a size that it passes", () => {
  const input = jobOnLustre();
  input.pool.maxNodes = 2048;
  const [finding] = check(trainingSpares, input).findings;
  input.job.accelerators = Number(/run the job on (\d+)/.exec(finding?.fix ?? "")?.[1]);
  expect(input.job.accelerators).toBeLessThan(16_384);
  expect(check(trainingSpares, input).findings).toEqual([]);
});
