import { imageFitsType } from "../../../validation/rules/ACC-053-image-fits-type";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

describeRule(imageFitsType, {
  passing: platform,
  stillPasses: {
    Bottlerocket: ({ h200 }) => (h200["ami_type"] = "BOTTLEROCKET_x86_64_NVIDIA"),
    "the standard image, whose driver the GPU operator installs": ({ h200, install }) => {
      h200["ami_type"] = "AL2023_x86_64_STANDARD";
      install("gpu-operator", "v26.7.0");
    },
    "arm64 on Graviton": ({ cpu }) =>
      Object.assign(cpu, { instance_types: ["m7g.4xlarge"], ami_type: "AL2023_ARM_64_STANDARD" }),
  },
  mutations: {
    "an arm64 image": {
      change: ({ h200 }) => (h200["ami_type"] = "AL2023_ARM_64_NVIDIA"),
      finds: /does not boot on p5en\.48xlarge, which is x86_64/,
    },
    "an image without the driver": {
      change: ({ h200 }) => (h200["ami_type"] = "AL2023_x86_64_STANDARD"),
      finds: /no driver for the accelerators of p5en/,
    },
    "no image type, which is the standard one": { change: ({ h200 }) => delete h200["ami_type"], finds: /no driver/ },
    "the operator is told not to install the driver": {
      change: ({ h200, install }) => {
        h200["ami_type"] = "AL2023_x86_64_STANDARD";
        install("gpu-operator", "v26.7.0", { driver: { enabled: false } });
      },
      finds: /no driver/,
    },
    "a GPU image on a CPU pool": {
      change: ({ cpu }) => (cpu["ami_type"] = "AL2023_x86_64_NVIDIA"),
      finds: /accelerators that m7i\.16xlarge does not have/,
    },
    "the instance type is changed and the image is not": {
      change: ({ h200 }) => (h200["instance_types"] = ["trn2.48xlarge"]),
      finds: /no driver for the accelerators of trn2/,
    },
  },
  unknown: {
    "a type from a variable": ({ h200 }) => (h200["instance_types"] = ["${var.type}"]),
    "an image type from a variable": ({ h200 }) => (h200["ami_type"] = "${var.ami}"),
    "an image of one's own": ({ h200 }) => (h200["ami_type"] = "CUSTOM"),
  },
});
