import { charts } from "../../catalog/charts";
import { kubernetesVersionFor } from "../platform/cluster-version";
import { componentsOf } from "../platform/components";
import { inRange, sameMinor } from "../platform/versions";
import { fail, pass, unknown, type Rule } from "../rule";

export const chartKubernetesRange: Rule = {
  id: "VER-004-chart-kubernetes-range",
  family: "VER",
  title: "a chart accepts the cluster's Kubernetes version",
  severity: "error",
  reads: "either",
  scope: "cluster",
  cause:
    "A chart states in `kubeVersion` which Kubernetes it installs on, and Helm refuses it on any other: at apply, " +
    "when cluster and nodes are already paid for.",
  mend: "raise the cluster's version, or take the chart's version that was made for it",
  sources: [...new Set(charts().flatMap(({ kubeVersion, source }) => (kubeVersion === undefined ? [] : [source])))],
  unknownMeans:
    "The cluster's version is a token, or the chart's version is not the catalogue's, whose range is known.",
  example: {
    fails: "aws-mountpoint-s3-csi-driver 2.7.0 (>=1.31.0-0) on Kubernetes 1.30",
    passes: "aws-mountpoint-s3-csi-driver 2.7.0 on Kubernetes 1.35",
  },
  *check(subject) {
    for (const component of componentsOf(subject)) {
      const { about, chart, version, resource } = component;
      if (chart?.kubeVersion === undefined || resource?.type === "aws_eks_addon") continue;
      const cluster = kubernetesVersionFor(component, subject);
      const isSame = version !== undefined && chart.version !== undefined && sameMinor(version, chart.version) === true;
      if (cluster === "unknown" || !isSame) {
        const what =
          cluster === "unknown" ? "the cluster's version" : `the range of ${chart.id} ${version ?? "(no version)"}`;
        yield unknown(about, { message: `${what} is not known`, given: cluster });
        continue;
      }
      const fits = inRange(cluster, chart.kubeVersion);
      if (fits === undefined)
        yield unknown(about, { message: `the range of ${chart.id} cannot be read`, given: chart.kubeVersion });
      else if (fits) yield pass(about);
      else {
        const message = `${chart.id} ${version} does not install on Kubernetes ${cluster}`;
        yield fail(about, { message, given: cluster, allowed: chart.kubeVersion });
      }
    }
  },
};
