import Table from "cli-table3";
import { Command, Option } from "commander";
import { loadBoundary, PolicyFileError } from "../../policy/boundary-file";
import type { BoundaryData } from "../../policy/boundary";
import { boundaryRows } from "../../policy/description";
import { profiles } from "../../policy/profiles";
import { badUsage, finish, type CommandResult } from "../command-result";
import { writeGuardrails, type GuardrailOptions } from "../guardrail-files";

type Format = "text" | "json";

/** `aifactory boundary`: the sovereign boundaries that come with the library, and what one says. */
export function boundaryCommand(): Command {
  const boundary = new Command("boundary").description("list and show sovereign boundaries");
  const format = () => new Option("--format <format>", "form of the output").choices(["text", "json"]).default("text");
  boundary
    .command("list")
    .description("the profiles of the library")
    .addOption(format())
    .action((options: { readonly format: Format }) => finish(listBoundaries(options.format)));
  boundary
    .command("show")
    .description("what a boundary says: where data may be, who holds the keys, what may cross the border")
    .argument("<boundary>", "a profile, or a YAML or JSON file")
    .addOption(format())
    .action((name: string, options: { readonly format: Format }) => finish(showBoundary(name, options.format)));
  boundary
    .command("guardrails")
    .description("write the policies that keep accounts and clusters inside a boundary, as JSON files")
    .argument("<boundary>", "a profile, or a YAML or JSON file")
    .requiredOption("--out <folder>", "folder to write to; files of the same names are replaced")
    .option("--exempt <arn...>", "roles that the guardrails of the organisation spare")
    .action((name: string, options: GuardrailOptions) => finish(writeGuardrails(name, options)));
  return boundary;
}

export function listBoundaries(format: Format): CommandResult {
  if (format === "json") return { exitCode: 0, stdout: `${JSON.stringify(profiles, undefined, 2)}\n`, stderr: "" };
  const table = new Table({
    head: ["profile", "as of", "about"],
    colWidths: [20, 12, 80],
    wordWrap: true,
    style: { head: [], border: [] },
  });
  for (const { name, asOf, description } of profiles) table.push([name, asOf, description]);
  return { exitCode: 0, stdout: `${table.toString()}\n`, stderr: "" };
}

export function showBoundary(name: string, format: Format): CommandResult {
  try {
    const { data } = loadBoundary(name);
    const stdout = format === "json" ? `${JSON.stringify(data, undefined, 2)}\n` : describe(data);
    return { exitCode: 0, stdout, stderr: "" };
  } catch (error) {
    if (error instanceof PolicyFileError) return badUsage(error.message);
    throw error;
  }
}

function describe(data: BoundaryData): string {
  const rows = boundaryRows(data);
  const width = Math.max(...rows.map(([label]) => label.length));
  const body = rows.map(([label, text]) => `  ${label.padEnd(width)}  ${text}`);
  const sources = data.sources.map(
    ({ title, url, asOf }) => `  - ${title}${url === undefined ? "" : `, ${url}`} (${asOf})`,
  );
  return [`${data.name} (as of ${data.asOf})`, data.description, "", ...body, "", "Sources:", ...sources, ""].join(
    "\n",
  );
}
