/**
 * `npm start [-- <example>]`: synthesises an example into `cdktf.out`, checks it, says what it is, and writes it as a
 * page. Needs no account.
 */
import { existsSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import {
  designRules,
  FactoryError,
  factoryFileName,
  factorySummary,
  formatFinding,
  htmlReport,
  readFactoryModel,
  runRules,
  subjectOf,
  type CheckResult,
} from "ai-factory-blueprints";
import { loadDocuments } from "ai-factory-blueprints/documents";
import { boundaryFileName, loadBoundary, runPolicy } from "ai-factory-blueprints/policy";

const outdir = process.env.CDKTF_OUTDIR ?? "cdktf.out";

function examples(): string[] {
  return readdirSync(__dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(__dirname, entry.name, "main.ts")))
    .map((entry) => entry.name)
    .sort();
}

async function main(name: string): Promise<number> {
  if (!examples().includes(name)) {
    console.error(
      `There is no example '${name}'. The examples are:\n${examples()
        .map((each) => `  ${each}\n`)
        .join("")}`,
    );
    console.error("Start one with: npm start -- <example>");
    return 2;
  }
  // The core never removes the stacks of an earlier run.
  for (const folder of ["stacks", "site", "gitops"]) rmSync(join(outdir, folder), { recursive: true, force: true });
  process.env.CDKTF_OUTDIR = outdir;
  // The core takes a stack trace for each token; mapping all of them back to TypeScript takes a tenth of the whole run.
  process.setSourceMapsEnabled(false);
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the example to run is chosen at run time
    require(join(__dirname, name, "main.ts"));
  } catch (error) {
    if (!(error instanceof FactoryError)) throw error;
    console.error(error.message);
    return 1;
  }
  const model = readFactoryModel(join(outdir, factoryFileName));
  console.log(factorySummary(model));
  const today = new Date().toISOString().slice(0, 10);
  const documents = await loadDocuments(outdir);
  const check = runRules(designRules, subjectOf(documents), { today });
  const page = join(outdir, "report.html");
  const own = join(outdir, boundaryFileName);
  const boundary = existsSync(own) ? loadBoundary(own) : undefined;
  const sovereignty = boundary && { boundary: boundary.data, result: runPolicy(documents, { boundary, today }) };
  writeFileSync(page, htmlReport({ model, check, today, sovereignty }));
  console.log(`\n${verdict(check)}\n\n${nextSteps(page)}`);
  return check.findings.some(({ severity }) => severity === "error") ? 1 : 0;
}

/** What the design rules say: errors and warnings in full, remarks by their number. */
function verdict({ findings, rules }: CheckResult): string {
  const serious = findings.filter(({ severity }) => severity !== "info");
  const judged = rules.reduce((sum, { pass, fail, unknown }) => sum + pass + fail + unknown, 0);
  const remarks = findings.length - serious.length;
  const found = `${serious.length === 0 ? "no error, no warning" : `${serious.length} to mend`}, ${remarks} remarks`;
  const head = `Design rules: ${rules.filter(({ ran }) => ran).length} rules judged ${judged} things: ${found}`;
  return [head, ...serious.map((finding) => `\n${formatFinding(finding)}`)].join("\n");
}

/** What stands in a folder of the output, beside the stacks. */
function inFolder(...names: readonly string[]): string[] {
  const folder = join(outdir, ...names);
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .sort()
    .map((name) => join(folder, name));
}

/** Folders of planned sites. */
function siteFolders(): string[] {
  return inFolder("site").map(
    (folder) => `  ${relative(process.cwd(), folder)}  racks, cables, bill of materials, topology files`,
  );
}

/** Renderings of the platform as files, or what they wait for. */
function renderings(): string[] {
  const folders = inFolder("gitops").flatMap((platform) => inFolder(relative(outdir, platform)));
  return folders.map((folder) => {
    const waits = readdirSync(folder).length === 1;
    return `  ${relative(process.cwd(), folder)}  ${waits ? "once the first stack stands: its README.md says how" : "the platform as files"}`;
  });
}

function nextSteps(page: string): string {
  const stacks = readdirSync(join(outdir, "stacks")).sort();
  const files = stacks.map((stack) => `  ${relative(process.cwd(), join(outdir, "stacks", stack, "cdk.tf.json"))}`);
  const [infra = ""] = stacks;
  const access = infra.endsWith("-platform") ? "access to the cluster by your kubeconfig" : "AWS credentials";
  return [
    "Files written",
    ...files,
    `  ${relative(process.cwd(), join(outdir, factoryFileName))}`,
    ...siteFolders(),
    ...renderings(),
    "",
    "Report: drawing, capacity, estimates, cost, findings, quotas, remarks; open it in a browser",
    `  ${relative(process.cwd(), page)}`,
    "",
    `Next: look at the plan of the first stack (needs ${access}; nothing is created)`,
    `  cd ${relative(process.cwd(), join(outdir, "stacks", infra))} && terraform init && terraform plan`,
  ].join("\n");
}

main(process.argv[2] ?? "cloud-training").then(
  (exitCode) => {
    process.exitCode = exitCode;
  },
  (error: unknown) => {
    console.error(error);
    process.exitCode = 1;
  },
);
