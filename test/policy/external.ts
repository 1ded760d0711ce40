/**
 * Precision and recall of the rules against labels that others wrote: `AI_FACTORY_FIXTURES=<folder>` names a folder with
 * a checkout of Checkov in `checkov/`, and with any further folders of Terraform, which must only not crash. Nothing of
 * them is part of this repository. Run by hand and by `npm run test:policy`; without the folder it says so.
 */
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { loadDocuments } from "../../documents";
import { DocumentError } from "../../documents/document-error";
import { boundaryProfile, policyRules, runPolicy } from "../../policy";

const today = "2026-11-21";
const wanted = 0.98;
const boundary = boundaryProfile("eu-strict");

interface Labels {
  readonly id: string;
  readonly folder: string;
  readonly pass: ReadonlySet<string>;
  readonly fail: ReadonlySet<string>;
}

interface Score {
  hit: number;
  falseAlarm: number;
  missed: number;
  open: number;
  readonly differences: string[];
}

/** The labels of Checkov's own tests: sets of addresses beside a folder of examples. */
function checkovLabels(root: string): Labels[] {
  const tests = join(root, "tests/terraform/checks/resource/aws");
  const checks = join(root, "checkov/terraform/checks/resource/aws");
  if (!existsSync(tests) || !existsSync(checks)) return [];
  return readdirSync(tests)
    .filter((name) => /^test_.*\.py$/.test(name))
    .sort()
    .flatMap((name) => {
      const text = readFileSync(join(tests, name), "utf8");
      const module = /checks\.resource\.aws\.(\w+) import/.exec(text)?.[1];
      const example = /["']\/?(example_\w+)["']/.exec(text)?.[1];
      const [pass, fail] = [addresses(text, "pass"), addresses(text, "fail")];
      if (module === undefined || example === undefined || pass.size + fail.size === 0) return [];
      const file = join(checks, `${module}.py`);
      const id = existsSync(file) ? /CKV2?_AWS_\d+/.exec(readFileSync(file, "utf8"))?.[0] : undefined;
      const folder = join(tests, example);
      return id === undefined || !existsSync(folder) ? [] : [{ id, folder, pass, fail }];
    });
}

function addresses(text: string, kind: "pass" | "fail"): Set<string> {
  const body = new RegExp(`${kind}\\w*\\s*=\\s*[{\\[(]([^}\\])]*)[}\\])]`).exec(text)?.[1] ?? "";
  return new Set([...body.matchAll(/["'](aws_[\w.-]+)["']/g)].map(([, address]) => address ?? ""));
}

async function score(labels: Labels, rules: ReadonlySet<string>, into: Score): Promise<void> {
  const result = runPolicy(await loadDocuments(labels.folder), { boundary, today });
  const failing = new Set<string | undefined>();
  for (const { rule, verdict, address } of result.findings)
    if (verdict === "fail" && rules.has(rule)) failing.add(address);
  const open = new Set(result.obligations.filter(({ rule }) => rules.has(rule)).map(({ address }) => address));
  for (const address of labels.fail) {
    if (failing.has(address)) into.hit++;
    else if (open.has(address)) into.open++;
    else {
      into.missed++;
      into.differences.push(`missed ${address} in ${labels.folder}`);
    }
  }
  for (const address of labels.pass) {
    if (!failing.has(address)) continue;
    into.falseAlarm++;
    into.differences.push(`more than the label: ${address} in ${labels.folder}`);
  }
}

function terraformFolders(folder: string, found: string[] = []): string[] {
  const entries = readdirSync(folder).filter((name) => name !== ".git" && name !== ".terraform");
  if (entries.some((name) => /\.tf(\.json)?$/.test(name))) found.push(folder);
  for (const name of entries) {
    const path = join(folder, name);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory() === true) terraformFolders(path, found);
  }
  return found;
}

async function main(root: string): Promise<number> {
  const labelled = checkovLabels(join(root, "checkov"));
  let worst = 1;
  console.log("check          rules  hits  missed  more  open  precision  recall");
  const differences: string[] = [];
  const ids = [...new Set(policyRules.flatMap(({ covers = [] }) => covers))].sort();
  for (const id of ids) {
    const own = labelled.filter((each) => each.id === id);
    if (own.length === 0) continue;
    const rules = new Set(policyRules.filter(({ covers = [] }) => covers.includes(id)).map((rule) => rule.id));
    const total: Score = { hit: 0, falseAlarm: 0, missed: 0, open: 0, differences: [] };
    for (const labels of own) await score(labels, rules, total);
    const precision = total.hit / Math.max(1, total.hit + total.falseAlarm);
    const recall = total.hit / Math.max(1, total.hit + total.missed);
    worst = Math.min(worst, precision, recall);
    const cells = [rules.size, total.hit, total.missed, total.falseAlarm, total.open];
    console.log(`${id.padEnd(14)} ${cells.join("  ")}  ${precision.toFixed(2)}  ${recall.toFixed(2)}`);
    differences.push(...total.differences.map((line) => `  ${id}: ${line.replace(`${root}/`, "")}`));
  }
  if (differences.length > 0) console.log(`disagreements:\n${differences.join("\n")}`);

  let [crashes, judged, refused] = [0, 0, 0];
  for (const folder of terraformFolders(root)) {
    try {
      runPolicy(await loadDocuments(folder), { boundary, today });
      judged++;
    } catch (error) {
      if (error instanceof DocumentError) {
        // What Terraform could not read either is refused with its place.
        refused++;
        continue;
      }
      crashes++;
      console.log(`crash in ${folder}: ${error instanceof Error ? error.message.split("\n")[0] : String(error)}`);
    }
  }
  console.log(
    `${labelled.length} labelled sets, ${judged} folders judged, ${refused} refused as no HCL, ${crashes} crashes, worst figure ${worst.toFixed(2)}`,
  );
  return crashes === 0 && worst >= wanted ? 0 : 1;
}

const root = process.env.AI_FACTORY_FIXTURES;
if (root === undefined || !existsSync(root)) {
  console.log("external fixtures: not run; set AI_FACTORY_FIXTURES to a folder with checkouts of Checkov and others");
  process.exitCode = process.env.CI === undefined ? 0 : 2;
} else {
  main(root).then(
    (code) => (process.exitCode = code),
    (error: unknown) => {
      console.error(error);
      process.exitCode = 2;
    },
  );
}
