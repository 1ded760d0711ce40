/**
 * `npm run test:faults`: plants single faults in the golden examples, in their props and in what they emit, and says
 * which rule has found which.
 */
import Table from "cli-table3";
import { golden, goldenNames } from "./golden";
import { rulesWithoutMutant, runSuite, type Result } from "./suite";

/** Rules that an example cannot break by a single change; why, and what shows that they can fail. */
const withoutMutant: Readonly<Record<string, string>> = {
  "ACK-": "about acknowledgements, which the check is given and no example has; see their own tests",
};

/** Examples that have at least 100 mutants of their own; the others have those of what they share with them. */
const widest = ["cloud-inference", "cloud-training"];

function main(): number {
  const results = goldenNames.flatMap((name) => runSuite(golden(name)));
  const ran = results.filter(({ verdict }) => verdict !== "none of this example's");
  const missed = ran.filter(({ verdict }) => verdict === "missed");
  console.log(table(ran));
  for (const { example, kind, name, rule, found } of missed) {
    const instead = found.length === 0 ? "nothing" : found.join(", ");
    console.log(`missed: ${example}, ${kind}: ${name}: ${rule} should have found it; found: ${instead}`);
  }
  const small = widest.filter((name) => ran.filter(({ example }) => example === name).length < 100);
  for (const name of small) console.log(`too few: ${name} has fewer than 100 mutants`);
  const bare = rulesWithoutMutant().filter((id) => !Object.keys(withoutMutant).some((prefix) => id.startsWith(prefix)));
  if (bare.length > 0) console.log(`no example has a mutant for: ${bare.join(", ")}`);
  for (const [prefix, reason] of Object.entries(withoutMutant)) console.log(`no mutant for ${prefix}*: ${reason}`);
  const failed = missed.length + small.length;
  console.log(`${ran.length - missed.length} passed, ${failed} failed`);
  return failed === 0 ? 0 : 1;
}

/** Caught and missed, by rule and example. */
function table(results: readonly Result[]): string {
  const names = goldenNames;
  const rows = new Table({
    head: ["rule", ...names.flatMap((name) => [`${name}: caught`, "missed"])],
    style: { head: [], border: [] },
  });
  const count = (rule: string, example: string, verdict: string) =>
    results.filter((each) => each.rule === rule && each.example === example && each.verdict === verdict).length;
  for (const rule of [...new Set(results.map((each) => each.rule))].sort()) {
    rows.push([rule, ...names.flatMap((name) => [count(rule, name, "caught"), count(rule, name, "missed")])]);
  }
  const total = (example: string, verdict: string) =>
    results.filter((each) => each.example === example && each.verdict === verdict).length;
  rows.push(["all", ...names.flatMap((name) => [total(name, "caught"), total(name, "missed")])]);
  return rows.toString();
}

process.exitCode = main();
