import type { Documents } from "./types";

/** What stands in some of the stacks; references still lead to the others. */
export function onlyStacks(documents: Documents, names: ReadonlySet<string>): Documents {
  const inside = ({ stack }: { readonly stack: string }) => names.has(stack);
  return {
    stacks: documents.stacks.filter(({ name }) => names.has(name)),
    all: documents.all.filter(inside),
    providers: documents.providers.filter(inside),
    opaqueModules: documents.opaqueModules.filter(inside),
    factory: documents.factory,
    resources: (...types) => documents.resources(...types).filter(inside),
    dataSources: (...types) => documents.dataSources(...types).filter(inside),
    find: (address, stack) => {
      const among = [...names].filter((name) => stack === undefined || stack === name);
      return among.map((name) => documents.find(address, name)).find((found) => found !== undefined);
    },
    // Objects of plain YAML files belong to no stack: they may be meant for any cluster.
    kubernetesObjects: (...kinds) =>
      documents.kubernetesObjects(...kinds).filter(({ resource }) => resource === undefined || inside(resource)),
    helmReleases: () => documents.helmReleases().filter(({ resource }) => inside(resource)),
  };
}
