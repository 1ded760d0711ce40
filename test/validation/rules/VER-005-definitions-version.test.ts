import { definitionsVersion } from "../../../validation/rules/VER-005-definitions-version";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

function withKarpenter() {
  const input = platform();
  input.install("karpenter-crd", "1.14.1");
  input.install("karpenter", "1.14.1");
  return input;
}

describeRule(definitionsVersion, {
  passing: withKarpenter,
  mutations: {
    "older definitions": {
      change: ({ install }) => install("karpenter-crd", "1.9.0"),
      finds: /karpenter and karpenter-crd are of different releases/,
    },
  },
  unknown: { "no pinned version": ({ releases }) => delete releases["karpenter-crd"].version },
});
