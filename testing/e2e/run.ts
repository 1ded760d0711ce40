import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onEarlyEnd, Processes } from "./processes";
import type { ExampleReport } from "./report";
import { mayBeRepeatedCalls, problemsOf } from "./repeated-calls";
import { runExample, type EndToEndExample } from "./run-example";
import { Simulator } from "./simulator";
import type { Toolchain } from "./toolchain";

/** A large factory makes thousands of calls; now and then an answer is lost on a busy machine. */
const attempts = 3;

export interface EndToEndOptions {
  /** Terraform, providers and simulator, as `findToolchain` finds them. */
  readonly toolchain: Toolchain;
  /** Takes one line of progress. @default - silent */
  readonly log?: (line: string) => void;
}

/**
 * Runs Terraform with the real AWS provider against a simulated AWS: validate, plan, apply, second plan, destroy.
 * Leaves no process and no file behind, whether it ends, fails or is stopped by a signal.
 *
 * @throws Error where the simulated AWS does not start or an `outDir` holds no stacks; a configuration that fails is
 *   no error but a check in the report that has not passed
 */
export async function runEndToEnd(
  examples: readonly EndToEndExample[],
  options: EndToEndOptions,
): Promise<ExampleReport[]> {
  const { toolchain, log = () => {} } = options;
  const workFolder = mkdtempSync(join(tmpdir(), "ai-factory-e2e-"));
  const processes = new Processes();
  const cleanUp = (): void => {
    processes.endAll();
    rmSync(workFolder, { recursive: true, force: true, maxRetries: 5 });
  };
  const removeHandlers = onEarlyEnd(cleanUp);
  try {
    const simulator = await Simulator.start(processes, toolchain, workFolder);
    const reports: ExampleReport[] = [];
    for (const [index, example] of examples.entries()) {
      const attempt = (turn: number): Promise<ExampleReport> => {
        const folder = join(workFolder, `example-${index}-${turn}`);
        return runExample(example, { toolchain, processes, simulator, log, workFolder: folder });
      };
      let report = await attempt(1);
      for (let turn = 2; turn <= attempts && mayBeRepeatedCalls(report); turn += 1) {
        for (const { summary, address } of problemsOf(report)) log(`  ${address ?? report.name}: ${summary}`);
        log(`${example.name}: an answer may have got lost on the way; once more (${turn} of ${attempts})`);
        report = await attempt(turn);
      }
      reports.push(report);
    }
    return reports;
  } finally {
    removeHandlers();
    cleanUp();
  }
}
