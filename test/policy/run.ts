/**
 * `npm run test:policy`: what the sovereign policy is worth, as one table. Runs the unit tests of the policy and counts
 * them by rule, evasion and transformation. The speed is printed and not judged, because it depends on who else uses the
 * machine: `npm run bench -- policy` has its goals.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { policyRules } from "../../policy/rules";
import { policyWeights, rulesByFamily } from "./support/table";

interface JestTest {
  readonly ancestorTitles: readonly string[];
  readonly title: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
}

interface JestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly JestTest[];
  }[];
}

const root = join(__dirname, "..", "..");
let passed = 0;
let failed = 0;

function check(isGood: boolean, line: string): void {
  if (isGood) passed++;
  else failed++;
  console.log(`${isGood ? "  " : "✗ "}${line}`);
}

function unitTests(): JestReport {
  const folder = mkdtempSync(join(tmpdir(), "test-policy-"));
  const file = join(folder, "jest.json");
  try {
    spawnSync(
      process.execPath,
      [join(root, "node_modules/jest/bin/jest.js"), "-i", "test/policy", "--json", `--outputFile=${file}`],
      {
        cwd: root,
        stdio: "ignore",
      },
    );
    return JSON.parse(readFileSync(file, "utf8")) as JestReport;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The labels of others, from outside of the repository; said aloud where they are not there. */
function external(): { readonly isGood: boolean; readonly lines: string } {
  const { status, stdout } = inProcess(join(__dirname, "external.ts"));
  return { isGood: status === 0, lines: stdout.trim().replaceAll("\n", "\n  ") };
}

/** A script in a process of its own. */
function inProcess(script: string): { readonly status: number | null; readonly stdout: string } {
  const tsx = join(root, "node_modules/tsx/dist/cli.mjs");
  const args = [tsx, "--conditions=source", script];
  return spawnSync(process.execPath, args, { cwd: root, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
}

const report = unitTests();
const tests = report.testResults.flatMap((file) => file.assertionResults);
const ok = (selected: readonly JestTest[]) => selected.filter(({ status }) => status === "passed").length;

console.log("Rules (passing, failing and evasive case each)");
for (const [family, rules] of rulesByFamily(policyRules)) {
  const own = tests.filter(({ ancestorTitles }) => ancestorTitles.some((title) => title.startsWith(`SOV-${family}-`)));
  check(
    own.length > 0 && ok(own) === own.length,
    `${family}  ${rules.length} rules (${policyWeights(rules)}): ${ok(own)} of ${own.length} cases`,
  );
}

console.log("\nEvasions caught");
const ids = Array.from({ length: 55 }, (_value, index) => `E${String(index + 1).padStart(2, "0")}`);
const caught = ids.filter((id) => {
  const own = tests.filter(
    ({ title, ancestorTitles }) =>
      title.startsWith(`${id}:`) && ancestorTitles.some((one) => one.startsWith("evasions")),
  );
  return own.length > 0 && ok(own) === own.length;
});
const missed = ids.filter((id) => !caught.includes(id));
check(
  missed.length === 0,
  `${caught.length} of ${ids.length}${missed.length === 0 ? "" : `; missed: ${missed.join(", ")}`}`,
);

console.log("\nMetamorphic runs (a finding stays a finding)");
const metamorphic = report.testResults
  .filter(({ name }) => name.endsWith("metamorphic.test.ts"))
  .flatMap((file) => file.assertionResults);
for (const group of new Set(metamorphic.map(({ ancestorTitles }) => ancestorTitles[0] ?? ""))) {
  const own = metamorphic.filter(({ ancestorTitles }) => ancestorTitles[0] === group);
  check(ok(own) === own.length, `${group}: ${ok(own)} of ${own.length}`);
}

console.log("\nLabels of our own (a fault is found under the ids that it covers, and without it they are not named)");
const labelled = tests.filter(({ ancestorTitles }) =>
  ancestorTitles.some((title) => title.startsWith("the checks of other tools")),
);
const covered = new Set(policyRules.flatMap(({ covers }) => covers)).size;
check(
  labelled.length > 0 && ok(labelled) === labelled.length,
  `${covered} checks of other tools: ${ok(labelled)} of ${labelled.length} cases`,
);

console.log("\nLabels of others");
const others = external();
check(others.isGood, others.lines);

console.log("\nSpeed (goals: 2 s, 500 MB)");
const speed = inProcess(join(root, "bench/policy-judge.cjs"));
check(speed.status === 0, speed.stdout.trim() || "a rule broke");

console.log("\nUnit tests of the policy");
const broken = report.testResults.filter(({ assertionResults }) => assertionResults.length === 0);
check(ok(tests) === tests.length && broken.length === 0, `${ok(tests)} of ${tests.length} passed`);
for (const { ancestorTitles, title, failureMessages } of tests.filter(({ status }) => status === "failed")) {
  console.log(`    ${[...ancestorTitles, title].join(" › ")}: ${failureMessages[0]?.split("\n")[0] ?? ""}`);
}
for (const { name, message } of broken) console.log(`    ${name}: ${message.split("\n")[0] ?? ""}`);

console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
