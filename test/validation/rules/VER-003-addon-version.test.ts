import { addonVersion } from "../../../validation/rules/VER-003-addon-version";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

describeRule(addonVersion, {
  passing: platform,
  stillPasses: {
    "another build of the same line": ({ addons }) => (addons["dns"]!["addon_version"] = "v1.13.2-eksbuild.30"),
  },
  mutations: {
    "the line of another Kubernetes version": {
      change: ({ addons }) => (addons["dns"]!["addon_version"] = "v1.14.3-eksbuild.16"),
      finds: /coredns is newer than what fits Kubernetes 1\.35; its line belongs to 1\.36/,
    },
    "an older line": {
      change: ({ addons }) => (addons["dns"]!["addon_version"] = "v1.9.3-eksbuild.2"),
      finds: /coredns is older than what fits/,
    },
    "no build": {
      change: ({ addons }) => (addons["dns"]!["addon_version"] = "1.13.2"),
      finds: /no version of an EKS add-on/,
    },
  },
  unknown: {
    "a variable": ({ addons }) => (addons["dns"]!["addon_version"] = "${var.v}"),
    "a Kubernetes version without known add-ons": ({ cluster }) => (cluster["version"] = "1.33"),
  },
});
