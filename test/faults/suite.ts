import { FactoryError } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { Rule } from "../../validation/rule";
import { rules as allRules } from "../../validation/rules";
import type { Golden } from "./golden";
import type { Mutant, PropMutant } from "./mutant";
import { computeMutants } from "./mutants/compute";
import { hybridMutants, hybridPropMutants } from "./mutants/hybrid";
import { networkMutants } from "./mutants/network";
import { onPremPropMutants } from "./mutants/onprem-props";
import { platformMutants } from "./mutants/platform";
import { propMutants } from "./mutants/props";
import { siteMutants } from "./mutants/site";
import { storageMutants } from "./mutants/storage";
import { versionMutants } from "./mutants/versions";
import { NotHere } from "./world";

export type Verdict = "caught" | "missed" | "none of this example's";

export interface Result {
  readonly example: string;
  readonly kind: "emitted" | "props";
  readonly name: string;
  /** Id of the rule that must find it. */
  readonly rule: string;
  readonly verdict: Verdict;
  /** What was found instead, by rule. */
  readonly found: readonly string[];
}

/** Every mutant of what was emitted. */
export const emittedMutants: readonly Mutant[] = [
  ...computeMutants,
  ...networkMutants,
  ...hybridMutants,
  ...storageMutants,
  ...platformMutants,
  ...siteMutants,
  ...versionMutants,
];

/** Runs all mutants of an example, or only those of what it emitted, each against its own rule (`light`). */
export function runSuite(example: Golden, options: { readonly light?: boolean } = {}): readonly Result[] {
  const { light = false } = options;
  const before = new Set(example.world.judge(allRules).map(keyOf));
  // What each side of a hybrid factory emits by itself has examples of its own, with one cluster to look for.
  const isHybrid = example.blueprint === "HybridFactory";
  const emitted = (isHybrid ? hybridMutants : emittedMutants).map((mutant) => {
    const rules = light ? allRules.filter(({ id }) => id.startsWith(mutant.rule)) : allRules;
    return result(example.name, "emitted", mutant, () => {
      const world = example.world.copy();
      mutant.change(world);
      return fresh(world.judge(rules), before);
    });
  });
  if (light) return emitted;
  const ofProps = isHybrid ? hybridPropMutants : example.blueprint === "CloudFactory" ? propMutants : onPremPropMutants;
  return [...emitted, ...ofProps.map((mutant) => byProps(example, mutant, before))];
}

function byProps(example: Golden, mutant: PropMutant, before: ReadonlySet<string>): Result {
  return result(example.name, "props", mutant, () => {
    const props = mutant.change(example.props);
    try {
      return fresh(example.build(props).judge(allRules), before);
    } catch (error) {
      if (error instanceof FactoryError) return error.findings;
      throw error;
    }
  });
}

function result(
  example: string,
  kind: Result["kind"],
  { name, rule }: { readonly name: string; readonly rule: string },
  findings: () => readonly Finding[],
): Result {
  const common = { example, kind, name, rule };
  try {
    const found = findings().filter(({ verdict }) => verdict === "fail");
    const caught = found.some((finding) => finding.rule.startsWith(rule));
    return {
      ...common,
      verdict: caught ? "caught" : "missed",
      found: [...new Set(found.map((finding) => finding.rule))],
    };
  } catch (error) {
    if (error instanceof NotHere) return { ...common, verdict: "none of this example's", found: [] };
    throw error;
  }
}

/** What the mutant has brought: findings that the example does not have anyway. */
function fresh(findings: readonly Finding[], before: ReadonlySet<string>): readonly Finding[] {
  return findings.filter((finding) => !before.has(keyOf(finding)));
}

function keyOf({ rule, path, address, message }: Finding): string {
  return [rule, path, address, message].join("\n");
}

/** Rules that no mutant must be found by. */
export function rulesWithoutMutant(rules: readonly Rule[] = allRules): readonly string[] {
  const named = [...emittedMutants, ...propMutants].map(({ rule }) => rule);
  return rules.map(({ id }) => id).filter((id) => !named.some((rule) => id.startsWith(rule)));
}
