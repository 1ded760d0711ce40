import { kubeProxySkew } from "../../../validation/rules/VER-002-kube-proxy-skew";
import { check, describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

describeRule(kubeProxySkew, {
  passing: platform,
  stillPasses: { "EKS takes its default": ({ addons }) => delete addons["proxy"]!["addon_version"] },
  mutations: {
    "the defect of EKS Blueprints: 1.35 on 1.31": {
      change: ({ cluster }) => (cluster["version"] = "1.31"),
      finds: /kube-proxy is newer than the cluster's Kubernetes 1\.31/,
    },
    "four minors older": {
      change: ({ addons }) => (addons["proxy"]!["addon_version"] = "v1.31.1-eksbuild.2"),
      finds: /4 minor versions older/,
    },
    "one minor older": {
      change: ({ addons }) => (addons["proxy"]!["addon_version"] = "v1.34.6-eksbuild.2"),
      finds: /1 minor versions older/,
    },
    "no version": {
      change: ({ addons }) => (addons["proxy"]!["addon_version"] = "newest"),
      finds: /no version of kube-proxy/,
    },
  },
  unknown: {
    "the add-on's version from a variable": ({ addons }) => (addons["proxy"]!["addon_version"] = "${var.v}"),
    "the cluster's version from a variable": ({ cluster }) => (cluster["version"] = "${var.v}"),
  },
});

it("VER-002 only warns within the skew that Kubernetes supports", () => {
  const input = platform();
  input.addons["proxy"]!["addon_version"] = "v1.34.6-eksbuild.2";
  expect(check(kubeProxySkew, input).findings).toMatchObject([{ severity: "warning", allowed: "v1.35.x" }]);
});
