import { losslessEthernet } from "../../../validation/rules/FAB-063-lossless-ethernet";
import { describeRule } from "../support/describe-rule";
import { node } from "../support/model";
import { plannedSite } from "../support/planned-site";

function ethernet() {
  const site = plannedSite();
  const quality = { mode: "lossless" as const, priority: 3, dscp: 26, ecn: true, switchMtu: 9216 };
  const compute = node("fabrics", { id: "compute", siteId: "oslo", kind: "roce", mtu: 9000, quality });
  const storage = node("fabrics", { id: "storage", siteId: "oslo", kind: "roce", quality: { ...quality } });
  site.model.fabrics = [compute, storage];
  return { ...site, compute, storage, quality };
}

describeRule(losslessEthernet, {
  passing: ethernet,
  stillPasses: {
    "another class at another site": ({ storage, quality }) =>
      Object.assign(storage, { siteId: "graz", quality: { ...quality, priority: 4 } }),
    "ECN alone": ({ quality, storage }) => {
      Object.assign(quality, { mode: "lossy" });
      Object.assign(storage.quality ?? {}, { mode: "lossy" });
    },
  },
  mutations: {
    "another priority in the storage fabric": {
      change: ({ storage }) => Object.assign(storage.quality ?? {}, { priority: 4 }),
      finds: /keep different classes/,
    },
    "another mark": ({ quality }) => (quality.dscp = 24),
    "switches that mark nothing": { change: ({ quality }) => (quality.ecn = false), finds: /mark no congestion/ },
  },
  unknown: { "a fabric that says nothing": ({ storage }) => delete storage.quality },
});
