import type { Processes } from "./processes";
import { errorsOf, readTerraformLines, readValidation, type Diagnostic, type TerraformEvents } from "./terraform-lines";
import { plannedDifferences, type PlannedDifference } from "./plan-differences";

/** A command that takes longer waits for something that the simulated AWS never does. */
const timeoutSeconds = 900;

/** A finished Terraform command. */
export interface CommandResult extends TerraformEvents {
  readonly code: number;
  /** Errors, and where Terraform failed without one, its standard error as one. */
  readonly errors: readonly Diagnostic[];
}

/** Terraform in one stack folder. */
export class Terraform {
  constructor(
    private readonly processes: Processes,
    private readonly binary: string,
    private readonly cwd: string,
    private readonly env: Readonly<Record<string, string>>,
  ) {}

  async init(): Promise<readonly Diagnostic[]> {
    const { code, stdout, stderr } = await this.#run("init", "-input=false", "-no-color");
    return code === 0 ? [] : [{ severity: "error", summary: "terraform init failed", detail: stderr || stdout }];
  }

  async validate(): Promise<readonly Diagnostic[]> {
    const { code, stdout, stderr } = await this.#run("validate", "-json");
    if (!stdout.startsWith("{")) return failedWithoutDiagnostic("validate", code, stderr || stdout);
    return errorsOf(readValidation(stdout));
  }

  /** Code 0: nothing to do; 2: changes; anything else: errors. */
  plan(planFile: string): Promise<CommandResult> {
    return this.#json("plan", [0, 2], "-detailed-exitcode", `-out=${planFile}`);
  }

  /** A plan as JSON. */
  async show(planFile: string): Promise<string> {
    const { code, stdout, stderr } = await this.#run("show", "-json", planFile);
    if (code !== 0) throw new Error(`terraform show ${planFile} failed: ${stderr}`);
    return stdout;
  }

  /** Outputs of the applied stack, as `terraform output -json` prints them. */
  async output(): Promise<string> {
    const { code, stdout, stderr } = await this.#run("output", "-json");
    if (code !== 0) throw new Error(`terraform output failed: ${stderr}`);
    return stdout;
  }

  async differences(planFile: string): Promise<readonly PlannedDifference[]> {
    return plannedDifferences(await this.show(planFile));
  }

  apply(planFile: string): Promise<CommandResult> {
    return this.#json("apply", [0], "-parallelism=20", planFile);
  }

  destroy(): Promise<CommandResult> {
    return this.#json("destroy", [0], "-parallelism=20", "-auto-approve");
  }

  /** Addresses of the resources in the state; data sources are none. */
  async managedResources(): Promise<readonly string[]> {
    const { code, stdout, stderr } = await this.#run("state", "list");
    if (code !== 0) {
      if (/No state file was found/.test(stderr)) return [];
      throw new Error(`terraform state list failed: ${stderr}`);
    }
    return stdout.split("\n").filter((line) => line !== "" && !/(^|\.)data\./.test(line));
  }

  async #json(command: string, goodCodes: readonly number[], ...args: string[]): Promise<CommandResult> {
    const { code, stdout, stderr } = await this.#run(command, "-json", "-input=false", ...args);
    const events = readTerraformLines(stdout);
    const errors = errorsOf(events.diagnostics);
    if (errors.length > 0 || goodCodes.includes(code)) return { code, ...events, errors };
    return { code, ...events, errors: failedWithoutDiagnostic(command, code, stderr || lastLines(stdout)) };
  }

  #run(...args: string[]): ReturnType<Processes["run"]> {
    return this.processes.run(this.binary, args, { cwd: this.cwd, env: this.env, timeoutSeconds });
  }
}

function failedWithoutDiagnostic(command: string, code: number, detail: string): readonly Diagnostic[] {
  return [{ severity: "error", summary: `terraform ${command} ended with ${code} and no diagnostic`, detail }];
}

function lastLines(text: string): string {
  return text.trimEnd().split("\n").slice(-5).join("\n");
}
