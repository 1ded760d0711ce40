import { isUnknown } from "../../documents/value";
import { kubernetesVersionFor } from "../platform/cluster-version";
import { componentsCalled, componentsOf, type Component } from "../platform/components";
import { minorsAhead } from "../platform/versions";
import { fail, pass, unknown, type Outcome, type Rule, type Subject } from "../rule";

/** Minor versions by which kube-proxy may be older than the API server. */
const oldest = 3;

export const kubeProxySkew: Rule = {
  id: "VER-002-kube-proxy-skew",
  family: "VER",
  title: "kube-proxy is of the cluster's Kubernetes minor version",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "kube-proxy programs the service network of every node. One that is newer than the API server asks for fields the " +
    "server does not have; one that is more than three minors older is not supported. The add-on installs either " +
    "without a word, and services then fail in ways that look like the network.",
  mend: "pin the kube-proxy version that belongs to the cluster's version, or leave it out so that EKS takes its default",
  sources: [
    "Kubernetes version skew policy: kube-proxy must not be newer than kube-apiserver, and at most three minors older",
    "Amazon EKS User Guide, managing-kube-proxy: the same minor version as the cluster",
  ],
  unknownMeans: "The add-on's or the cluster's version is a token.",
  example: {
    fails: "kube-proxy v1.35.3-eksbuild.21 on Kubernetes 1.31",
    passes: "kube-proxy v1.35.3-eksbuild.21 on 1.35",
  },
  *check(subject) {
    for (const addon of componentsCalled(componentsOf(subject), "kube-proxy")) yield judge(addon, subject);
  },
};

function judge(addon: Component, subject: Subject): Outcome {
  const { about, version, resource } = addon;
  if (isUnknown(resource?.get("addon_version")))
    return unknown(about, { message: "the add-on's version is not known yet" });
  if (version === undefined) return pass(about);
  const cluster = kubernetesVersionFor(addon, subject);
  if (cluster === "unknown")
    return unknown(about, { message: "the cluster's version is not known yet", given: version });
  const ahead = minorsAhead(version, cluster);
  const allowed = `v${cluster}.x`;
  if (ahead === undefined) return fail(about, { message: "this is no version of kube-proxy", given: version, allowed });
  if (ahead === 0) return pass(about);
  if (ahead > 0) {
    return fail(about, {
      message: `kube-proxy is newer than the cluster's Kubernetes ${cluster}`,
      given: version,
      allowed,
    });
  }
  const message = `kube-proxy is ${-ahead} minor versions older than the cluster's Kubernetes ${cluster}`;
  return fail(about, {
    message,
    given: version,
    allowed,
    ...(-ahead > oldest ? {} : { severity: "warning" as const }),
  });
}
