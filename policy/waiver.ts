import { createHash } from "node:crypto";
import type { Documents } from "../documents/types";
import { isUnknown } from "../documents/value";
import type { Finding } from "../validation/finding";
import { isRecord, PolicyFileError, readYaml } from "./boundary-file";
import type { Stage } from "./rule";

/** Someone approved that one finding at one address stands until a day. */
export interface Waiver {
  /** Id of the rule. */
  readonly rule: string;
  /** The finding's address, exactly as it is printed. */
  readonly address: string;
  /** Why the finding may stand. */
  readonly reason: string;
  /** Who answers for it. */
  readonly owner: string;
  /** Who approved it: not the owner. */
  readonly approver: string;
  /** Last day on which it counts, ISO 8601; 90 days ahead at most. */
  readonly expires: string;
  /** Hash of what is waived, as the finding prints it: another content voids the waiver. */
  readonly hash: string;
  /** What protects instead. @default - nothing stated */
  readonly compensatingControl?: string;
}

/** An unknown that is accepted at this stage because something later will decide it. */
export interface AcceptedObligation {
  /** Id of the rule. */
  readonly rule: string;
  /** Address of the obligation, exactly as it is printed. */
  readonly address: string;
  /** Who decides it: `plan`, or the stage of the guardrail that is named. */
  readonly dischargedBy: Exclude<Stage, "synth">;
  /** Name of the guardrail or record; needed where the plan is not who decides. */
  readonly guardrail?: string;
  /** Why it is accepted. */
  readonly reason: string;
}

/** A file of waivers and accepted obligations. */
export interface WaiverFile {
  /** Findings that may stand. */
  readonly waivers: readonly Waiver[];
  /** Unknowns that are accepted at this stage. */
  readonly obligations: readonly AcceptedObligation[];
}

/** Days that a waiver may last at most. */
export const maxWaiverDays = 90;
const waiverFields = ["rule", "address", "reason", "owner", "approver", "expires", "hash"] as const;
const obligationFields = ["rule", "address", "dischargedBy", "reason"] as const;
const dischargers = ["plan", "deploy", "runtime", "evidence"];

/** Reads a file of waivers and accepted obligations, YAML or JSON. @throws PolicyFileError with every problem */
export function loadWaivers(file: string): WaiverFile {
  const data = readYaml(file);
  if (!isRecord(data)) throw new PolicyFileError(file, ["is no object with `waivers` and `obligations`"]);
  const problems: string[] = [];
  for (const key of Object.keys(data).filter((name) => name !== "waivers" && name !== "obligations")) {
    problems.push(`'${key}' is no field; write \`waivers\` and \`obligations\``);
  }
  const waivers = entries(data["waivers"], "waivers", waiverFields, problems);
  const obligations = entries(data["obligations"], "obligations", obligationFields, problems);
  waivers.forEach((entry, index) => {
    if (!isDay(entry["expires"])) problems.push(`waivers[${index}]: 'expires' is no day; write it as YYYY-MM-DD`);
  });
  obligations.forEach((entry, index) => {
    const { dischargedBy, guardrail } = entry;
    if (!dischargers.includes(String(dischargedBy))) {
      problems.push(`obligations[${index}]: 'dischargedBy' is none of ${dischargers.join(", ")}`);
    } else if (dischargedBy !== "plan" && typeof guardrail !== "string") {
      problems.push(
        `obligations[${index}]: 'guardrail' is missing: name what decides it at stage '${String(dischargedBy)}'`,
      );
    }
  });
  if (problems.length > 0) throw new PolicyFileError(file, problems);
  return { waivers: waivers as unknown as Waiver[], obligations: obligations as unknown as AcceptedObligation[] };
}

function entries(
  data: unknown,
  name: string,
  fields: readonly string[],
  problems: string[],
): readonly Record<string, unknown>[] {
  if (data === undefined) return [];
  if (!Array.isArray(data)) {
    problems.push(`'${name}' is no list`);
    return [];
  }
  return data.flatMap((entry: unknown, index) => {
    if (!isRecord(entry)) {
      problems.push(`${name}[${index}] is no object with ${fields.join(", ")}`);
      return [];
    }
    const missing = fields.filter((field) => typeof entry[field] !== "string" || entry[field].trim() === "");
    problems.push(...missing.map((field) => `${name}[${index}]: '${field}' is missing or empty`));
    return missing.length > 0 ? [] : [entry];
  });
}

function isDay(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(value);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}

