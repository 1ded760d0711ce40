import { distance } from "fastest-levenshtein";
import { charts, type Chart } from "../../catalog/charts";
import { isObject, type ValueObject } from "../../documents/value";
import { componentsOf, type Component } from "../platform/components";
import { fail, pass, type Outcome, type Rule } from "../rule";

export const helmValueKey: Rule = {
  id: "PLT-012-helm-value-key",
  family: "PLT",
  title: "keys of Helm values are not misspelt",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Helm takes any key and ignores those that its chart does not have. `driver.enabld: false` installs the driver after " +
    "all; a misspelt `tolerations` leaves every GPU node without its device plugin. Only the missing effect tells.",
  mend: "write the key as the chart has it",
  sources: [
    ...new Set(
      charts()
        .filter(({ keyValuesVerified }) => keyValuesVerified.length > 0)
        .map(({ source }) => source),
    ),
  ],
  unknownMeans:
    "Never unknown: a key that looks like none of the keys the catalogue has verified in the chart is not judged, " +
    "because that list is not the whole of it.",
  example: { fails: "gpu-operator with driver.enabld", passes: "gpu-operator with driver.enabled" },
  *check(subject) {
    for (const component of componentsOf(subject)) {
      const { chart, release } = component;
      if (release && chart && chart.keyValuesVerified.length > 0) yield judge(component, chart);
    }
  },
};

function judge({ about, id, values }: Component, chart: Chart): Outcome {
  const known = treeOf(chart.keyValuesVerified);
  const [wrong] = misspelt(values, known, "");
  if (wrong === undefined) return pass(about);
  return fail(about, {
    message: `${id} has no key '${wrong.given}', which it would ignore`,
    given: wrong.given,
    allowed: wrong.meant,
    fix: `write ${wrong.meant}`,
  });
}

interface Tree {
  readonly [key: string]: Tree;
}

function treeOf(paths: readonly string[]): Tree {
  const root: Record<string, Tree> = {};
  for (const path of paths) {
    let node = root;
    for (const key of path.split(".")) {
      node[key] ??= {};
      node = node[key] as Record<string, Tree>;
    }
  }
  return root;
}

/** Keys that stand beside a verified one that they differ from by a slip, and that is itself not written. */
function* misspelt(values: ValueObject, known: Tree, path: string): Iterable<{ given: string; meant: string }> {
  for (const [key, value] of Object.entries(values)) {
    const inner = Object.hasOwn(known, key) ? known[key] : undefined;
    if (inner !== undefined) {
      if (isObject(value)) yield* misspelt(value, inner, `${path}${key}.`);
      continue;
    }
    const meant = Object.keys(known).find((name) => isSlip(key, name) && !Object.hasOwn(values, name));
    if (meant !== undefined) yield { given: `${path}${key}`, meant: `${path}${meant}` };
  }
}

/** One letter in short names, two in long ones, or another case. `node` and `nodes` may both be keys: a plural is no slip. */
function isSlip(given: string, known: string): boolean {
  if (given.toLowerCase() === known.toLowerCase()) return true;
  if (known.length < 5 || `${given}s` === known || `${known}s` === given) return false;
  return distance(given, known) <= (known.length < 8 ? 1 : 2);
}
