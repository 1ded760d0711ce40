import Table from "cli-table3";
import { suggestNames } from "../catalog/lookup";
import { badUsage, type CommandResult } from "./command-result";

export type Cell = string | number | boolean | undefined;
export type Row = Readonly<Record<string, Cell>>;
export type Format = "text" | "json";

/** A table for reading, or JSON for programs; what is not known is a dash, or absent. */
export function print(rows: readonly Row[], format: Format): CommandResult {
  if (format === "json") return { exitCode: 0, stdout: `${JSON.stringify(rows, undefined, 2)}\n`, stderr: "" };
  const [first] = rows;
  if (!first) return { exitCode: 0, stdout: "none\n", stderr: "" };
  const table = new Table({ head: Object.keys(first), style: { head: [], border: [] } });
  for (const row of rows) table.push(Object.values(row).map((cell) => (cell === undefined ? "-" : String(cell))));
  return { exitCode: 0, stdout: `${table.toString()}\n`, stderr: "" };
}

/** A name that is not known, and the nearest that is. */
export function unknownName(kind: string, given: string, known: readonly string[]): CommandResult {
  const [near] = suggestNames(given, known);
  const hint = near === undefined ? `; known: ${[...known].sort().join(", ")}` : `; did you mean '${near}'?`;
  return badUsage(`unknown ${kind} '${given}'${hint}`);
}
