import type { CompatibilityRule } from "../../catalog/compatibility";
import { isUnknown } from "../../documents/value";
import { judgeRows, sourcesOf, type Judge, type Judges, type Platform } from "../compatibility/judge";
import { kubernetesVersionFor } from "../platform/cluster-version";
import { componentsCalled, settingOf, type Component } from "../platform/components";
import { compareVersions, minorsAhead, sameMinor } from "../platform/versions";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Rows that say between which Kubernetes versions their first chart works; the table holds the versions. */
const inBounds: Judge = function* (platform, row) {
  for (const component of componentsCalled(platform.components, row.charts[0] ?? "")) {
    if (row.chartVersion !== undefined && component.version === undefined) {
      yield unknown(component.about, { message: `the version of ${component.id} is not pinned` });
    } else if (speaksAbout(row, component)) yield withinBounds(component, row, platform);
  }
};

/** A ceiling holds for the release it was measured with; a floor for it and all later ones. */
function speaksAbout({ chartVersion, maxKubernetes }: CompatibilityRule, { version = "" }: Component): boolean {
  if (chartVersion === undefined) return true;
  if (maxKubernetes !== undefined) return sameMinor(version, chartVersion) === true;
  return (compareVersions(version, chartVersion) ?? -1) >= 0;
}

function withinBounds(component: Component, row: CompatibilityRule, { subject }: Platform): Outcome {
  const { about, id } = component;
  const cluster = kubernetesVersionFor(component, subject);
  if (cluster === "unknown") return unknown(about, { message: `the cluster's version is not known for ${id}` });
  const { minKubernetes, maxKubernetes } = row;
  const belowFloor = minKubernetes !== undefined && (minorsAhead(cluster, minKubernetes) ?? 0) < 0;
  const aboveCeiling = maxKubernetes !== undefined && (minorsAhead(cluster, maxKubernetes) ?? 0) > 0;
  if (!belowFloor && !aboveCeiling) return pass(about);
  const message = `${id} ${component.version ?? ""} does not work on Kubernetes ${cluster}`.replace("  ", " ");
  return fail(about, {
    message,
    given: cluster,
    fix: belowFloor
      ? `raise the cluster to ${minKubernetes} or newer`
      : `stay at ${maxKubernetes} or take a newer ${id}`,
  });
}

const judges: Judges = {
  "netop-26.4-k8s": inBounds,
  "netop-26.7-kube": inBounds,
  "dra-k8s-1.34": inBounds,
  "slurm-min": inBounds,
  "amd-certmanager": inBounds,
  *"neuron-dra-karpenter"(platform, row) {
    for (const neuron of componentsCalled(platform.components, "aws-neuron")) {
      const enabled = settingOf(neuron, "draDriver.enabled");
      if (isUnknown(enabled))
        yield unknown(neuron.about, { message: "whether the Neuron DRA driver is on is not known" });
      else if (enabled === true) yield withinBounds(neuron, row, platform);
      else yield pass(neuron.about);
    }
  },
  *"agentgateway-1.37"({ components, subject }) {
    for (const gateway of componentsCalled(components, "agentgateway")) {
      const cluster = kubernetesVersionFor(gateway, subject);
      if (cluster === "unknown" || gateway.version === undefined) {
        yield unknown(gateway.about, { message: "the versions of agentgateway and the cluster are not both known" });
        continue;
      }
      const isNew = (minorsAhead(cluster, "1.37") ?? -1) >= 0;
      const isOld = (compareVersions(gateway.version, "1.4.0") ?? 0) < 0;
      if (!isNew || !isOld) yield pass(gateway.about);
      else {
        const message = `the API server of ${cluster} rejects the definitions of agentgateway ${gateway.version}`;
        yield fail(gateway.about, { message, given: gateway.version, fix: "take agentgateway v1.4.0 or newer" });
      }
    }
  },
};

export const componentKubernetesVersion: Rule = {
  id: "VER-101-component-kubernetes-version",
  family: "VER",
  title: "components work on the cluster's Kubernetes version",
  severity: "error",
  reads: "either",
  scope: "cluster",
  cause:
    "Operators of networks, GPUs and schedulers are tested between two Kubernetes versions. Outside of them the chart " +
    "still installs, and what fails later is the API that the operator counted on: dynamic resource allocation, webhooks, " +
    "validation rules that cost too much.",
  mend: "move the cluster or the component to versions that the table allows together",
  sources: sourcesOf(judges),
  unknownMeans: "The cluster's or the component's version is not pinned, or a token.",
  example: {
    fails: "network-operator 26.4.1 on Kubernetes 1.36",
    passes: "network-operator 26.4.1 on Kubernetes 1.35",
  },
  check: (subject) => judgeRows(judges, subject),
};

export const componentKubernetesVersionJudges = judges;
