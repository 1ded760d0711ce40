import type { Documents, Resource } from "../../documents/types";
import { fail, pass, resourceAbout, type Rule } from "../rule";

export const dependencyCycle: Rule = {
  id: "PLT-056-dependency-cycle",
  family: "PLT",
  title: "components do not depend on each other in a circle",
  severity: "error",
  reads: "either",
  cause: "In a circle nothing can be first: Terraform refuses the stack, and Argo CD or Flux waits for ever.",
  mend: "remove one of the dependencies of the circle",
  sources: ["Terraform language, resource graph: cycles are errors"],
  unknownMeans: "Never unknown: dependencies are written out.",
  example: { fails: "kueue -> cert-manager -> kueue", passes: "kueue -> cert-manager" },
  *check({ model, documents }) {
    const services = new Map((model?.services ?? []).map((service) => [service.id, service]));
    const circle = circleIn(
      [...services.keys()],
      (id) => services.get(id)?.dependsOn.filter((name) => services.has(name)) ?? [],
    );
    for (const { id, path } of services.values()) {
      if (!circle.includes(id)) yield pass({ path });
      else
        yield fail(
          { path },
          { message: `component '${id}' waits for itself`, given: trail(circle), allowed: "no circle" },
        );
    }
    if (documents) yield* inDocuments(documents);
  },
};

function* inDocuments(documents: Documents) {
  const releases = documents.resources("helm_release");
  const next = (resource: Resource) =>
    resource.dependsOn
      .map((address) => documents.find(address, resource.stack))
      .filter((found) => found !== undefined && found.type === "helm_release") as Resource[];
  const circle = circleIn(releases, next);
  for (const release of releases) {
    if (!circle.includes(release)) yield pass(resourceAbout(release));
    else {
      const given = trail(circle.map(({ address }) => address));
      yield fail(resourceAbout(release), { message: "the release waits for itself", given, allowed: "no circle" });
    }
  }
}

/** The nodes of the first circle that is found; empty where there is none. */
function circleIn<Node>(nodes: readonly Node[], next: (node: Node) => readonly Node[]): readonly Node[] {
  const done = new Set<Node>();
  const open: Node[] = [];
  const visit = (node: Node): readonly Node[] => {
    if (done.has(node)) return [];
    if (open.includes(node)) return open.slice(open.indexOf(node));
    open.push(node);
    for (const other of next(node)) {
      const circle = visit(other);
      if (circle.length > 0) return circle;
    }
    open.pop();
    done.add(node);
    return [];
  };
  return nodes.map(visit).find((circle) => circle.length > 0) ?? [];
}

function trail(names: readonly string[]): string {
  return [...names, names[0]].join(" -> ");
}
