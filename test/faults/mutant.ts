import type { Json, World } from "./world";

/** A single fault in what was emitted, and the rule that must find it. */
export interface Mutant {
  readonly name: string;
  /** Id of the rule, or its family and number: `FAB-001`. */
  readonly rule: string;
  readonly change: (world: World) => void;
}

/** A single fault in the props of the blueprint: it refuses them with the rule's id, or the rule finds the fault. */
export interface PropMutant {
  readonly name: string;
  readonly rule: string;
  readonly change: (props: Json) => Json;
}

/** Mutants of one rule. */
export function mutants(rule: string, changes: Readonly<Record<string, Mutant["change"]>>): readonly Mutant[] {
  return Object.entries(changes).map(([name, change]) => ({ name, rule, change }));
}
