import { onlyStacks } from "../documents/only-stacks";
import type { FactoryModel } from "../model/types";
import type { Subject } from "./rule";

const known = new WeakMap<Subject, readonly Subject[]>();

/**
 * The subject once for each cluster that has stacks of its own: its pools, its components and the documents of its
 * stacks, with the stacks that belong to no cluster. The whole subject where there is one cluster, or where the
 * clusters' stacks cannot be told apart.
 */
export function clusterSubjects<S extends Subject>(subject: S): readonly S[] {
  const found = (known.get(subject) as readonly S[] | undefined) ?? split(subject);
  known.set(subject, found);
  return found;
}

function split<S extends Subject>(subject: S): readonly S[] {
  const { model, documents } = subject;
  if (model === undefined || documents === undefined) return [subject];
  const owners = new Map<string, string>();
  for (const { clusterId, addresses } of [...model.pools, ...model.services]) {
    for (const address of addresses) {
      const stack = address.split(":", 1)[0] ?? "";
      const owner = owners.get(stack);
      if (owner !== undefined && owner !== clusterId) return [subject];
      owners.set(stack, clusterId);
    }
  }
  const clusters = [...new Set(owners.values())];
  if (clusters.length < 2) return [subject];
  return clusters.map((cluster) => {
    const names = documents.stacks.map(({ name }) => name).filter((name) => (owners.get(name) ?? cluster) === cluster);
    return { ...subject, model: modelOf(model, cluster), documents: onlyStacks(documents, new Set(names)) };
  });
}

function modelOf(model: FactoryModel, cluster: string): FactoryModel {
  return {
    ...model,
    clusters: model.clusters.filter(({ id }) => id === cluster),
    pools: model.pools.filter(({ clusterId }) => clusterId === cluster),
    services: model.services.filter(({ clusterId }) => clusterId === cluster),
  };
}
