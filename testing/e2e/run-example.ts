import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment } from "./child-environment";
import { fitToExtendedSimulator } from "./extended-simulator";
import { fitToPlainMoto } from "./plain-moto";
import type { Processes } from "./processes";
import { phases, type Check, type ExampleReport, type Phase, type Problem } from "./report";
import { StackRun } from "./run-stack";
import type { Simulator } from "./simulator";
import { copyStacks } from "./stack-copy";
import { Terraform } from "./terraform";
import type { Toolchain } from "./toolchain";

/** A synthesised factory to be tried on the simulated AWS. */
export interface EndToEndExample {
  /** What the report calls it. */
  readonly name: string;
  /** Its `cdktf.out`; only read. */
  readonly outDir: string;
  /**
   * Endings that every called host name must have, such as `.eu-central-1.amazonaws.com`.
   * @default - any AWS host name
   */
  readonly allowedHostSuffixes?: readonly string[];
  /**
   * Judges the first plans of all stacks, by the stack's name, each as `terraform show -json` prints it. Every text that it
   * gives is a problem.
   * @default - the plans are not judged
   */
  readonly judgePlans?: (plans: Readonly<Record<string, unknown>>) => readonly string[];
  /**
   * Judges the outputs of all stacks when they stand, by the stack's name, each as `terraform output -json` prints it.
   * Every text that it gives is a problem. Not on plain moto, which does not carry every resource.
   * @default - the outputs are not judged
   */
  readonly judgeOutputs?: (outputs: Readonly<Record<string, string>>) => Promise<readonly string[]>;
}

export interface ExampleContext {
  readonly toolchain: Toolchain;
  readonly processes: Processes;
  readonly simulator: Simulator;
  /** An empty folder for copies and states. */
  readonly workFolder: string;
  readonly log: (line: string) => void;
}

/** Takes all stacks of one example up in order and down in reverse, and answers each phase's question. */
export async function runExample(example: EndToEndExample, context: ExampleContext): Promise<ExampleReport> {
  const { toolchain, processes, simulator, workFolder, log } = context;
  const start = performance.now();
  log(`${example.name} (${simulator.mode === "extended" ? "extended simulator" : "plain moto"})`);
  mkdirSync(workFolder, { recursive: true });
  await simulator.beginExample();
  const env = childEnvironment(process.env, {
    ...simulator.environment(),
    TF_CLI_CONFIG_FILE: writeCliConfig(workFolder, toolchain.pluginMirror),
    TF_IN_AUTOMATION: "1",
    TF_INPUT: "0",
    CHECKPOINT_DISABLE: "1",
  });
  const unfitted = copyStacks(example.outDir, workFolder, toolchain.pluginMirror);
  const copies = simulator.mode === "plain" ? fitToPlainMoto(unfitted) : fitToExtendedSimulator(unfitted);
  const keepsPlans = example.judgePlans !== undefined;
  const runs = copies.map((copy) => {
    const terraform = new Terraform(processes, toolchain.terraform, copy.folder, env);
    return new StackRun(copy, terraform, simulator.mode, log, keepsPlans);
  });
  let reached = 0;
  // A stack is only tried when those before it stand.
  for (const run of runs) {
    reached += 1;
    if (!(await run.bringUp())) break;
  }
  const { judgeOutputs } = simulator.mode === "extended" ? example : {};
  const outputsCheck = judgeOutputs && (await judgedOutputs(example.name, judgeOutputs, runs));
  // What a failed apply made without a record would hold up the destroy until its time is out; the simulator forgets it.
  const standing = runs.some(({ applyFailed }) => applyFailed) ? [] : runs.slice(0, reached).reverse();
  for (const run of standing) await run.takeDown();
  const calls = callProblems(example, simulator);
  return {
    name: example.name,
    mode: simulator.mode,
    stacks: runs.map((run) => run.report()),
    checks: phases.flatMap((phase) => {
      if (phase === "judge") return keepsPlans ? [judged(example, runs)] : [];
      if (phase === "outputs") return outputsCheck ?? [];
      return [check(example.name, phase, runs, calls)];
    }),
    hosts: simulator.hosts(),
    seconds: (performance.now() - start) / 1000,
  };
}

