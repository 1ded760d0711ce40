import { nodeImagePinned } from "../../../validation/rules/PLT-017-node-image-pinned";
import { describeRule } from "../support/describe-rule";
import { platform, type Json } from "../support/platform";

function withNodeClass() {
  const input = platform();
  const term: Json = { alias: "al2023@v20260901" };
  input.objects.push({
    apiVersion: "karpenter.k8s.aws/v1",
    kind: "EC2NodeClass",
    metadata: { name: "x" },
    spec: { amiSelectorTerms: [term] },
  });
  return Object.assign(input, { term });
}

describeRule(nodeImagePinned, {
  passing: withNodeClass,
  mutations: {
    latest: { change: ({ term }) => (term["alias"] = "al2023@latest"), finds: /whenever a newer image is published/ },
  },
  unknown: { "an alias from a variable": ({ term }) => (term["alias"] = "${var.alias}") },
});
