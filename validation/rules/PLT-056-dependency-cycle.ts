import { fail, pass, type Rule } from "../rule";

export const dependencyCycle: Rule = {
  id: "PLT-056-dependency-cycle",
  family: "PLT",
  title: "components do not depend on each other in a circle",
  severity: "error",
  reads: "model",
  scope: "cluster",
  cause: "In a circle nothing can be first: Terraform refuses the stack, and Argo CD or Flux waits for ever.",
  mend: "remove one of the dependencies of the circle",
  sources: ["Terraform language, resource graph: cycles are errors"],
  unknownMeans: "Never unknown: dependencies are written out. A circle in a document stops the loading of it already.",
  example: { fails: "kueue -> cert-manager -> kueue", passes: "kueue -> cert-manager" },
  *check({ model }) {
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
  },
};

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
