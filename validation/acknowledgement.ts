import { parseDocument } from "yaml";
import { suggestNames } from "../catalog/lookup";
import type { Finding } from "./finding";

/** Someone has seen a finding and answers for it until a day. It silences that rule at that path and nothing else. */
export interface Acknowledgement {
  /** Id of the rule. */
  readonly rule: string;
  /** The finding's path or address, exactly. */
  readonly path: string;
  /** Why the finding may stand. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Last day on which it counts, ISO 8601: `2027-01-31`. */
  readonly expires: string;
}

/** What became of the acknowledgements in one check. */
export interface AcknowledgementReview {
  /** In force, and for a finding that is there. */
  readonly used: readonly Acknowledgement[];
  /** No longer in force on the day of the check: their findings stand. */
  readonly expired: readonly Acknowledgement[];
  /** No finding of that rule at that path. */
  readonly unmatched: readonly Acknowledgement[];
}

/** A finding that somebody answers for. */
export interface AcknowledgedFinding {
  /** The finding. */
  readonly finding: Finding;
  /** Who answers for it, why, and until when. */
  readonly acknowledgement: Acknowledgement;
}

/** Thrown when a file of acknowledgements cannot be used; carries every problem. */
export class AcknowledgementFileError extends Error {
  constructor(
    /** File that cannot be used. */
    readonly file: string,
    /** Everything that is wrong with it, one sentence each. */
    readonly problems: readonly string[],
  ) {
    super(problems.map((problem) => `${file}: ${problem}`).join("\n"));
    this.name = "AcknowledgementFileError";
  }
}

/** Sorts findings into those that stand and those that are acknowledged on `today` (ISO date). */
export function applyAcknowledgements(
  findings: readonly Finding[],
  acknowledgements: readonly Acknowledgement[],
  today: string,
): { readonly standing: readonly Finding[]; readonly acknowledged: readonly AcknowledgedFinding[] } & {
  readonly review: AcknowledgementReview;
} {
  const valid = acknowledgements.filter(({ expires }) => expires >= today);
  const used = new Set<Acknowledgement>();
  const standing: Finding[] = [];
  const acknowledged: AcknowledgedFinding[] = [];
  for (const finding of findings) {
    const matching = valid.filter((candidate) => covers(candidate, finding));
    for (const acknowledgement of matching) used.add(acknowledgement);
    const [acknowledgement] = matching;
    if (acknowledgement) acknowledged.push({ finding, acknowledgement });
    else standing.push(finding);
  }
  return {
    standing,
    acknowledged,
    review: {
      used: valid.filter((acknowledgement) => used.has(acknowledgement)),
      expired: acknowledgements.filter(({ expires }) => expires < today),
      unmatched: valid.filter((acknowledgement) => !used.has(acknowledgement)),
    },
  };
}

function covers(acknowledgement: Acknowledgement, finding: Finding): boolean {
  const { rule, path } = acknowledgement;
  return rule === finding.rule && (path === finding.path || path === finding.address);
}

const fields = ["rule", "path", "reason", "owner", "expires"] as const;

/**
 * Reads a file of acknowledgements, YAML or JSON: a list, or an object with the list under `acknowledgements`.
 *
 * @throws AcknowledgementFileError with every problem
 */
export function parseAcknowledgements(text: string, file: string): readonly Acknowledgement[] {
  const data = parseYamlOrJson(text, file);
  const list: unknown = isRecord(data) ? data["acknowledgements"] : data;
  if (!Array.isArray(list)) {
    throw new AcknowledgementFileError(file, [
      "has no list of acknowledgements; write `acknowledgements:` with one entry per finding: rule, path, reason, owner, expires",
    ]);
  }
  const problems = list.flatMap((entry: unknown, index) =>
    problemsOf(entry).map((problem) => `acknowledgements[${index}]: ${problem}`),
  );
  if (problems.length > 0) throw new AcknowledgementFileError(file, problems);
  return (list as Acknowledgement[]).map(({ rule, path, reason, owner, expires }) => ({
    rule,
    path,
    reason,
    owner,
    expires,
  }));
}

function parseYamlOrJson(text: string, file: string): unknown {
  const refuse = (messages: readonly string[]) =>
    new AcknowledgementFileError(
      file,
      messages.map((message) => `is neither YAML nor JSON: ${message.split("\n")[0]}`),
    );
  const document = parseDocument(text);
  if (document.errors.length > 0) throw refuse(document.errors.map(({ message }) => message));
  try {
    return document.toJS() as unknown;
  } catch (error) {
    // An alias without its anchor, or aliases that multiply, only show when values are made.
    throw refuse([error instanceof Error ? error.message : String(error)]);
  }
}

function problemsOf(entry: unknown): readonly string[] {
  if (!isRecord(entry)) return ["is no object with rule, path, reason, owner and expires"];
  const problems = fields
    .filter((field) => typeof entry[field] !== "string" || entry[field].trim() === "")
    .map((field) => `'${field}' is missing or empty`);
  for (const key of Object.keys(entry)) {
    if ((fields as readonly string[]).includes(key)) continue;
    const [near] = suggestNames(key, fields);
    problems.push(`'${key}' is no field` + (near === undefined ? "" : `; did you mean '${near}'?`));
  }
  const { expires } = entry;
  if (typeof expires === "string" && expires.trim() !== "" && !isDate(expires)) {
    problems.push(`'expires' is '${expires}'; write a day as YYYY-MM-DD`);
  }
  return problems;
}

function isDate(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  // A 31st of February parses in some engines as a day of March.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
