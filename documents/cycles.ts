import type { ModuleSource } from "./configuration";
import type { DocumentProblem } from "./document-error";
import { asList, namesIn } from "./evaluate";

/** Finds values and resources of a module that depend on themselves, which Terraform refuses too. */
export function findCycles(source: ModuleSource, file: string): readonly DocumentProblem[] {
  const nodes = new Map<string, unknown[]>();
  for (const [name, node] of source.locals) nodes.set(`local.${name}`, [node]);
  for (const { mode, type, name, body } of source.resources) {
    const key = `${mode === "data" ? "data." : ""}${type}.${name}`;
    const bodies = nodes.get(key);
    if (bodies) bodies.push(body);
    else nodes.set(key, [body]);
  }
  const edges = (key: string) => {
    const names = new Set<string>();
    for (const node of nodes.get(key) ?? []) addDependencies(node, names);
    return [...names].filter((name) => nodes.has(name));
  };
  return cyclesOf([...nodes.keys()], edges).map((cycle) => ({
    path: `${file}: ${cycle[0] ?? ""}`,
    message: `depends on itself: ${[...cycle, cycle[0]].join(" → ")}`,
    fix: "take one of these references out",
  }));
}

function addDependencies(node: unknown, names: Set<string>): void {
  namesIn(node, names);
  const listed = typeof node === "object" && node !== null ? (node as { depends_on?: unknown }).depends_on : undefined;
  for (const entry of asList(listed)) {
    if (typeof entry === "string") names.add(entry.replace(/^\$\{(.*)\}$/s, "$1"));
  }
}

/** One cycle for each group of nodes that depend on each other. Walks with its own stack: chains may be long. */
function cyclesOf(keys: readonly string[], edges: (key: string) => readonly string[]): readonly (readonly string[])[] {
  const done = new Set<string>();
  const cycles: (readonly string[])[] = [];
  for (const start of keys) {
    if (done.has(start)) continue;
    const first = edges(start);
    // What depends on nothing new is in no cycle: so it is with most, once what they share is done.
    if (first.every((name) => done.has(name))) {
      done.add(start);
      continue;
    }
    const path: string[] = [start];
    const onPath = new Set(path);
    const pending: Iterator<string>[] = [first.values()];
    while (path.length > 0) {
      const next = pending.at(-1)?.next();
      if (next === undefined || next.done === true) {
        pending.pop();
        const finished = path.pop();
        if (finished !== undefined) {
          onPath.delete(finished);
          done.add(finished);
        }
      } else if (onPath.has(next.value)) {
        cycles.push(path.slice(path.indexOf(next.value)));
      } else if (!done.has(next.value)) {
        path.push(next.value);
        onPath.add(next.value);
        pending.push(edges(next.value).values());
      }
    }
  }
  return cycles;
}
