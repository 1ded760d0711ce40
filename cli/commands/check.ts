import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { Command, Option } from "commander";
import { DocumentError } from "../../documents/document-error";
import { loadDocuments } from "../../documents/load";
import type { Documents } from "../../documents/types";
import { PolicyFileError } from "../../policy/boundary-file";
import { boundaryFileName } from "../../policy/boundary-output";
import type { PolicyResult } from "../../policy/engine";
import { policyRules } from "../../policy/rules";
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
import { judgeByBoundary, sovereigntyEvidence, sovereigntySection, sovereigntyText } from "../policy-check";
import { loadOwnRules, RulesModuleError } from "../own-rules";
import { homepage, version } from "../package";

export interface CheckCommandOptions {
  readonly format: "text" | "json" | "sarif";
  readonly failOn: "error" | "warning";
  /** File of acknowledgements. */
  readonly ack?: string;
  /** ISO date by which acknowledgements expire. */
  readonly today: string;
  readonly color: boolean;
  /** Profile, or file, of a sovereign boundary. @default - judged by the design rules only */
  readonly boundary?: string;
  /** File of waivers and accepted obligations. @default - none */
  readonly waivers?: string;
  /** Whether what the boundary's rules leave open fails. @default false */
  readonly strict?: boolean;
  /** Rules to judge by: a list, or a module whose own rules join the library's. @default - all design rules */
  readonly rules?: readonly Rule[] | string;
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
    .option("--rules <module>", "own rules beside the library's: a package or file that exports `rules`")
    .option("--boundary <boundary>", "judge by a sovereign boundary too: a profile, or a YAML or JSON file")
    .option("--strict", "with a boundary: whatever is left open fails")
    .option("--waivers <file>", "with a boundary: waivers and accepted obligations, YAML or JSON")
    .action(async (path: string, options: Omit<CheckCommandOptions, "today" | "color">) => {
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
    const { today } = options;
    const rules = rulesOf(options);
    const design = runRules(rules, subjectOf(documents), { acknowledgements, today });
    const sovereign = judgeByBoundary(documents, options);
    const result = sovereign === undefined ? design : merge(design, sovereign);
    const failing = options.failOn === "error" ? ["error"] : ["error", "warning"];
    const failed = result.findings.some(({ severity }) => failing.includes(severity));
    return {
      exitCode: failed ? 1 : 0,
      stdout: report(result, sovereign, documents, path, { ...options, rules }),
      stderr: opaque(documents) + unaskedBoundary(path, options),
    };
  } catch (error) {
    const isInput = inputErrors.some((kind) => error instanceof kind);
    if (isInput && error instanceof Error) return badUsage(error.message);
    throw error;
  }
}

const inputErrors = [DocumentError, AcknowledgementFileError, PolicyFileError, RulesModuleError];

function rulesOf({ rules = designRules }: CheckCommandOptions): readonly Rule[] {
  return typeof rules === "string" ? [...designRules, ...loadOwnRules(rules)] : rules;
}

/** Findings of both kinds of rules in one result, worst first. */
function merge(design: CheckResult, sovereign: CheckResult): CheckResult {
  const weights = { error: 0, warning: 1, info: 2 } as const;
  return {
    findings: [...design.findings, ...sovereign.findings].sort((a, b) => weights[a.severity] - weights[b.severity]),
    acknowledged: [...design.acknowledged, ...sovereign.acknowledged],
    rules: [...design.rules, ...sovereign.rules],
  };
}

function report(
  result: CheckResult,
  sovereign: PolicyResult | undefined,
  documents: Documents,
  path: string,
  options: CheckCommandOptions & { readonly rules: readonly Rule[] },
): string {
  if (options.format === "json") return reportJson(result, sovereign && { sovereignty: sovereigntySection(sovereign) });
  if (options.format === "text") {
    return reportText(result, { color: options.color }) + (sovereign === undefined ? "" : sovereigntyText(sovereign));
  }
  const folder = statSync(path).isDirectory() ? resolve(path) : dirname(resolve(path));
  const fromHere = relative(process.cwd(), folder).split(sep).join("/");
  const readText = (file: string) => textOf(join(folder, file));
  return reportSarif(result, {
    rules: [...options.rules, ...(sovereign === undefined ? [] : policyRules)],
    version,
    homepage,
    locate: locateFindings(documents, readText),
    filePrefix: fromHere === "" ? "" : `${fromHere}/`,
    ...(sovereign === undefined ? {} : { properties: sovereigntyEvidence(sovereign) }),
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

/** A factory that was synthesised inside a boundary, checked without it: said, because it looks like the whole check. */
function unaskedBoundary(path: string, { boundary }: CheckCommandOptions): string {
  const own = join(path, boundaryFileName);
  return boundary === undefined && existsSync(own) ? `not judged by its boundary; add --boundary ${own}\n` : "";
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
