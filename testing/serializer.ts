/** A plug-in of jest's and vitest's snapshots. */
export interface SnapshotSerializer {
  /** Whether the plug-in prints the value. */
  test(value: unknown): boolean;
  /** The value as a snapshot has it. */
  serialize<Config, Refs>(
    value: unknown,
    config: Config,
    indentation: string,
    depth: number,
    refs: Refs,
    printer: (value: unknown, config: Config, indentation: string, depth: number, refs: Refs) => string,
  ): string;
}

/**
 * For `expect.addSnapshotSerializer(terraformSerializer)`: stacks and blocks as synth writes them, without the core's
 * construct paths and version, and with JSON inside strings (policies, values of charts) taken apart, so that a change of
 * the snapshot can be read.
 */
export const terraformSerializer: SnapshotSerializer = {
  test: (value) => isRecord(value) && isRecord(value["//"]) && "metadata" in value["//"],
  serialize: (value, config, indentation, depth, refs, printer) =>
    printer(readable(value), config, indentation, depth, refs),
};

function readable(value: unknown): unknown {
  if (typeof value === "string") return /^[[{]/.test(value) ? parsed(value) : value;
  if (Array.isArray(value)) return value.map(readable);
  if (!isRecord(value)) return value;
  const kept = Object.entries(value).filter(([key]) => key !== "//");
  return Object.fromEntries(kept.map(([key, inner]) => [key, readable(inner)]));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
