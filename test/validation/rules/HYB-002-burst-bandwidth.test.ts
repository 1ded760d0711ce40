import { burstBandwidth } from "../../../validation/rules/HYB-002-burst-bandwidth";
import { describeRule } from "../support/describe-rule";
import { emptyModel } from "../support/model";

function factory() {
  const burst = {
    datasetGB: 2000,
    staged: false,
    dailyChangeGB: undefined as number | undefined,
    resultGB: 500,
    computeHours: 12,
    dataClass: "internal",
  };
  const link = {
    id: "burst-tuning",
    path: "factory/links/link",
    addresses: [],
    kind: "burst" as const,
    from: "home",
    to: "cloud",
    gbps: 2.5 as number | undefined,
    burst,
  };
  const vpn = { ...link, id: "vpn", kind: "vpn" as const, burst: undefined };
  return { link, burst, model: emptyModel({ links: [vpn, link] }) };
}

describeRule(burstBandwidth, {
  passing: factory,
  stillPasses: {
    "a large dataset that is staged": ({ burst }) => Object.assign(burst, { datasetGB: 100_000, staged: true }),
    "a staged dataset that changes by as much as a day moves": ({ burst }) =>
      // 2.5 Gbps of which 0.8 are usable move 21,600 GB a day.
      Object.assign(burst, { staged: true, dailyChangeGB: 21_600 }),
    "moving takes exactly as long as computing": ({ burst }) =>
      Object.assign(burst, { datasetGB: 900 * 12 - 500, resultGB: 500 }),
  },
  mutations: {
    "the dataset is too large": {
      change: ({ burst }) => (burst.datasetGB = 60_000),
      finds: /takes longer to move than the job computes/,
    },
    "the results are too large": ({ burst }) => (burst.resultGB = 20_000),
    "the job is too short": ({ burst }) => (burst.computeHours = 2),
    "the link is too thin": ({ link }) => (link.gbps = 0.5),
    "a staged dataset changes too fast": {
      change: ({ burst }) => Object.assign(burst, { staged: true, dailyChangeGB: 22_000 }),
      finds: /changes faster than the link moves it/,
    },
  },
  unknown: {
    "no rate": ({ link }) => (link.gbps = undefined),
    "a rate of nothing": ({ link }) => (link.gbps = 0),
  },
});
