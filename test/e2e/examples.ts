import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { childEnvironment } from "../../testing/e2e/child-environment";
import { documentsFromMemory } from "../../documents";
import { boundaryFrom, loadBoundary, loadWaivers, runPolicy } from "../../policy";
import { formatFinding } from "../../validation";
import type { Processes } from "../../testing/e2e/processes";
import type { Check, EndToEndExample } from "../../testing/e2e";

/**
 * Endings of host names that an example may call, where it promises to stay in one place. In the partition `aws` the
 * identities are global: IAM answers in us-east-1, and the boundary's list of global types says so.
 */
export const allowedHostSuffixes: Readonly<Record<string, readonly string[]>> = {
  "sovereign-eu": [".eu-central-1.amazonaws.com", "iam.amazonaws.com"],
  "sovereign-eusc": [".amazonaws.eu"],
};

/** Account that the simulated AWS calls its caller's. */
const simulatedAccount = "123456789012";

/** What an obligation begins its reason with that is open on the plan alone: the plan does not know computed texts. */
const onPlanOnly = /^on the plan\b/;

/**
 * Judges the plans of a sovereign example strictly by its boundary: what synth left to the plan must be decided now, and
 * what is left beyond it must be what the example's `obligations.yaml` names. A stack of charts, which the run leaves out
 * of its plan, is judged as it was synthesised. Undefined for any other example.
 */
export function planJudge(projectRoot: string, name: string, outDir: string): EndToEndExample["judgePlans"] {
  const folder = join(projectRoot, "examples", name);
  const [boundaryFile, waiverFile] = [join(folder, "boundary.yaml"), join(folder, "obligations.yaml")];
  if (!existsSync(boundaryFile)) return undefined;
  const { data } = loadBoundary(boundaryFile);
  const boundary = boundaryFrom({ ...data, accounts: [...data.accounts, simulatedAccount] }, boundaryFile);
  const waivers = loadWaivers(waiverFile);
  return (plans) => {
    const stacks = Object.entries(plans).map(([stack, plan]) => {
      const text = readFileSync(join(outDir, "stacks", stack, "cdk.tf.json"), "utf8");
      return [stack, text.includes('"helm_release"') ? (JSON.parse(text) as unknown) : plan] as const;
    });
    const factory: unknown = JSON.parse(readFileSync(join(outDir, "factory.json"), "utf8"));
    const documents = documentsFromMemory(Object.fromEntries(stacks), factory);
    const { findings, obligations } = runPolicy(documents, { boundary, waivers, strict: true });
    const judged = documents.stacks.filter(({ kind }) => kind === "plan").map((stack) => stack.name);
    const decided = waivers.obligations.filter(
      ({ rule, address, reason }) =>
        onPlanOnly.test(reason) &&
        (address.includes(".") ? documents.find(address) !== undefined : judged.includes(address)) &&
        !obligations.some((each) => each.rule === rule && each.address === address),
    );
    return [
      ...findings.filter(({ severity }) => severity === "error").map(formatFinding),
      ...decided.map(({ rule, address }) => `${waiverFile} names ${rule} at ${address}, which the plan has decided`),
    ];
  };
}

/** Names of the example apps: folders of `examples/` with a `main.ts`. */
export function exampleNames(projectRoot: string): string[] {
  const folder = join(projectRoot, "examples");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "main.ts")))
    .sort();
}

/**
 * Hands the outputs of the applied infrastructure to the example that writes its platform as files too, and judges what
 * it writes then: no value may be missing. Undefined for any other example.
 */
export function outputsJudge(
  projectRoot: string,
  name: string,
  outDir: string,
  processes: Processes,
): EndToEndExample["judgeOutputs"] {
  if (!existsSync(join(outDir, "gitops")) || !existsSync(join(outDir, "stacks", `${name}-infra`))) return undefined;
  return async (outputs) => {
    const again = join(outDir, "with-outputs");
    mkdirSync(again);
    writeFileSync(join(again, `${name}.outputs.json`), outputs[`${name}-infra`] ?? "");
    const { code, stdout, stderr } = await runProgram(projectRoot, name, join(again, "out"), again, processes);
    if (code !== 0) return [`main.ts ended with ${code} when it was given the outputs: ${stderr || stdout}`];
    const folder = join(again, "out/gitops");
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".yaml"));
    const incomplete = files.filter((file) =>
      /TfToken|terraform_remote_state/.test(readFileSync(join(folder, file), "utf8")),
    );
    return [
      ...(files.length > 20 ? [] : [`only ${files.length} files were written in ${folder}`]),
      ...incomplete.map((file) => `gitops/${file} has a value that only Terraform knows`),
    ];
  };
}

function runProgram(projectRoot: string, name: string, outDir: string, cwd: string, processes: Processes) {
  const tsx = pathToFileURL(require.resolve("tsx", { paths: [projectRoot] })).href;
  const args = ["--conditions=source", "--import", tsx, join(projectRoot, "examples", name, "main.ts")];
  return processes.run(process.execPath, args, { cwd, env: childEnvironment(process.env, { CDKTF_OUTDIR: outDir }) });
}

/** Runs one example app, which writes its stacks to `outDir`. */
export async function synthesise(
  projectRoot: string,
  name: string,
  outDir: string,
  processes: Processes,
): Promise<Check> {
  const start = performance.now();
  const { code, stdout, stderr } = await runProgram(projectRoot, name, outDir, projectRoot, processes);
  const seconds = (performance.now() - start) / 1000;
  const written = existsSync(join(outDir, "stacks"));
  const checkName = `${name}: synth`;
  if (code === 0 && written) return { name: checkName, passed: true, seconds, problems: [] };
  const summary = code === 0 ? "wrote no stacks to CDKTF_OUTDIR" : `main.ts ended with ${code}`;
  const detail = (stderr || stdout).trim().split("\n").slice(-40).join("\n");
  return { name: checkName, passed: false, seconds, problems: [{ phase: "validate", stack: "", summary, detail }] };
}
