import { readFileSync } from "node:fs";
import { Command, InvalidArgumentError, Option } from "commander";
import type { ModelParameters } from "../../catalog/models";
import { optimisers, type Optimiser } from "../../planning/estimate/memory";
import { precisions, type Precision } from "../../planning/estimate/precision";
import type { InputProblem } from "../../planning/estimate/problem";
import { estimateServing, type ServingEstimate } from "../../planning/estimate/serving";
import { estimateTraining, trainingPrecisions, type TrainingEstimate } from "../../planning/estimate/training";
import type { TrainingMethod } from "../../planning/estimate/training-rate";
import { estimateText } from "../estimate/text";

/** The options of `aifactory estimate` as commander hands them over. */
export interface EstimateOptions {
  readonly model?: string;
  readonly modelFile?: string;
  readonly accelerator?: string;
  readonly count?: number;
  readonly precision?: Precision;
  readonly networkGbps?: number;
  readonly usdPerHour?: number;
  readonly pue?: number;
  readonly isl?: number;
  readonly osl?: number;
  readonly concurrency?: number;
  readonly minTokensPerUser?: number;
  readonly cachePrecision?: Precision;
  readonly training?: boolean;
  readonly tokens?: number;
  readonly sequenceTokens?: number;
  readonly batchSequences?: number;
  readonly method?: TrainingMethod;
  readonly optimiser?: Optimiser;
  readonly goodput?: number;
  readonly format: "json" | "text";
}

/** What the command has to say, and its exit code: 0 estimated, 1 does not fit or is not known, 2 bad usage. */
export interface EstimateResult {
  readonly exitCode: 0 | 1 | 2;
  readonly stdout: string;
  readonly stderr: string;
}

const servingOnly = ["isl", "osl", "concurrency", "minTokensPerUser", "cachePrecision"] as const;
const trainingOnly = ["tokens", "sequenceTokens", "batchSequences", "method", "optimiser", "goodput"] as const;

/** `aifactory estimate`: tokens per second, time to train, memory, energy and cost before anything is bought. */
export function estimateCommand(): Command {
  const command = new Command("estimate")
    .description("estimate serving or training: tokens per second, memory, energy, cost, with uncertainty")
    .option("--model <name>", "model of the catalogue, e.g. llama-3.3-70b")
    .option("--model-file <file>", "JSON file with the parameters of any other model")
    .option("--accelerator <id>", "accelerator of the catalogue, e.g. h100 or gb200-nvl72")
    .option("--count <n>", "accelerators of the whole system", number)
    .addOption(new Option("--precision <p>", "of the weights; in training, of the arithmetic").choices(precisions))
    .option("--network-gbps <speed>", "network of one accelerator, Gb/s (default: 400)", number)
    .option("--usd-per-hour <price>", "price of one accelerator for one hour, USD", number)
    .option("--pue <ratio>", "energy of the building for each unit of the computers (default: 1)", number)
    .option("--isl <tokens>", "mean input tokens of a request (default: 1024)", number)
    .option("--osl <tokens>", "mean output tokens of a request (default: 1024)", number)
    .option("--concurrency <n>", "requests in flight (default: as many as fit)", number)
    .option("--min-tokens-per-user <n>", "tokens per second that every user must get", number)
    .addOption(new Option("--cache-precision <p>", "of the key-value cache").choices(precisions))
    .option("--training", "estimate training instead of serving")
    .option("--tokens <n>", "tokens to train on, e.g. 15e12 or 15T", tokenCount)
    .option("--sequence-tokens <n>", "length of a training sequence (default: 8192)", number)
    .option("--batch-sequences <n>", "sequences of one step (default: 4,194,304 tokens)", number)
    .addOption(new Option("--method <method>", "what learns").choices(["full", "lora"]))
    .addOption(new Option("--optimiser <name>", "optimiser").choices(optimisers))
    .option("--goodput <share>", "share of the time that makes progress (default: 1)", number)
    .addOption(new Option("--format <format>", "form of the output").choices(["json", "text"]).default("text"));
  command.exitOverride((error) => {
    // Commander ends bad usage with 1; this tool's code for it is 2.
    process.exit(error.exitCode === 1 ? 2 : error.exitCode);
  });
  command.action((options: EstimateOptions) => {
    const result = runEstimate(options);
    process.stdout.write(result.stdout);
    process.stderr.write(result.stderr);
    process.exitCode = result.exitCode;
  });
  return command;
}

