import { componentsCalled, componentsOf, type Component } from "../platform/components";
import { compareVersions } from "../platform/versions";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Charts whose custom resource definitions are a chart of their own, which must be of the same release. */
const pairs: readonly (readonly [definitions: string, operator: string])[] = [
  ["karpenter-crd", "karpenter"],
  ["kserve-crd", "kserve-resources"],
  ["kserve-llmisvc-crd", "kserve-llmisvc-resources"],
  ["slurm-operator-crds", "slurm-operator"],
  ["envoy-ai-gateway-crds", "envoy-ai-gateway"],
];

export const definitionsVersion: Rule = {
  id: "VER-005-definitions-version",
  family: "VER",
  title: "custom resource definitions are of the same release as their operator",
  severity: "error",
  reads: "either",
  scope: "cluster",
  cause:
    "An operator reads fields that its own release's definitions have. With older definitions the API server drops " +
    "those fields without a word, and the operator works with half of what was written.",
  mend: "give both charts the same version, and upgrade the definitions first",
  sources: [
    "Karpenter, KServe, Slurm operator and Envoy AI Gateway publish their definitions as charts of their own, one for each release",
    "Helm documentation, custom resource definitions: those in a chart's crds/ folder are never upgraded",
  ],
  unknownMeans: "One of the two versions is not pinned.",
  example: { fails: "karpenter 1.14.1 with karpenter-crd 1.9.0", passes: "karpenter 1.14.1 with karpenter-crd 1.14.1" },
  *check(subject) {
    const components = componentsOf(subject);
    for (const [definitions, operator] of pairs) {
      const [crds] = componentsCalled(components, definitions);
      for (const user of componentsCalled(components, operator)) if (crds) yield judge(user, crds);
    }
  },
};

function judge(operator: Component, definitions: Component): Outcome {
  const { about, version } = operator;
  if (version === undefined || definitions.version === undefined) {
    return unknown(about, { message: `the versions of ${operator.id} and ${definitions.id} are not both pinned` });
  }
  const difference = compareVersions(version, definitions.version);
  if (difference === 0) return pass(about);
  return fail(about, {
    message: `${operator.id} and ${definitions.id} are of different releases`,
    given: `${version} and ${definitions.version}`,
    allowed: `${version} for both`,
  });
}
