import { kubernetesVersionOffered } from "../../../validation/rules/VER-001-kubernetes-version";
import { check, describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

describeRule(kubernetesVersionOffered, {
  passing: platform,
  stillPasses: { "the other version in standard support": ({ cluster }) => (cluster["version"] = "1.34") },
  mutations: {
    "a version that is over": { change: ({ cluster }) => (cluster["version"] = "1.30"), finds: /does not offer/ },
    "no version at all": { change: ({ cluster }) => delete cluster["version"], finds: /day of the apply decides/ },
    "a version past its standard support": {
      change: ({ cluster }) => (cluster["version"] = "1.32"),
      finds: /left standard support on 2026-03-23: .* upgrades it on 2027-03-23/,
    },
    "a patch version": { change: ({ cluster }) => (cluster["version"] = "1.35.2"), finds: /does not offer/ },
  },
  unknown: {
    "a variable": ({ cluster }) => (cluster["version"] = "${var.version}"),
    "a version newer than the catalogue": {
      change: ({ cluster }) => (cluster["version"] = "1.39"),
      finds: /catalogue ends before/,
    },
  },
});

describe("VER-001's severity", () => {
  it.each([
    ["1.30", "error"],
    ["1.32", "warning"],
  ])("of %s is %s", (version, severity) => {
    const input = platform();
    input.cluster["version"] = version;
    expect(check(kubernetesVersionOffered, input).findings.map((finding) => finding.severity)).toEqual([severity]);
  });
});
