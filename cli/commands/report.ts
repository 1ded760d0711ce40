import { writeFileSync } from "node:fs";
import { Command } from "commander";
import { DocumentError } from "../../documents/document-error";
import { loadDocuments } from "../../documents/load";
import { htmlReport } from "../../report/html/page";
import { PolicyFileError } from "../../policy/boundary-file";
import { AcknowledgementFileError } from "../../validation/acknowledgement";
import { runRules } from "../../validation/engine";
import { rules } from "../../validation/rules";
import { subjectOf } from "../../validation/subject";
import { readAcknowledgements } from "../acknowledgement-file";
import { badUsage, finish, type CommandResult } from "../command-result";
import { reportSovereignty, type SovereigntyOptions } from "../report-sovereignty";

export interface ReportCommandOptions extends SovereigntyOptions {
  /** File to write. */
  readonly html: string;
  /** File of acknowledgements. */
  readonly ack?: string;
  /** ISO date that the page bears, and by which acknowledgements expire. */
  readonly today: string;
}

/** `aifactory report`: the factory as one HTML page. */
export function reportCommand(): Command {
  return new Command("report")
    .description(
      "write the factory as one self-contained HTML page: drawing, capacity, estimates, cost, sovereignty, findings, quotas",
    )
    .argument("<path>", "cdktf.out of an app that has a factory")
    .requiredOption("--html <file>", "file to write")
    .option("--ack <file>", "acknowledgements: YAML or JSON with rule, path, reason, owner and expires of each")
    .option("--boundary <boundary>", "boundary of the page's part on sovereignty: a profile, or a YAML or JSON file")
    .option("--waivers <file>", "waivers and accepted obligations of the boundary, YAML or JSON")
    .option("--plan <file...>", "plans of `terraform show -json`, to be judged by the boundary instead of the output")
    .action(async (path: string, options: Omit<ReportCommandOptions, "today">) => {
      finish(await runReport(path, { ...options, today: new Date().toISOString().slice(0, 10) }));
    });
}

/** Loads, judges and writes. Findings are in the page and do not change the exit code: that is `check`'s. */
export async function runReport(path: string, options: ReportCommandOptions): Promise<CommandResult> {
  const { html, ack, today } = options;
  try {
    const acknowledgements = ack === undefined ? [] : readAcknowledgements(ack);
    const documents = await loadDocuments(path);
    const subject = subjectOf(documents);
    const { model } = subject;
    if (model === undefined) {
      return badUsage(
        `${path} has no factory.json; give the cdktf.out of an app that has a factory, not a single stack`,
      );
    }
    const check = runRules(rules, subject, { acknowledgements, today });
    const sovereignty = await reportSovereignty(path, documents, options);
    const page = htmlReport({ model, check, today, sovereignty });
    try {
      writeFileSync(html, page);
    } catch (error) {
      return badUsage(`${html} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
    }
    return { exitCode: 0, stdout: `${html}\n`, stderr: "" };
  } catch (error) {
    const isInput = [DocumentError, AcknowledgementFileError, PolicyFileError].some((kind) => error instanceof kind);
    if (isInput && error instanceof Error) return badUsage(error.message);
    throw error;
  }
}
