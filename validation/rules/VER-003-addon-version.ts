import { eksAddons, type EksAddon } from "../../catalog/aws/eks";
import { entry } from "../../catalog/lookup";
import { isUnknown } from "../../documents/value";
import { kubernetesVersionFor } from "../platform/cluster-version";
import { componentsOf, type Component } from "../platform/components";
import { compareVersions } from "../platform/versions";
import { fail, pass, unknown, type Outcome, type Rule, type Subject } from "../rule";

export const addonVersion: Rule = {
  id: "VER-003-addon-version",
  family: "VER",
  title: "an add-on's version was made for the cluster's Kubernetes version",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "EKS lists which builds of an add-on fit which Kubernetes version, and refuses others only when the cluster is " +
    "already there. A version carried over from another cluster stops the apply half way, and the nodes stay NotReady.",
  mend: "take the version that the catalogue has for the cluster's version, or leave it out",
  sources: [...new Set(eksAddons().flatMap(({ versions }) => Object.values(versions).map(({ source }) => source)))],
  unknownMeans: "The version is a token, or the catalogue has none for this Kubernetes version: EKS decides.",
  example: {
    fails: "coredns v1.14.3-eksbuild.16, which belongs to 1.36, on Kubernetes 1.34, or a version without `-eksbuild.`",
    passes: "coredns v1.13.2-eksbuild.21 on Kubernetes 1.35",
  },
  *check(subject) {
    const addons = new Map(eksAddons().map((addon) => [addon.name, addon]));
    for (const component of componentsOf(subject)) {
      const addon = component.resource?.type === "aws_eks_addon" ? addons.get(component.id) : undefined;
      // kube-proxy has a rule of its own, which knows the allowed skew.
      if (addon !== undefined && addon.name !== "kube-proxy") yield judge(component, addon, subject);
    }
  },
};

function judge(component: Component, addon: EksAddon, subject: Subject): Outcome {
  const { about, version, resource } = component;
  if (isUnknown(resource?.get("addon_version")))
    return unknown(about, { message: "the add-on's version is not known yet" });
  if (version === undefined) return pass(about);
  if (!/^v\d+\.\d+\.\d+-eksbuild\.\d+$/.test(version)) {
    const allowed = "v<version>-eksbuild.<build>";
    return fail(about, { message: "this is no version of an EKS add-on", given: version, allowed });
  }
  const cluster = kubernetesVersionFor(component, subject);
  if (cluster === "unknown")
    return unknown(about, { message: "the cluster's version is not known yet", given: version });
  const known = entry(addon.versions, cluster)?.version;
  if (known === undefined) {
    return unknown(about, { message: `no ${addon.name} is known for Kubernetes ${cluster}`, given: version });
  }
  if (version === known) return pass(about);
  const lines = Object.entries(addon.versions).filter(([, row]) => minorLine(row.version) === minorLine(version));
  const isListedHere = minorLine(known) === minorLine(version) || lines.some(([kubernetes]) => kubernetes === cluster);
  if (isListedHere) return pass(about);
  const older = (compareVersions(version, known) ?? 0) < 0;
  const belongs =
    lines.length === 0 ? "" : `; its line belongs to ${lines.map(([kubernetes]) => kubernetes).join(", ")}`;
  const message = `${addon.name} ${older ? "is older" : "is newer"} than what fits Kubernetes ${cluster}${belongs}`;
  // An older line may still be on EKS's list, and a newer one may have been added to it since.
  return fail(about, {
    message,
    given: version,
    allowed: known,
    ...(lines.length > 0 ? {} : { severity: "warning" as const }),
  });
}

function minorLine(version: string): string {
  return version.split(".").slice(0, 2).join(".");
}
