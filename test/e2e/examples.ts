import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { childEnvironment } from "../../testing/e2e/child-environment";
import type { Processes } from "../../testing/e2e/processes";
import type { Check } from "../../testing/e2e";

/**
 * Endings of host names that an example may call, where it promises to stay in one place. In the partition `aws` the
 * identities are global: IAM answers in us-east-1, and the boundary's list of global types says so.
 */
export const allowedHostSuffixes: Readonly<Record<string, readonly string[]>> = {
  "sovereign-eu": [".eu-central-1.amazonaws.com", "iam.amazonaws.com"],
  "sovereign-eusc": [".amazonaws.eu"],
};

/** Names of the example apps: folders of `examples/` with a `main.ts`. */
export function exampleNames(projectRoot: string): string[] {
  const folder = join(projectRoot, "examples");
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, "main.ts")))
    .sort();
}

/** Runs one example app, which writes its stacks to `outDir`. */
export async function synthesise(
  projectRoot: string,
  name: string,
  outDir: string,
  processes: Processes,
): Promise<Check> {
  const start = performance.now();
  const args = ["--conditions=source", "--import", "tsx", join("examples", name, "main.ts")];
  const env = childEnvironment(process.env, { CDKTF_OUTDIR: outDir });
  const { code, stdout, stderr } = await processes.run(process.execPath, args, { cwd: projectRoot, env });
  const seconds = (performance.now() - start) / 1000;
  const written = existsSync(join(outDir, "stacks"));
  const checkName = `${name}: synth`;
  if (code === 0 && written) return { name: checkName, passed: true, seconds, problems: [] };
  const summary = code === 0 ? "wrote no stacks to CDKTF_OUTDIR" : `main.ts ended with ${code}`;
  const detail = (stderr || stdout).trim().split("\n").slice(-40).join("\n");
  return { name: checkName, passed: false, seconds, problems: [{ phase: "validate", stack: "", summary, detail }] };
}
