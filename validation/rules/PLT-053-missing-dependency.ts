import type { Resource } from "../../documents/types";
import { fail, pass, resourceAbout, type Rule } from "../rule";

export const missingDependency: Rule = {
  id: "PLT-053-missing-dependency",
  family: "PLT",
  title: "what a component depends on is installed",
  severity: "error",
  reads: "either",
  scope: "cluster",
  cause:
    "A dependency that is not there is an order that nobody keeps: the component starts before what it counts on, or " +
    "Terraform refuses the whole stack because an address in depends_on leads nowhere.",
  mend: "install what it depends on, or remove the dependency",
  sources: ["Terraform language, depends_on: addresses of the same module"],
  unknownMeans: "Never unknown: dependencies are written out.",
  example: { fails: "kueue depends on cert-manager, which is not installed", passes: "both are installed" },
  *check({ model, documents }) {
    const ids = new Set(model?.services.map(({ id }) => id));
    for (const { id, path, dependsOn } of model?.services ?? []) {
      const missing = dependsOn.filter((name) => !ids.has(name));
      if (missing.length === 0) yield pass({ path });
      else {
        const message = `component '${id}' depends on ${missing.join(", ")}, which is not installed`;
        yield fail({ path }, { message, given: missing, allowed: [...ids].sort() });
      }
    }
    // A plan has no depends_on any more; its addresses were checked when it was made.
    const written = new Set(documents?.stacks.filter(({ kind }) => kind === "configuration").map(({ name }) => name));
    const known = namesOf(documents?.all ?? []);
    for (const resource of documents?.resources() ?? []) {
      if (resource.dependsOn.length === 0 || !written.has(resource.stack)) continue;
      const missing = resource.dependsOn.filter(
        (address) => isResource(address) && !known.has(keyOf(resource, address)),
      );
      if (missing.length === 0) yield pass(resourceAbout(resource));
      else {
        const message = "depends_on leads to a resource that is not there";
        yield fail(resourceAbout(resource), { message, given: missing, allowed: "addresses of this stack" });
      }
    }
  },
};

/** Every resource by stack, module and address without its index. */
function namesOf(resources: readonly Resource[]): ReadonlySet<string> {
  return new Set(
    resources.map(({ stack, modulePath, mode, type, name }) => {
      const own = mode === "data" ? `data.${type}.${name}` : `${type}.${name}`;
      return `${stack}:${modulePath}:${own}`;
    }),
  );
}

function keyOf({ stack, modulePath }: Resource, address: string): string {
  return `${stack}:${modulePath}:${address.replace(/\[.*\]$/, "")}`;
}

/** Modules, variables and locals are no resources. */
function isResource(address: string): boolean {
  return /^(data\.)?[a-z][a-z0-9]*_[a-z0-9_]*\.[\w-]+(\[.*\])?$/.test(address);
}
