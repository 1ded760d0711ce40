import { createHash } from "node:crypto";
import { SarifBuilder, SarifResultBuilder, SarifRuleBuilder, SarifRunBuilder } from "node-sarif-builder";
import type { Acknowledgement } from "../acknowledgement";
import type { CheckResult } from "../engine";
import type { Finding, Severity } from "../finding";
import type { Rule } from "../rule";
import type { FileLocation } from "./locations";

export interface SarifOptions {
  /** The rules that were run, for titles and help. */
  readonly rules: readonly Rule[];
  /** Version of the tool. */
  readonly version: string;
  /** Home page of the tool. @default - none */
  readonly homepage?: string;
  /** Where a finding can be shown. @default - findings have no file */
  readonly locate?: (finding: Finding) => FileLocation | undefined;
  /** Put before each file, so that paths are relative to the repository: `infra/cdktf.out/`. @default - none */
  readonly filePrefix?: string;
  /** Facts about the whole run: what was judged, and by what. @default - none */
  readonly properties?: Readonly<Record<string, unknown>>;
}

type Level = "error" | "warning" | "note";
const levels: Readonly<Record<Severity, Level>> = { error: "error", warning: "warning", info: "note" };
/** Code-scanning tools sort by this number, which is written as text. */
const scores: Readonly<Record<Severity, string>> = { error: "8.0", warning: "5.0", info: "2.0" };

/** The result of a check as SARIF 2.1.0; acknowledged findings are suppressed results. */
export function reportSarif(result: CheckResult, options: SarifOptions): string {
  const run = new SarifRunBuilder().initSimple({
    toolDriverName: "aifactory",
    toolDriverVersion: options.version,
    ...(options.homepage === undefined ? {} : { url: options.homepage }),
  });
  const used = new Set(
    [...result.findings, ...result.acknowledged.map(({ finding }) => finding)].map(({ rule }) => rule),
  );
  for (const rule of options.rules.filter(({ id }) => used.has(id))) run.addRule(describe(rule));
  for (const finding of result.findings) run.addResult(resultOf(finding, options));
  for (const { finding, acknowledgement } of result.acknowledged)
    run.addResult(resultOf(finding, options, acknowledgement));
  if (options.properties !== undefined) Object.assign(run.run, { properties: options.properties });
  const builder = new SarifBuilder({ $schema: "https://json.schemastore.org/sarif-2.1.0.json" });
  builder.addRun(run);
  return `${builder.buildSarifJsonString({ indent: true })}\n`;
}

function describe(rule: Rule): SarifRuleBuilder {
  const builder = new SarifRuleBuilder().initSimple({
    ruleId: rule.id,
    shortDescriptionText: rule.title,
    fullDescriptionText: rule.cause,
  });
  const sources = rule.sources.map((source) => `- ${source}`).join("\n");
  const help = `${rule.cause}\n\nHow to mend it: ${rule.mend}`;
  Object.assign(builder.rule, {
    name: rule.id.replace(/^[A-Z]+-\d+-/, "").replace(/(?:^|-)(\w)/g, (_all, letter: string) => letter.toUpperCase()),
    help: { text: help, markdown: `${help}\n\n**Sources**\n\n${sources}` },
    defaultConfiguration: { level: levels[rule.severity] },
    properties: { tags: ["ai-factory", rule.family], "problem.severity": levels[rule.severity] },
  });
  if (rule.family === "SOV") {
    Object.assign(builder.rule.properties ?? {}, { "security-severity": scores[rule.severity] });
  }
  return builder;
}

function resultOf(finding: Finding, options: SarifOptions, acknowledgement?: Acknowledgement): SarifResultBuilder {
  const { rule, message, fix, path, address, given, allowed, verdict } = finding;
  const details = [
    `${path}: ${message}.`,
    ...(given === undefined ? [] : [`Given: ${show(given)}.`]),
    ...(allowed === undefined ? [] : [`Allowed: ${show(allowed)}.`]),
    `Fix: ${fix}.`,
  ];
  const place = options.locate?.(finding);
  const builder = new SarifResultBuilder().initSimple({
    level: levels[finding.severity],
    messageText: details.join(" "),
    ruleId: rule,
  });
  const region = place?.line === undefined ? {} : { region: { startLine: place.line } };
  Object.assign(builder.result, {
    locations: [
      {
        ...(place && { physicalLocation: { artifactLocation: { uri: uriOf(place.file, options) }, ...region } }),
        logicalLocations: [{ fullyQualifiedName: address ?? path, kind: "resource" }],
      },
    ],
    // The same finding in the next run has the same print, wherever its line has moved to.
    partialFingerprints: { "aifactory/v1": fingerprint(finding) },
    properties: { verdict, path, ...(address === undefined ? {} : { address }) },
    ...(acknowledgement && { suppressions: [suppression(acknowledgement)] }),
  });
  return builder;
}

function suppression({ reason, owner, expires }: Acknowledgement) {
  return { kind: "external", status: "accepted", justification: `${reason} (${owner}, until ${expires})` };
}

function fingerprint({ rule, path, address = "", message }: Finding): string {
  return createHash("sha256").update([rule, path, address, message].join("\0")).digest("hex");
}

/** A file's path as a relative URI. */
function uriOf(file: string, { filePrefix = "" }: SarifOptions): string {
  return `${filePrefix}${file}`.replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
