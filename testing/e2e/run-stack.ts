import type { TerraformDocument } from "./document";
import { causedBySimulator } from "./read-back-differences";
import { differenceProblem, toProblem, type Phase, type Problem, type StackReport } from "./report";
import type { SimulatorMode } from "./simulator";
import { writeDocument, writeOverrides, type StackCopy } from "./stack-copy";
import type { Terraform } from "./terraform";
import { deletionIsCutShort } from "./test-overrides";

/** One stack on its way through the phases. */
export class StackRun {
  readonly problems: Problem[] = [];
  readonly seconds = new Map<Phase, number>();
  #planned = 0;
  #applied: readonly string[] = [];
  #unchanged = 0;
  #destroyed = 0;
  #forgiven: { address: string; reason: string }[] = [];
  #touched = false;
  #planJson: unknown;

  constructor(
    readonly copy: StackCopy,
    private readonly terraform: Terraform,
    private readonly mode: SimulatorMode,
    private readonly log: (line: string) => void,
    private readonly keepsPlan: boolean,
  ) {}

  /** The first plan of the whole stack as `terraform show -json` prints it; undefined where none was made, or kept. */
  get planJson(): unknown {
    return this.#planJson;
  }

  /** From validate to the second plan; stops at the first phase with a problem. True where all passed. */
  async bringUp(): Promise<boolean> {
    return (
      (await this.#phase("validate", () => this.#validate())) &&
      (await this.#phase("plan", () => this.#plan())) &&
      (await this.#phase("apply", () => this.#apply())) &&
      (await this.#phase("second plan", () => this.#secondPlan()))
    );
  }

  /** Whether it was applied, and a second plan was asked for. */
  get stands(): boolean {
    return this.seconds.has("second plan") && !this.applyFailed;
  }

  /** Outputs of the stack that stands, as `terraform output -json` prints them. */
  outputs(): Promise<string> {
    return this.terraform.output();
  }

  /** Whether an apply was begun and not brought to its end. */
  get applyFailed(): boolean {
    return this.problems.some(({ phase }) => phase === "apply");
  }

  /** Destroys what was applied. */
  async takeDown(): Promise<void> {
    if (this.#touched) await this.#phase("destroy", () => this.#destroy());
  }

  report(): StackReport {
    return {
      name: this.copy.name,
      planned: this.#planned,
      applied: this.#applied.length,
      unchanged: this.#unchanged,
      destroyed: this.#destroyed,
      plannedOnly: this.copy.plannedOnly,
      notJudged: this.copy.notJudged,
      forgiven: this.#forgiven,
      seconds: [...this.seconds.values()].reduce((sum, each) => sum + each, 0),
    };
  }

  async #phase(phase: Phase, run: () => Promise<void>): Promise<boolean> {
    const before = this.problems.length;
    const start = performance.now();
    await run();
    const seconds = (performance.now() - start) / 1000;
    this.seconds.set(phase, seconds);
    const passed = this.problems.length === before;
    this.log(`  ${this.copy.name}: ${phase} ${passed ? "ok" : "FAILED"} (${seconds.toFixed(1)} s)`);
    return passed;
  }

  async #validate(): Promise<void> {
    const errors = [...(await this.terraform.init())];
    if (errors.length === 0) errors.push(...(await this.terraform.validate()));
    this.problems.push(...errors.map((error) => toProblem("validate", this.copy.name, error)));
  }

  async #plan(): Promise<void> {
    const { planned, errors } = await this.terraform.plan("first.tfplan");
    this.problems.push(...errors.map((error) => toProblem("plan", this.copy.name, error)));
    this.#planned = [...planned.values()].filter((action) => action === "create").length;
    if (errors.length === 0 && this.keepsPlan) {
      this.#planJson = JSON.parse(await this.terraform.show("first.tfplan")) as unknown;
    }
    if (errors.length === 0 && this.copy.applicable) await this.#planApplicable(this.copy.applicable);
  }

  /** The whole stack was planned; what plain moto can apply is planned again on its own. */
  async #planApplicable(document: TerraformDocument): Promise<void> {
    writeDocument(this.copy.folder, document);
    writeOverrides(this.copy.folder, document);
    const { errors } = await this.terraform.plan("first.tfplan");
    this.problems.push(...errors.map((error) => toProblem("plan", this.copy.name, error)));
  }

  async #apply(): Promise<void> {
    this.#touched = true;
    const { completed, errors } = await this.terraform.apply("first.tfplan");
    this.#applied = [...completed].filter(([, action]) => action === "create").map(([address]) => address);
    this.problems.push(...errors.map((error) => toProblem("apply", this.copy.name, error)));
  }

  async #secondPlan(): Promise<void> {
    const { code, errors } = await this.terraform.plan("second.tfplan");
    this.problems.push(...errors.map((error) => toProblem("second plan", this.copy.name, error)));
    if (errors.length > 0) return;
    const differences = code === 0 ? [] : await this.terraform.differences("second.tfplan");
    const ours = differences.filter((difference) => {
      const reason = causedBySimulator(difference, this.mode);
      if (reason !== undefined) this.#forgiven.push({ address: difference.address, reason });
      return reason === undefined;
    });
    const differing = new Set(differences.map(({ address }) => address));
    this.#unchanged = this.#applied.filter((address) => !differing.has(address)).length;
    this.problems.push(...ours.map((difference) => differenceProblem(this.copy.name, difference)));
    if (code === 2 && differences.length === 0) {
      const summary = "the second plan is not empty, but names no resource";
      this.problems.push({ phase: "second plan", stack: this.copy.name, summary });
    }
  }

  async #destroy(): Promise<void> {
    const first = await this.terraform.destroy();
    const destroyed = new Set(first.completed.keys());
    let errors = first.errors;
    // A deletion that was cut short is the only failure a second destroy may mend.
    if (first.failed.size > 0 && [...first.failed].every((address) => deletionIsCutShort(typeOf(address)))) {
      const second = await this.terraform.destroy();
      // What the second destroy found gone is reported by neither.
      for (const address of [...first.failed, ...second.completed.keys()]) destroyed.add(address);
      errors = second.errors;
    }
    this.problems.push(...errors.map((error) => toProblem("destroy", this.copy.name, error)));
    const left = await this.terraform.managedResources();
    this.#destroyed = [...destroyed].filter((address) => !left.includes(address)).length;
    this.problems.push(
      ...left.map((address) => {
        return { phase: "destroy", stack: this.copy.name, summary: "left after destroy", address } as const;
      }),
    );
  }
}

function typeOf(address: string): string {
  return address.split(".")[0] ?? "";
}