/** What the example says of its plans; one that was never made cannot be judged. */
function judged({ name, judgePlans }: EndToEndExample, runs: readonly StackRun[]): Check {
  const problem = (stack: string, summary: string): Problem => ({ phase: "judge", stack, summary });
  const noPlan = "has no plan to judge, because an earlier phase failed";
  const start = performance.now();
  const missing = runs.filter(({ planJson }) => planJson === undefined).map(({ copy }) => copy.name);
  const plans = Object.fromEntries(runs.map(({ copy, planJson }) => [copy.name, planJson]));
  const problems =
    missing.length > 0
      ? missing.map((stack): Problem => ({ ...problem(stack, noPlan), notReached: true }))
      : (judgePlans?.(plans) ?? []).map((text) => problem("", text));
  const seconds = (performance.now() - start) / 1000;
  return { name: `${name}: judge`, passed: problems.length === 0, seconds, problems };
}

/** What the example says of the outputs; a stack that does not stand has none. */
async function judgedOutputs(
  example: string,
  judge: NonNullable<EndToEndExample["judgeOutputs"]>,
  runs: readonly StackRun[],
): Promise<Check> {
  const name = `${example}: outputs`;
  const start = performance.now();
  const failed = runs.filter(({ stands }) => !stands);
  const summary = "has no outputs, because an earlier phase failed";
  const problems =
    failed.length > 0
      ? failed.map(({ copy }): Problem => ({ phase: "outputs", stack: copy.name, summary, notReached: true }))
      : (await judge(await outputsOf(runs))).map((text): Problem => ({ phase: "outputs", stack: "", summary: text }));
  return { name, passed: problems.length === 0, seconds: (performance.now() - start) / 1000, problems };
}

async function outputsOf(runs: readonly StackRun[]): Promise<Readonly<Record<string, string>>> {
  const outputs: Record<string, string> = {};
  for (const run of runs) outputs[run.copy.name] = await run.outputs();
  return outputs;
}

function check(example: string, phase: Phase, runs: readonly StackRun[], calls: readonly Problem[]): Check {
  const name = `${example}: ${phase}`;
  if (phase === "calls") return { name, passed: calls.length === 0, seconds: 0, problems: calls };
  const problems = runs.flatMap((run) => run.problems.filter((problem) => problem.phase === phase));
  // A phase that a stack never reached has shown nothing, so it has not passed.
  const summary = "not reached, because an earlier phase failed";
  const notReached = runs
    .filter((run) => !run.seconds.has(phase))
    .map((run): Problem => ({ phase, stack: run.copy.name, summary, notReached: true }));
  const all = [...problems, ...notReached];
  const seconds = runs.reduce((sum, run) => sum + (run.seconds.get(phase) ?? 0), 0);
  return { name, passed: all.length === 0, seconds, problems: all };
}

/** What the simulated AWS and its proxy have to say about the calls that were made. */
function callProblems(example: EndToEndExample, simulator: Simulator): Problem[] {
  const problem = (summary: string): Problem => ({ phase: "calls", stack: "", summary });
  const suffixes = example.allowedHostSuffixes;
  const strays = suffixes ? simulator.hosts().filter((host) => !suffixes.some((suffix) => host.endsWith(suffix))) : [];
  const problems = [
    ...simulator.missingActions().map((action) => problem(`the simulated AWS lacks the action ${action}`)),
    ...simulator.crashes().map((error) => problem(`the simulated AWS crashed: ${error}`)),
    ...simulator.refused().map((host) => problem(`called a host that is not AWS: ${host}`)),
    ...strays.map((host) => problem(`called ${host}; allowed are hosts ending in ${suffixes?.join(", ")}`)),
  ];
  if (suffixes && simulator.mode === "plain") {
    problems.push(problem("allowedHostSuffixes cannot be judged on plain moto: it has no proxy that sees the hosts"));
  }
  return problems;
}

function writeCliConfig(workFolder: string, pluginMirror: string): string {
  const file = join(workFolder, "terraform.rc");
  const path = JSON.stringify(pluginMirror);
  const blocks = `filesystem_mirror {\n    path = ${path}\n  }\n  direct {\n    exclude = ["*/*"]\n  }`;
  writeFileSync(file, `provider_installation {\n  ${blocks}\n}\n`);
  return file;
}
