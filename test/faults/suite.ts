import { FactoryError } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { Rule } from "../../validation/rule";
import { rules as allRules } from "../../validation/rules";
import type { Golden } from "./golden";
import type { Mutant, PropMutant } from "./mutant";
import { acknowledgementMutants } from "./mutants/acknowledgements";
import { cephMutants } from "./mutants/ceph";
import { computeMutants } from "./mutants/compute";
import { costMutants } from "./mutants/cost";
import { hybridMutants, hybridPropMutants } from "./mutants/hybrid";
import { networkMutants } from "./mutants/network";
import { onPremPropMutants } from "./mutants/onprem-props";
import { operationsMutants } from "./mutants/operations";
import { platformMutants } from "./mutants/platform";
import { propMutants } from "./mutants/props";
import { servingMutants } from "./mutants/serving";
import { siteMutants } from "./mutants/site";
import { slurmMutants } from "./mutants/slurm";
import { storageMutants } from "./mutants/storage";
import { versionMutants } from "./mutants/versions";
import { NotHere, type World } from "./world";

export type Verdict = "caught" | "missed" | "none of this example's";

export interface Result {
  readonly example: string;
  readonly kind: "emitted" | "props";
  readonly name: string;
  /** Id of the rule that must find it. */
  readonly rule: string;
  readonly verdict: Verdict;
  /** Where it was missed: what was found instead, by rule. */
  readonly found: readonly string[];
}

/** Every mutant of what was emitted. */
export const emittedMutants: readonly Mutant[] = [
  ...computeMutants,
  ...networkMutants,
  ...storageMutants,
  ...cephMutants,
  ...platformMutants,
  ...slurmMutants,
  ...servingMutants,
  ...siteMutants,
  ...hybridMutants,
  ...operationsMutants,
  ...costMutants,
  ...versionMutants,
  ...acknowledgementMutants,
];

/** Mutants of the props, by the blueprint that takes them. */
export const mutantsOfProps: Readonly<Record<string, readonly PropMutant[]>> = {
  CloudFactory: propMutants,
  OnPremFactory: onPremPropMutants,
  HybridFactory: hybridPropMutants,
};

/** Runs all mutants of an example, or only those of what it emitted (`light`). */
export function runSuite(example: Golden, options: { readonly light?: boolean } = {}): readonly Result[] {
  const known = new Set(example.world.judge(allRules).map(keyOf));
  const emitted = emittedMutants.map((mutant) =>
    result(example.name, "emitted", mutant, known, () => {
      const world = example.world.copy();
      reaching(() => mutant.change(world));
      return world;
    }),
  );
  if (options.light === true) return emitted;
  const ofProps = mutantsOfProps[example.blueprint] ?? [];
  const props = ofProps.map((mutant) =>
    result(example.name, "props", mutant, known, () => example.build(reaching(() => mutant.change(example.props)))),
  );
  return [...emitted, ...props];
}

/** What a mutant reaches for and does not find is not of this example; the run says of each that it is of some. */
function reaching<T>(change: () => T): T {
  try {
    return change();
  } catch (error) {
    if (error instanceof TypeError) throw new NotHere(error.message);
    throw error;
  }
}

/** Plants one fault, and asks its rule; all rules only where that one finds nothing. */
function result(
  example: string,
  kind: Result["kind"],
  { name, rule }: { readonly name: string; readonly rule: string },
  known: ReadonlySet<string>,
  plant: () => World,
): Result {
  const common = { example, kind, name, rule };
  const own = allRules.filter(({ id }) => id.startsWith(rule));
  try {
    const planted = plant();
    if (fresh(planted, known, own).length > 0) return { ...common, verdict: "caught", found: [] };
    const found = fresh(planted, known, allRules).map((finding) => finding.rule);
    return { ...common, verdict: "missed", found: [...new Set(found)] };
  } catch (error) {
    if (error instanceof NotHere) return { ...common, verdict: "none of this example's", found: [] };
    if (!(error instanceof FactoryError)) throw new Error(`${example}: ${name}`, { cause: error });
    const found = [...new Set(error.findings.map((finding) => finding.rule))];
    return { ...common, verdict: found.some((id) => id.startsWith(rule)) ? "caught" : "missed", found };
  }
}

/** What the mutant has brought: failures that the example does not have anyway. */
function fresh(planted: World, known: ReadonlySet<string>, rules: readonly Rule[]): readonly Finding[] {
  return planted.judge(rules).filter((finding) => finding.verdict === "fail" && !known.has(keyOf(finding)));
}

function keyOf({ rule, path, address, message }: Finding): string {
  return [rule, path, address, message].join("\n");
}

/** Design rules that none of the ids stands for. */
export function rulesWithout(ids: readonly string[]): readonly string[] {
  return allRules.map(({ id }) => id).filter((id) => !ids.some((each) => id.startsWith(each)));
}
