/**
 * `npm run test:faults`: plants single faults in every example, in its props and in what it emits, and says which rule
 * has found which. `npm run test:faults -- llm-serving` runs the examples that are named.
 */
import Table from "cli-table3";
import { golden, goldenNames } from "./golden";
import { errorsIn, referenceShapes } from "./reference-shapes";
import { rulesWithout, runSuite, type Result } from "./suite";

/** Single faults that each example must have. */
const leastMutants = 100;

function main(): number {
  const asked = process.argv.slice(2);
  const names = goldenNames.filter((name) => asked.length === 0 || asked.includes(name));
  if (names.length === 0) {
    console.error(`no example of that name; there are ${goldenNames.join(", ")}`);
    return 2;
  }
  const results = names.flatMap((name) => runSuite(golden(name)));
  const ran = results.filter(({ verdict }) => verdict !== "none of this example's");
  console.log(table(ran, names));
  const missed = ran.filter(({ verdict }) => verdict === "missed");
  for (const { example, kind, name, rule, found } of missed) {
    const instead = found.length === 0 ? "nothing" : found.join(", ");
    console.log(`missed: ${example}, ${kind}: ${name}: ${rule} should have found it; found: ${instead}`);
  }
  const small = names.filter((name) => ran.filter(({ example }) => example === name).length < leastMutants);
  for (const name of small) console.log(`too few: ${name} has fewer than ${leastMutants} mutants`);
  const refused = asked.length > 0 ? [] : refusedShapes();
  const nowhere = asked.length > 0 ? [] : plantedNowhere(results, ran);
  for (const fault of nowhere) console.log(`no example can have: ${fault}`);
  const bare = asked.length > 0 ? [] : unproven(ran);
  for (const id of bare) console.log(`no example has a mutant for ${id}`);
  const failed = missed.length + small.length + nowhere.length + refused.length + bare.length;
  console.log(`${ran.length - missed.length} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Published shapes in which a rule finds an error, or which the blueprints refuse: the rule is wrong. */
function refusedShapes(): readonly string[] {
  const refused = referenceShapes.filter((shape) => {
    const errors = errorsIn(shape);
    for (const { rule, message, path } of errors) console.log(`error in ${shape}: ${rule}: ${message} (${path})`);
    return errors.length > 0;
  });
  console.log(
    `published shapes without an error: ${referenceShapes.length - refused.length} of ${referenceShapes.length}`,
  );
  return refused;
}

/** Faults that no example has the place for: they would never be missed. */
function plantedNowhere(results: readonly Result[], ran: readonly Result[]): readonly string[] {
  const faultOf = ({ rule, name }: Result) => `${rule}: ${name}`;
  const planted = new Set(ran.map(faultOf));
  return [...new Set(results.map(faultOf))].filter((fault) => !planted.has(fault));
}

/** Rules that have caught nothing. */
function unproven(results: readonly Result[]): readonly string[] {
  return rulesWithout(results.filter(({ verdict }) => verdict === "caught").map(({ rule }) => rule));
}

/** Caught faults by rule and example, and the missed ones where there are any. */
function table(results: readonly Result[], names: readonly string[]): string {
  const rows = new Table({ head: ["rule", ...names], style: { head: [], border: [], compact: true } });
  const cell = (of: readonly Result[]) => {
    const missed = of.filter(({ verdict }) => verdict === "missed").length;
    if (of.length === 0) return "";
    return missed === 0 ? `${of.length}` : `${of.length - missed}, missed ${missed}`;
  };
  for (const rule of [...new Set(results.map((each) => each.rule))].sort()) {
    const own = results.filter((each) => each.rule === rule);
    rows.push([rule, ...names.map((name) => cell(own.filter(({ example }) => example === name)))]);
  }
  rows.push(["all", ...names.map((name) => cell(results.filter(({ example }) => example === name)))]);
  return rows.toString();
}

process.exitCode = main();