/** Estimates what the options ask for. */
export function runEstimate(options: EstimateOptions): EstimateResult {
  const problems = [...missing(options), ...misplaced(options)];
  const model = modelOf(options, problems);
  const { accelerator, count, precision } = options;
  if (
    problems.length > 0 ||
    model === undefined ||
    accelerator === undefined ||
    count === undefined ||
    precision === undefined
  ) {
    return badUsage(problems);
  }
  const estimate = estimateOf(options, { model, accelerator, accelerators: count, precision });
  if (estimate.outcome === "invalid") return badUsage(estimate.problems.map(problemLine));
  const exitCode = estimate.outcome === "estimated" ? 0 : 1;
  const stdout = options.format === "json" ? `${JSON.stringify(estimate, undefined, 2)}\n` : estimateText(estimate);
  return { exitCode, stdout, stderr: "" };
}

interface Asked {
  readonly model: string | ModelParameters;
  readonly accelerator: string;
  readonly accelerators: number;
  readonly precision: Precision;
}

function estimateOf(options: EstimateOptions, asked: Asked): ServingEstimate | TrainingEstimate {
  const { networkGbps, usdPerHour: usdPerAcceleratorHour, pue } = options;
  const shared = { ...asked, networkGbps, usdPerAcceleratorHour, pue };
  if (options.training !== true) {
    return estimateServing({
      ...shared,
      inputTokens: options.isl,
      outputTokens: options.osl,
      concurrency: options.concurrency,
      minTokensPerSecPerUser: options.minTokensPerUser,
      cachePrecision: options.cachePrecision,
    });
  }
  const precision = trainingPrecisions.find((known) => known === asked.precision);
  if (precision === undefined) {
    const allowed = trainingPrecisions.join(", ");
    const fix = `use one of ${allowed}`;
    const message = "training does not run in this precision";
    return { outcome: "invalid", problems: [{ field: "precision", message, given: asked.precision, allowed, fix }] };
  }
  return estimateTraining({
    ...shared,
    precision,
    tokens: options.tokens ?? Number.NaN,
    sequenceTokens: options.sequenceTokens,
    globalBatchSequences: options.batchSequences,
    method: options.method,
    optimiser: options.optimiser,
    goodput: options.goodput,
  });
}

function missing(options: EstimateOptions): string[] {
  const lines: string[] = [];
  if (options.model === undefined && options.modelFile === undefined) {
    lines.push("--model is missing; name a model of the catalogue, or give --model-file");
  }
  if (options.model !== undefined && options.modelFile !== undefined) {
    lines.push("--model and --model-file are both given; leave one out");
  }
  if (options.accelerator === undefined) lines.push("--accelerator is missing, e.g. h100");
  if (options.count === undefined) lines.push("--count is missing: accelerators of the whole system");
  if (options.precision === undefined) lines.push(`--precision is missing: one of ${precisions.join(", ")}`);
  if (options.training === true && options.tokens === undefined) lines.push("--tokens is missing: tokens to train on");
  return lines;
}

/** Options that the chosen kind of estimate would ignore. */
function misplaced(options: EstimateOptions): string[] {
  const [wrong, kind] =
    options.training === true ? [servingOnly, "is of no use with --training"] : [trainingOnly, "needs --training"];
  return wrong.filter((name) => options[name] !== undefined).map((name) => `${flag(name)} ${kind}`);
}

function flag(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function modelOf(options: EstimateOptions, problems: string[]): string | ModelParameters | undefined {
  const { modelFile } = options;
  if (modelFile === undefined) return options.model;
  try {
    const parameters: unknown = JSON.parse(readFileSync(modelFile, "utf8"));
    if (typeof parameters === "object" && parameters !== null && !Array.isArray(parameters)) {
      return parameters as ModelParameters;
    }
    problems.push(`${modelFile} holds no JSON object; see docs/estimator.md for the fields of a model`);
  } catch (error) {
    problems.push(`${modelFile} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return undefined;
}

function problemLine({ field, message, given, allowed, fix }: InputProblem): string {
  const shown = given === undefined ? "" : ` (given ${JSON.stringify(given)})`;
  return `${field}: ${message}${shown}; allowed: ${allowed}; ${fix}`;
}

function badUsage(lines: readonly string[]): EstimateResult {
  return { exitCode: 2, stdout: "", stderr: lines.map((line) => `error: ${line}\n`).join("") };
}

function number(text: string): number {
  const value = Number(text);
  if (text.trim() !== "" && Number.isFinite(value)) return value;
  throw new InvalidArgumentError("give a number.");
}

const suffixes: Readonly<Record<string, number>> = { M: 1e6, B: 1e9, T: 1e12 };

function tokenCount(text: string): number {
  const match = /^(.*?)([MBT])?$/.exec(text);
  return number(match?.[1] ?? text) * (suffixes[match?.[2] ?? ""] ?? 1);
}
