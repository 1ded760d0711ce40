import { parse } from "@cdktn/hcl2json";
import { documentsFromMemory } from "../../../documents/load";
import type { Documents } from "../../../documents/types";
import { boundaryFrom, boundaryProfile } from "../../../policy/boundary-file";
import { runPolicy, type PolicyOptions, type PolicyResult } from "../../../policy/engine";
import type { Finding } from "../../../validation/finding";

const provider = 'provider "aws" {\n  region = "eu-central-1"\n}\n';

/** HCL allows no blocks within a block on one line; the cases are shorter that way, so lines are broken here. */
function unfold(hcl: string): string {
  let out = "";
  const blocks: boolean[] = [];
  let quoted = false;
  for (const [index, char] of [...hcl].entries()) {
    if (char === '"' && hcl[index - 1] !== "\\") quoted = !quoted;
    if (!quoted && char === "{") {
      const isBlock = /[\w"]\s*$/.test(out);
      blocks.push(isBlock);
      out += isBlock ? "{\n" : "{";
    } else if (!quoted && char === "}") {
      out += blocks.pop() === true ? "\n}\n" : "}";
    } else out += char;
  }
  return out;
}

/** The case as HCL that parses: the provider of eu-central-1 is added where none is written. */
export function hclOf(text: string): string {
  return unfold(/^\s*provider "aws" \{/m.test(text) ? text : `${provider}${text}`);
}

/** Documents of one stack written in HCL. */
export async function fromHcl(hcl: string): Promise<Documents> {
  return documentsFromMemory({ stack: await parse("main.tf", hclOf(hcl)) });
}

export async function judgeHcl(hcl: string, options: Partial<PolicyOptions> = {}): Promise<PolicyResult> {
  return runPolicy(await fromHcl(hcl), { boundary: boundaryProfile("eu-strict"), today: "2026-11-21", ...options });
}

/** Findings of one rule, by the first part of its id: `SOV-RES-01`. */
export function of(result: PolicyResult, rule: string): readonly Finding[] {
  return result.findings.filter((finding) => finding.rule.startsWith(`${rule}-`));
}

export const boundaryOf = (extend: Readonly<Record<string, unknown>>) => boundaryFrom(extend, "case");
