import { createRequire } from "node:module";
import { join } from "node:path";
import { policyRules } from "../policy/rules";
import { families } from "../validation/registry";
import type { Rule } from "../validation/rule";
import { rules as designRules } from "../validation/rules";

/** A module of own rules that cannot be read or used; the message says all that is wrong with it. */
export class RulesModuleError extends Error {
  constructor(module: string, problems: readonly string[]) {
    super(`--rules ${module}: ${problems.join("; ")}`);
    this.name = "RulesModuleError";
  }
}

const severities = ["error", "warning", "info"];
const reads = ["model", "documents", "both", "either"];
const texts = ["title", "cause", "mend", "unknownMeans"] as const;

/**
 * The rules that a module exports as `rules`: a package or a file, found as Node finds it from the working directory.
 *
 * @throws RulesModuleError where there is no such module, or what it exports are no rules
 */
export function loadOwnRules(module: string, from = process.cwd()): readonly Rule[] {
  const given = exportedBy(module, from);
  if (!Array.isArray(given) || given.length === 0) {
    throw new RulesModuleError(module, ["exports no list `rules` of rules: export const rules: Rule[] = [...]"]);
  }
  const list = given as readonly unknown[];
  const problems = list.flatMap((rule, index) => problemsOf(rule, `rules[${index}]`));
  const taken = new Set([...designRules, ...policyRules].map(({ id }) => id));
  for (const { id } of list.filter(isRecord)) {
    if (typeof id !== "string") continue;
    if (taken.has(id)) problems.push(`the id ${id} is taken; numbers from 900 are free in each family`);
    taken.add(id);
  }
  if (problems.length > 0) throw new RulesModuleError(module, problems);
  return list as readonly Rule[];
}

function exportedBy(module: string, from: string): unknown {
  const require = createRequire(join(from, "rules.js"));
  let file: string;
  try {
    file = require.resolve(module);
  } catch {
    const fix = "name an installed package, or a file as ./rules.js";
    throw new RulesModuleError(module, [`there is no such module seen from ${from}; ${fix}`]);
  }
  try {
    const exported: unknown = require(file);
    return isRecord(exported) ? exported["rules"] : undefined;
  } catch (error) {
    const reason = error instanceof Error ? (error.message.split("\n", 1)[0] ?? "") : String(error);
    throw new RulesModuleError(module, [`cannot be loaded: ${reason}; TypeScript must be compiled first`]);
  }
}

function problemsOf(rule: unknown, at: string): string[] {
  if (!isRecord(rule)) return [`${at} is no rule`];
  const { id, family, severity, reads: read, sources, check } = rule;
  const name = typeof id === "string" ? `rule ${id}` : at;
  const known = typeof family === "string" && Object.hasOwn(families, family) ? family : undefined;
  return [
    ...(known === undefined ? [`${name}: family is none of ${Object.keys(families).join(", ")}`] : []),
    ...(typeof id === "string" && new RegExp(`^${known ?? "[A-Z]{3}"}-\\d{3}-[a-z0-9-]+$`).test(id)
      ? []
      : [`${name}: id is not <family>-<three digits>-<words>, such as CAP-900-acme-pool-size`]),
    ...(severities.includes(String(severity)) ? [] : [`${name}: severity is none of ${severities.join(", ")}`]),
    ...(reads.includes(String(read)) ? [] : [`${name}: reads is none of ${reads.join(", ")}`]),
    ...texts.filter((text) => typeof rule[text] !== "string").map((text) => `${name}: ${text} is missing`),
    ...(Array.isArray(sources) ? [] : [`${name}: sources is no list`]),
    ...(typeof check === "function" ? [] : [`${name}: check is no function`]),
  ];
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