/** What became of waivers in one check. */
export interface WaiverReview {
  readonly standing: readonly Finding[];
  readonly waived: readonly { readonly finding: Finding; readonly waiver: Waiver }[];
  /** What is wrong with a waiver, each with the waiver's address. */
  readonly problems: readonly { readonly waiver: Waiver; readonly message: string }[];
}

/** Sorts findings into those that stand and those that are waived on `today`. */
export function applyWaivers(
  findings: readonly Finding[],
  waivers: readonly Waiver[],
  today: string,
  isWaivable: (rule: string) => boolean,
): WaiverReview {
  const problems: { waiver: Waiver; message: string }[] = [];
  const refused = new Set<Waiver>();
  const used = new Set<Waiver>();
  for (const waiver of waivers) {
    for (const message of refusals(waiver, today, isWaivable)) {
      problems.push({ waiver, message });
      refused.add(waiver);
    }
  }
  const standing: Finding[] = [];
  const waived: { finding: Finding; waiver: Waiver }[] = [];
  for (const finding of findings) {
    const named = waivers.filter(
      ({ rule, address }) => rule === finding.rule && address === (finding.address ?? finding.path),
    );
    for (const waiver of named) used.add(waiver);
    const changed = named.filter((waiver) => !refused.has(waiver) && waiver.hash !== finding.hash);
    for (const waiver of changed) {
      problems.push({ waiver, message: `what it waives has changed: its hash is now ${finding.hash ?? "not known"}` });
    }
    const valid = named.find((waiver) => !refused.has(waiver) && waiver.hash === finding.hash);
    if (valid) waived.push({ finding, waiver: valid });
    else standing.push(finding);
  }
  for (const waiver of waivers.filter((one) => !used.has(one) && !refused.has(one))) {
    problems.push({ waiver, message: "there is no finding of this rule at this address; remove it" });
  }
  return { standing, waived, problems };
}

function refusals(waiver: Waiver, today: string, isWaivable: (rule: string) => boolean): readonly string[] {
  const problems: string[] = [];
  if (!isWaivable(waiver.rule)) problems.push(`${waiver.rule} cannot be waived`);
  if (waiver.expires < today) problems.push(`it has expired on ${waiver.expires}`);
  if (Date.parse(waiver.expires) - Date.parse(today) > maxWaiverDays * 86_400_000) {
    problems.push(`it runs until ${waiver.expires}, more than ${maxWaiverDays} days from ${today}`);
  }
  if (waiver.owner.trim().toLowerCase() === waiver.approver.trim().toLowerCase()) {
    problems.push(`owner and approver are the same person: ${waiver.owner}`);
  }
  if (/[*?]/.test(waiver.address)) problems.push(`'${waiver.address}' is a pattern; name one address`);
  return problems;
}

/** Hash of any data, the same for the same content in any order of keys. */
export function digest(data: unknown): string {
  return createHash("sha256").update(canonical(data)).digest("hex");
}

function canonical(data: unknown): string {
  if (isUnknown(data)) return JSON.stringify(data.toString());
  if (Array.isArray(data)) return `[${data.map(canonical).join(",")}]`;
  if (typeof data === "object" && data !== null) {
    const keys = Object.keys(data).sort();
    return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical((data as Record<string, unknown>)[key])}`).join(",")}}`;
  }
  return JSON.stringify(data) ?? "null";
}

/** Hash of what stands at an address, for waivers: a resource with its provider, a provider, an object, a stack. */
export function hasher(documents: Documents): (address: string) => string | undefined {
  const objects = new Map<string, unknown>();
  const known = new Map<string, string>();
  return (address) => {
    const done = known.get(address);
    if (done !== undefined) return done;
    if (objects.size === 0) {
      for (const stack of documents.stacks) objects.set(stack.name, stack.source);
      for (const { name, alias, attributes } of documents.providers)
        objects.set(providerAddress({ name, alias }), attributes);
      for (const one of documents.kubernetesObjects()) objects.set(one.address, one.object);
    }
    const resource = documents.find(address);
    const subject = resource
      ? { type: resource.type, attributes: resource.attributes, provider: resource.provider?.attributes ?? null }
      : objects.get(address);
    if (subject === undefined) return undefined;
    const hash = digest(subject);
    known.set(address, hash);
    return hash;
  };
}

/** `provider.aws.us`: how findings name a provider block. */
export function providerAddress({ name, alias }: { readonly name: string; readonly alias?: string }): string {
  return alias === undefined ? `provider.${name}` : `provider.${name}.${alias}`;
}
