/**
 * End-to-end run of the example apps: `npm run test:e2e [-- example ...]`.
 * Ends with "N passed, N failed"; exit code 1 where a check failed, 2 where nothing could be run as asked.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import {
  findToolchain,
  formatCheck,
  formatExample,
  formatTotal,
  runEndToEnd,
  type Check,
  type EndToEndExample,
} from "../../testing/e2e";
import { onEarlyEnd, Processes } from "../../testing/e2e/processes";
import { allowedHostSuffixes, exampleNames, outputsJudge, planJudge, synthesise } from "./examples";
import { judgeControl, negativeControls, writeControl } from "./negative-controls";

const projectRoot = resolve(__dirname, "../..");

async function main(asked: readonly string[]): Promise<number> {
  const known = exampleNames(projectRoot);
  const unknown = asked.filter((name) => !known.includes(name));
  if (unknown.length > 0 || known.length === 0) {
    console.error(`no example named ${unknown.join(", ") || "anything"}; there are: ${known.join(", ") || "none"}`);
    return 2;
  }
  const { toolchain, missing } = findToolchain({ simulator: resolve(projectRoot, "../shared/aws-simulator") });
  if (!toolchain) {
    console.error(`end-to-end run skipped. Missing:\n${missing.map((line) => `  - ${line}`).join("\n")}`);
    return process.env.CI ? 2 : 0;
  }
  const names = asked.length > 0 ? asked : known;
  const outFolder = mkdtempSync(join(tmpdir(), "ai-factory-e2e-out-"));
  const processes = new Processes();
  const cleanUp = (): void => {
    processes.endAll();
    rmSync(outFolder, { recursive: true, force: true });
  };
  const removeHandlers = onEarlyEnd(cleanUp);
  try {
    const checks: Check[] = [];
    const examples: EndToEndExample[] = [];
    for (const name of names) {
      const outDir = join(outFolder, name);
      const check = await synthesise(projectRoot, name, outDir, processes);
      checks.push(check);
      console.log(formatCheck(check).join("\n"));
      if (check.passed) {
        const judgePlans = planJudge(projectRoot, name, outDir);
        const judgeOutputs = outputsJudge(projectRoot, name, outDir, processes);
        examples.push({ name, outDir, allowedHostSuffixes: allowedHostSuffixes[name], judgePlans, judgeOutputs });
      }
    }
    const controls = negativeControls.map((control) => writeControl(control, outFolder));
    const reports = await runEndToEnd([...controls, ...examples], { toolchain, log: (line) => console.log(line) });
    for (const [index, control] of negativeControls.entries()) {
      const report = reports[index];
      if (report) checks.push(judgeControl(control, report));
    }
    console.log(`\n${checks.flatMap(formatCheck).join("\n")}`);
    for (const report of reports.slice(controls.length)) {
      console.log(`\n${formatExample(report)}`);
      checks.push(...report.checks);
    }
    console.log(`\n${formatTotal(checks)}`);
    return checks.every((check) => check.passed) ? 0 : 1;
  } finally {
    removeHandlers();
    cleanUp();
  }
}

main(process.argv.slice(2)).then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    console.error(error);
    process.exitCode = 2;
  },
);
