import { findKubernetesVersion, kubernetesVersions } from "../../catalog/aws/eks";
import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { textOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

/** Days before the end of standard support from which an upgrade should be planned. */
const planAheadDays = 90;

export const kubernetesSupport: Rule = {
  id: "OPS-004-kubernetes-support",
  family: "OPS",
  title: "the Kubernetes version is in standard support",
  severity: "warning",
  reads: "documents",
  cause:
    "After fourteen months EKS charges six times the control plane's price (extended support), and after a year of that " +
    "upgrades the cluster by itself. With upgrade_policy STANDARD it upgrades at the end of standard support already: " +
    "in the middle of a training run, to a version that drivers and operators were not tested with.",
  mend: "upgrade the control plane one version at a time, then the node groups, before the day that the message names",
  sources: [...new Set(kubernetesVersions().map(({ source }) => source))],
  unknownMeans: "The version, the day of the check, or the version's dates are not known.",
  example: {
    fails: "version 1.32 on 2026-11-21: standard support ended on 2026-03-23",
    passes: "version 1.35 on that day",
  },
  *check({ documents, today }) {
    for (const cluster of documents?.resources("aws_eks_cluster") ?? []) yield judge(cluster, today);
  },
};

function judge(cluster: Resource, today: string | undefined): Outcome {
  const about = resourceAbout(cluster);
  const given = cluster.get("version");
  if (isUnknown(given)) return unknown(about, { message: "the Kubernetes version is not known yet" });
  if (given === undefined || given === null) {
    const message = "no version is named: EKS takes its newest, and nobody decides when it changes";
    return fail(about, { message, given: "none", allowed: kubernetesVersions().map(({ version }) => version) });
  }
  const row = findKubernetesVersion(String(given));
  const { endOfStandardSupport: standard, endOfExtendedSupport: extended } = row ?? {};
  if (row === undefined || standard === undefined || extended === undefined) {
    return unknown(about, { message: `the support dates of Kubernetes ${String(given)} are not known` });
  }
  if (today === undefined) return unknown(about, { message: "the day of the check is not given", given });
  const allowed = kubernetesVersions()
    .filter(({ endOfStandardSupport: end }) => end !== undefined && end > today)
    .map(({ version }) => version);
  if (today > extended) {
    const message = `EKS has taken Kubernetes ${row.version} out of support on ${extended}`;
    return fail(about, { message, given, allowed, severity: "error" });
  }
  if (today > standard) {
    const automatic = textOf(cluster.get("upgrade_policy.support_type")) === "STANDARD";
    const message = automatic
      ? `standard support of Kubernetes ${row.version} ended on ${standard}: EKS upgrades the cluster by itself`
      : `standard support of Kubernetes ${row.version} ended on ${standard}: the control plane costs six times as much`;
    return fail(about, { message, given, allowed });
  }
  const days = Math.floor((Date.parse(standard) - Date.parse(today)) / 86_400_000);
  if (days > planAheadDays) return pass(about);
  const message = `standard support of Kubernetes ${row.version} ends in ${days} days, on ${standard}`;
  return fail(about, { message, given, allowed, severity: "info" });
}
