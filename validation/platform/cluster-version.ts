import { isUnknown } from "../../documents/value";
import type { Subject } from "../rule";
import type { Component } from "./components";

/** Kubernetes version of a cluster, `1.35`; `unknown` where it is written but not known, or where nothing says it. */
export function kubernetesVersionFor(
  component: Component | undefined,
  { documents, model }: Subject,
): string | "unknown" {
  const written = (documents?.resources("aws_eks_cluster") ?? []).map((cluster) => cluster.get("version"));
  if (written.some((version) => isUnknown(version) || version === undefined || version === null)) return "unknown";
  const emitted = new Set(written.map(String));
  const planned = new Set(
    (model?.clusters ?? [])
      .filter(({ kind }) => kind === "kubernetes" || emitted.size === 0)
      .map(({ kubernetesVersion }) => kubernetesVersion ?? "unknown"),
  );
  const all = new Set([...emitted, ...planned]);
  const [only] = all;
  if (all.size === 1 && only !== undefined) return only;
  // Several clusters of several versions: the model says on which one the component runs.
  const { resource } = component ?? {};
  const address = resource && `${resource.stack}:${resource.address}`;
  const service = model?.services.find(({ addresses }) => address !== undefined && addresses.includes(address));
  const cluster = model?.clusters.find(({ id }) => id === service?.clusterId);
  return cluster?.kubernetesVersion ?? "unknown";
}
