import { chartKubernetesRange } from "../../../validation/rules/VER-004-chart-kubernetes-range";
import { describeRule } from "../support/describe-rule";
import { node } from "../support/model";
import { platform } from "../support/platform";

function withS3Driver() {
  const input = platform();
  input.install("aws-mountpoint-s3-csi-driver", "2.7.0");
  return input;
}

describeRule(chartKubernetesRange, {
  passing: withS3Driver,
  mutations: {
    "a cluster older than the chart takes": {
      change: ({ cluster }) => (cluster["version"] = "1.30"),
      finds: /mountpoint-s3-csi 2\.7\.0 does not install on Kubernetes 1\.30/,
    },
    "an on-prem cluster, which only the model names": {
      change: ({ resource, model }) => {
        delete resource["aws_eks_cluster"];
        model.clusters.push(node("clusters", { kind: "kubernetes", kubernetesVersion: "1.28" }));
      },
      finds: /does not install on Kubernetes 1\.28/,
    },
  },
  unknown: {
    "the cluster's version from a variable": ({ cluster }) => (cluster["version"] = "${var.v}"),
    "another line of the chart": {
      change: ({ install }) => install("aws-mountpoint-s3-csi-driver", "1.9.0"),
      finds: /range of mountpoint-s3-csi 1\.9\.0 is not known/,
    },
  },
});
