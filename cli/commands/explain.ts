import { Command } from "commander";
import { UnknownNameError } from "../../catalog/lookup";
import { policyRules } from "../../policy/rules";
import { families, ruleTable } from "../../validation/registry";
import type { Rule } from "../../validation/rule";
import { badUsage, finish, type CommandResult } from "../command-result";

/** `aifactory explain RULE`: what a rule is about, and how to mend what it finds. */
export function explainCommand(): Command {
  return new Command("explain")
    .description("say what a rule looks for, why it matters, and how to mend what it finds")
    .argument("<rule>", "id of the rule, or its number: FAB-001")
    .action((id: string) => finish(runExplain(id)));
}

export function runExplain(id: string): CommandResult {
  const sovereign = policyRules.find((rule) => rule.id === id || rule.id.startsWith(`${id.toUpperCase()}-`));
  if (sovereign) return { exitCode: 0, stdout: explain(sovereign), stderr: "" };
  const byNumber = ruleTable.rows.find((rule) => rule.id.startsWith(`${id.toUpperCase()}-`));
  try {
    return { exitCode: 0, stdout: explain(byNumber ?? ruleTable.get(id)), stderr: "" };
  } catch (error) {
    if (error instanceof UnknownNameError) return badUsage(`${error.message}; \`aifactory list rules\` shows them all`);
    throw error;
  }
}

function explain(rule: Rule): string {
  const parts = [
    `${rule.id} (${families[rule.family]}, ${rule.severity})`,
    rule.title,
    `Why: ${rule.cause}`,
    `Mend: ${rule.mend}`,
    `Fails: ${rule.example.fails}\nPasses: ${rule.example.passes}`,
    `Unknown: ${rule.unknownMeans}`,
    `Sources:\n${rule.sources.map((source) => `  - ${source}`).join("\n")}`,
  ];
  return `${parts.join("\n\n")}\n`;
}
