import { problem } from "../constructs/aws/problem";
import type { Finding } from "../validation/finding";

/** A name, and who has it: a prop (`pools[0]`), or a part that is always there. */
export type Named = readonly [name: string, where: string];

/** Names that no part may take: those of the blueprint's own parts, and what every object in JavaScript has. */
export function reserved(own: readonly string[]): readonly Named[] {
  return [
    ["constructor", "every object in JavaScript"],
    ...own.map((name): Named => [name, "a part that every factory has"]),
  ];
}

/** The parts of a prop by their names. */
export function namesIn(prop: string, parts: readonly { readonly name: string }[] = []): readonly Named[] {
  return parts.map(({ name }, index) => [name, `${prop}[${index}]`]);
}

/** A finding for each name that an earlier one in the list has already. */
export function checkDuplicateNames(named: readonly Named[], path: string): Finding[] {
  const first = new Map<string, string>();
  return named.flatMap(([name, where]) => {
    const other = first.get(name);
    first.set(name, other ?? where);
    if (other === undefined) return [];
    return [
      problem("NAM-002-duplicate-name", `${path}.${where}`, `the name '${name}' is taken by ${other}`, {
        given: name,
        allowed: "a name that no other part of the factory has",
        fix: "rename one of them",
      }),
    ];
  });
}
