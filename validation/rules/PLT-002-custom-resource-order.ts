import { customResourceGroups, findCustomResourceGroup } from "../../catalog/custom-resources";
import { comesAfter, componentsCalled, componentsOf } from "../platform/components";
import { aboutObject } from "../platform/pods";
import { fail, pass, type Rule } from "../rule";
import type { Resource } from "../../documents/types";

export const customResourceOrder: Rule = {
  id: "PLT-002-custom-resource-order",
  family: "PLT",
  title: "custom resources are applied after the operator that defines and admits them",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Without an order Terraform applies both at once: the definition is not there yet, or its webhook does not answer " +
    "yet, and the first apply fails while every later one works. On destroy the operator goes first and the objects hang " +
    "on their finalizers for ever.",
  mend: "let the release with the custom resources depend on the operator's release, which waits until it is ready",
  sources: [...new Set(customResourceGroups().map(({ source }) => source))],
  unknownMeans: "Never unknown: dependencies are written in the documents. Objects of another stack are not judged.",
  example: {
    fails: "a release with a ClusterQueue and no depends_on",
    passes: "the same with depends_on = [helm_release.kueue]",
  },
  *check(subject) {
    const { documents } = subject;
    if (!documents) return;
    const components = componentsOf(subject);
    const before = new Map<Resource, ReadonlySet<Resource>>();
    for (const object of documents.kubernetesObjects()) {
      const { resource } = object;
      const row = findCustomResourceGroup(object.apiVersion.split("/")[0] ?? "");
      if (resource === undefined || row === undefined) continue;
      const owners = componentsCalled(components, ...row.charts).flatMap((owner) =>
        owner.resource !== undefined && owner.resource.stack === resource.stack ? [owner] : [],
      );
      if (owners.length === 0) continue;
      const known = before.get(resource) ?? comesAfter(resource, documents);
      before.set(resource, known);
      const about = aboutObject(object);
      const missing = owners.filter((owner) => owner.resource && !known.has(owner.resource));
      // Any one of several charts brings the definition; after one of them is enough.
      if (missing.length < owners.length) yield pass(about);
      else {
        const names = owners.map(({ about: owner }) => owner.address ?? owner.path);
        yield fail(about, {
          message: `the ${object.kind} may be applied before ${owners.map(({ id }) => id).join(" or ")} is ready`,
          given: resource.dependsOn.length === 0 ? "no depends_on" : resource.dependsOn,
          allowed: `after ${names.join(" or ")}`,
        });
      }
    }
  },
};
