import { transferBandwidth } from "../../../validation/rules/HYB-006-transfer-bandwidth";
import { describeRule } from "../support/describe-rule";
import { emptyModel } from "../support/model";

/** Two copies to the cloud and one home, over 2.5 Gbps: bulk data moves 21,600 GB a day. */
function factory() {
  const copy = (id: string, direction: "to-cloud" | "to-site", dailyChangeGB: number) => ({
    id,
    path: `factory/links/${id}`,
    addresses: [],
    kind: "transfer" as const,
    from: "home",
    to: "datasets",
    gbps: 2.5 as number | undefined,
    transfer: {
      direction,
      dataClass: "public",
      totalGB: 60_000,
      dailyChangeGB,
      everyHours: 6,
      limitMbps: undefined as number | undefined,
    },
  });
  const [first, second, home] = [
    copy("crawl", "to-cloud", 10_000),
    copy("scans", "to-cloud", 11_000),
    copy("weights", "to-site", 20_000),
  ] as const;
  return { first, second, home, model: emptyModel({ links: [first, second, home] }) };
}

describeRule(transferBandwidth, {
  passing: factory,
  stillPasses: {
    "the other direction is a line of its own": ({ home }) => (home.transfer.dailyChangeGB = 21_600),
    "the first copy may take long": ({ first }) => (first.transfer.totalGB = 1e6),
    "a limit that is enough": ({ second }) => (second.transfer.limitMbps = 1_100),
  },
  mutations: {
    "too much for one": {
      change: ({ home }) => (home.transfer.dailyChangeGB = 22_000),
      finds: /'weights' is not done before the next begins/,
    },
    "too much together": {
      change: ({ second }) => (second.transfer.dailyChangeGB = 12_000),
      finds: /all copies to the cloud together/,
    },
    "a limit that is too low": ({ second }) => (second.transfer.limitMbps = 1_000),
    "a thinner link": ({ first, second }) => {
      first.gbps = 1;
      second.gbps = 1;
    },
  },
  unknown: {
    "no rate": ({ first, second }) => {
      first.gbps = undefined;
      second.gbps = undefined;
    },
    "a rate of nothing": ({ home }) => (home.gbps = 0),
  },
});
