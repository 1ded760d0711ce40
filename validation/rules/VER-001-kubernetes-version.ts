import { kubernetesVersions } from "../../catalog/aws/eks";
import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

const offered = kubernetesVersions();
/** The day the catalogue was last looked after: support that had ended by then has ended. */
const catalogueDay =
  offered
    .map(({ asOf }) => asOf)
    .sort()
    .at(-1) ?? "";

export const kubernetesVersionOffered: Rule = {
  id: "VER-001-kubernetes-version",
  family: "VER",
  title: "the cluster's Kubernetes version is one that EKS offers and supports without surcharge",
  severity: "error",
  reads: "documents",
  cause:
    "EKS refuses a version it does not offer, after everything below the cluster has been made. A version past its " +
    "standard support costs six times the hourly price and is upgraded by EKS itself when the extended support ends. " +
    "Without a version the cluster gets whatever is newest on the day, and the add-ons and charts were chosen for another.",
  mend: "write a version of the catalogue that is in standard support",
  sources: [...new Set(offered.map(({ source }) => source))],
  unknownMeans: "The version is a token, or newer than the catalogue: EKS decides.",
  example: { fails: 'version = "1.30", or no version at all', passes: 'version = "1.35"' },
  *check({ documents }) {
    for (const cluster of documents?.resources("aws_eks_cluster") ?? []) yield judge(cluster);
  },
};

function judge(cluster: Resource): Outcome {
  const about = resourceAbout(cluster);
  const version = cluster.get("version");
  const names = offered.map((row) => row.version);
  if (isUnknown(version)) return unknown(about, { message: "the Kubernetes version is not known yet" });
  if (version === undefined || version === null) {
    const message = "no Kubernetes version is written, so that the day of the apply decides";
    return fail(about, { severity: "warning", message, allowed: names });
  }
  const row = offered.find((candidate) => candidate.version === String(version));
  if (row === undefined) {
    const isNewer = /^\d+\.\d+$/.test(String(version)) && minor(String(version)) > minor(names.at(-1) ?? "");
    if (isNewer) return unknown(about, { message: "the catalogue ends before this version", given: version });
    return fail(about, { message: "EKS does not offer this Kubernetes version", given: version, allowed: names });
  }
  const { endOfStandardSupport: end, endOfExtendedSupport: last } = row;
  if (end === undefined || end > catalogueDay) return pass(about);
  const message = `version ${row.version} left standard support on ${end}: the cluster costs the extended price`;
  const supported = offered.filter(({ endOfStandardSupport }) => (endOfStandardSupport ?? "9999") > catalogueDay);
  return fail(about, {
    severity: "warning",
    message: last === undefined ? message : `${message}, and EKS upgrades it on ${last}`,
    given: row.version,
    allowed: supported.map((candidate) => candidate.version),
  });
}

function minor(version: string): number {
  const [major = 0, second = 0] = version.split(".").map(Number);
  return major * 1000 + second;
}
