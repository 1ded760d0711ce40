import { imageForVersion } from "../../../validation/rules/VER-050-image-for-version";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

describeRule(imageForVersion, {
  passing: platform,
  stillPasses: {
    "Amazon Linux 2 on the last version that has it": ({ cluster, h200 }) => {
      cluster["version"] = "1.32";
      h200["ami_type"] = "AL2_x86_64_GPU";
    },
    "no type: EKS takes Amazon Linux 2023": ({ cpu }) => delete cpu["ami_type"],
  },
  mutations: {
    "the Amazon Linux 2 GPU image": {
      change: ({ h200 }) => (h200["ami_type"] = "AL2_x86_64_GPU"),
      finds: /EKS publishes no AL2_x86_64_GPU for Kubernetes 1\.35/,
    },
    "the node group's own version": {
      change: ({ cluster, cpu }) => {
        cluster["version"] = "1.32";
        Object.assign(cpu, { ami_type: "AL2_x86_64", version: "1.33" });
      },
      finds: /no AL2_x86_64 for Kubernetes 1\.33/,
    },
    "a misspelt type": { change: ({ cpu }) => (cpu["ami_type"] = "AL2023_x86_64"), finds: /no image type of EKS/ },
  },
  unknown: {
    "a type from a variable": ({ cpu }) => (cpu["ami_type"] = "${var.ami}"),
    "a version from a variable": ({ cluster, cpu }) => {
      cluster["version"] = "${var.v}";
      cpu["ami_type"] = "AL2_x86_64";
    },
  },
});
