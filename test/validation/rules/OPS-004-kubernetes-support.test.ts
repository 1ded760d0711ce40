import { kubernetesSupport } from "../../../validation/rules/OPS-004-kubernetes-support";
import { check, describeRule } from "../support/describe-rule";
import { runRules } from "../../../validation/engine";
import { documentsFromMemory } from "../../../documents";

function cluster() {
  const cluster: Record<string, unknown> = { version: "1.35", upgrade_policy: { support_type: "STANDARD" } };
  return { cluster, today: "2026-11-21", stacks: { infra: { resource: { aws_eks_cluster: { main: cluster } } } } };
}

describeRule(kubernetesSupport, {
  passing: cluster,
  mutations: {
    "out of standard support": {
      change: ({ cluster }) => (cluster["version"] = "1.32"),
      finds: /ended on 2026-03-23: EKS upgrades the cluster by itself/,
    },
    "out of standard support, and paid for": {
      change: ({ cluster }) =>
        Object.assign(cluster, { version: "1.32", upgrade_policy: { support_type: "EXTENDED" } }),
      finds: /six times as much/,
    },
    "out of all support": {
      change: (input) => {
        input.cluster["version"] = "1.31";
        input.today = "2026-11-27";
      },
      finds: /out of support on 2026-11-26/,
    },
    "about to leave it": { change: (input) => (input.today = "2027-02-01"), finds: /ends in 54 days/ },
    "no version": { change: ({ cluster }) => delete cluster["version"], finds: /no version is named/ },
  },
  unknown: {
    "a version from a variable": ({ cluster }) => (cluster["version"] = "${var.version}"),
    "a version without dates": ({ cluster }) => (cluster["version"] = "1.36"),
    "no day": { change: (input) => Object.assign(input, { today: undefined }), finds: /the day of the check/ },
  },
});

it("OPS-004 gets the day of the check from the engine", () => {
  const { stacks, cluster: attributes } = cluster();
  attributes["version"] = "1.33";
  const verdicts = ["2026-01-01", "2026-11-21"].map(
    (today) =>
      runRules([kubernetesSupport], { documents: documentsFromMemory(stacks) }, { today }).findings[0]?.severity,
  );
  expect(verdicts).toEqual([undefined, "warning"]);
  expect(check(kubernetesSupport, cluster()).findings).toEqual([]);
});
