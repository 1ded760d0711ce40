import { readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { Command, Option } from "commander";
import { DocumentError } from "../../documents/document-error";
import { loadDocuments } from "../../documents/load";
import type { Documents } from "../../documents/types";
import { AcknowledgementFileError } from "../../validation/acknowledgement";
import { runRules, type CheckResult } from "../../validation/engine";
import { reportJson } from "../../validation/reporters/json";
import { locateFindings } from "../../validation/reporters/locations";
import { reportSarif } from "../../validation/reporters/sarif";
import { reportText } from "../../validation/reporters/text";
import type { Rule } from "../../validation/rule";
import { rules as designRules } from "../../validation/rules";
import { subjectOf } from "../../validation/subject";
import { readAcknowledgements } from "../acknowledgement-file";
import { badUsage, finish, type CommandResult } from "../command-result";
import { homepage, version } from "../package";

export interface CheckCommandOptions {
  readonly format: "text" | "json" | "sarif";
  readonly failOn: "error" | "warning";
  /** File of acknowledgements. */
  readonly ack?: string;
  /** ISO date by which acknowledgements expire. */
  readonly today: string;
  readonly color: boolean;
  /** @default - all design rules */
  readonly rules?: readonly Rule[];
}

/** `aifactory check`: judges what will be deployed by the design rules. */
export function checkCommand(): Command {
  return new Command("check")
    .description("judge what will be deployed by the design rules; exit 0 clean, 1 findings, 2 bad usage")
    .argument("<path>", "cdktf.out, a stack's folder, a .tf.json or .tf file, or a plan of `terraform show -json`")
    .addOption(new Option("--format <format>", "form of the output").choices(["text", "json", "sarif"]).default("text"))
    .addOption(
      new Option("--fail-on <severity>", "least severity that makes the exit code 1")
        .choices(["error", "warning"])
        .default("error"),
    )
    .option("--ack <file>", "acknowledgements: YAML or JSON with rule, path, reason, owner and expires of each")
    .action(async (path: string, options: Pick<CheckCommandOptions, "format" | "failOn" | "ack">) => {
      const today = new Date().toISOString().slice(0, 10);
      const color = process.stdout.isTTY && process.env["NO_COLOR"] === undefined;
      finish(await runCheck(path, { ...options, today, color }));
    });
}

/** Loads, judges and reports. What cannot be read is said on stderr, with exit code 2. */
export async function runCheck(path: string, options: CheckCommandOptions): Promise<CommandResult> {
  try {
    const acknowledgements = options.ack === undefined ? [] : readAcknowledgements(options.ack);
    const documents = await loadDocuments(path);
    const { today, rules = designRules } = options;
    const result = runRules(rules, subjectOf(documents), { acknowledgements, today });
    const failing = options.failOn === "error" ? ["error"] : ["error", "warning"];
    const failed = result.findings.some(({ severity }) => failing.includes(severity));
    return { exitCode: failed ? 1 : 0, stdout: report(result, documents, path, options), stderr: opaque(documents) };
  } catch (error) {
    if (error instanceof DocumentError || error instanceof AcknowledgementFileError) return badUsage(error.message);
    throw error;
  }
}

function report(result: CheckResult, documents: Documents, path: string, options: CheckCommandOptions): string {
  if (options.format === "json") return reportJson(result);
  if (options.format === "text") return reportText(result, { color: options.color });
  const folder = statSync(path).isDirectory() ? resolve(path) : dirname(resolve(path));
  const fromHere = relative(process.cwd(), folder).split(sep).join("/");
  const readText = (file: string) => textOf(join(folder, file));
  return reportSarif(result, {
    rules: options.rules ?? designRules,
    version,
    homepage,
    locate: locateFindings(documents, readText),
    filePrefix: fromHere === "" ? "" : `${fromHere}/`,
  });
}

/** A stack may be a folder of files, which has no lines. */
function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** Modules that were not there to be read: nothing in them has been judged, which must not pass silently. */
function opaque({ opaqueModules }: Documents): string {
  return opaqueModules
    .map(({ address, stack, source }) => {
      const where = source === "" ? "has no source" : `comes from ${source}`;
      return `not judged: ${address} of ${stack} ${where}; run terraform init first, or check the plan\n`;
    })
    .join("");
}
