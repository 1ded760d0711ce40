/**
 * `npm start [-- <example>]`: synthesises an example into `cdktf.out`, checks it, and says what it is. Needs no account.
 */
import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, relative } from "node:path";
import { factoryFileName, factorySummary, readFactoryModel } from "ai-factory-blueprints";
import { FactoryError } from "ai-factory-blueprints";

const outdir = process.env.CDKTF_OUTDIR ?? "cdktf.out";

function examples(): string[] {
  return readdirSync(__dirname, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(__dirname, entry.name, "main.ts")))
    .map((entry) => entry.name)
    .sort();
}

function main(name: string): number {
  if (!examples().includes(name)) {
    console.error(`There is no example '${name}'. The examples are:\n${examples().map((each) => `  ${each}\n`).join("")}`);
    console.error("Start one with: npm start -- <example>");
    return 2;
  }
  // The core never removes the stacks of an earlier run.
  rmSync(join(outdir, "stacks"), { recursive: true, force: true });
  process.env.CDKTF_OUTDIR = outdir;
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- the example to run is chosen at run time
    require(join(__dirname, name, "main.ts"));
  } catch (error) {
    if (!(error instanceof FactoryError)) throw error;
    console.error(error.message);
    return 1;
  }
  console.log(factorySummary(readFactoryModel(join(outdir, factoryFileName))));
  console.log(`\n${nextSteps()}`);
  return 0;
}

function nextSteps(): string {
  const stacks = readdirSync(join(outdir, "stacks")).sort();
  const files = stacks.map((stack) => `  ${relative(process.cwd(), join(outdir, "stacks", stack, "cdk.tf.json"))}`);
  const [infra = ""] = stacks;
  return [
    "Files written",
    ...files,
    `  ${relative(process.cwd(), join(outdir, factoryFileName))}`,
    "",
    "Next: look at the plan of the first stack (needs AWS credentials; nothing is created)",
    `  cd ${relative(process.cwd(), join(outdir, "stacks", infra))} && terraform init && terraform plan`,
  ].join("\n");
}

process.exitCode = main(process.argv[2] ?? "cloud-training");
