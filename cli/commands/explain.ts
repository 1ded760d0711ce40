import { Command } from "commander";
import { suggestNames, UnknownNameError } from "../../catalog/lookup";
import { policyRules } from "../../policy/rules";
import { propsChecks, propsFamilies, subjectOfCheck, type PropsCheck } from "../../validation/checks-of-props";
import { families, ruleTable } from "../../validation/registry";
import type { Family, Rule } from "../../validation/rule";
import { badUsage, finish, type CommandResult } from "../command-result";

/** `aifactory explain RULE`: what a rule is about, and how to mend what it finds. */
export function explainCommand(): Command {
  return new Command("explain")
    .description("say what a rule or a check of props looks for, why it matters, and how to mend what it finds")
    .argument("<rule>", "id of the rule or check, or its number: FAB-001")
    .action((id: string) => finish(runExplain(id)));
}

export function runExplain(id: string): CommandResult {
  const isMeant = ({ id: known }: { readonly id: string }) => known === id || known.startsWith(`${id.toUpperCase()}-`);
  const rule = [...policyRules, ...ruleTable.rows].find(isMeant);
  const checks = propsChecks.rows.filter(isMeant);
  const texts = [...(rule === undefined ? [] : [explain(rule)]), ...checks.map(explainCheck)];
  if (texts.length > 0) return { exitCode: 0, stdout: texts.join("\n"), stderr: "" };
  const known = [...policyRules, ...ruleTable.rows, ...propsChecks.rows].map((each) => each.id);
  const error = new UnknownNameError("rule", id, suggestNames(id, known));
  return badUsage(`${error.message}; \`aifactory list rules\` shows them all`);
}

/** What is found before anything is built, in the words of the check. */
function explainCheck({ id, severity, layer, messages, mends }: PropsCheck): string {
  const family = id.slice(0, 3);
  const about = Object.hasOwn(families, family) ? families[family as Family] : propsFamilies[family];
  const points = (texts: readonly string[]) => texts.map((text) => `\n  - ${text}`).join("");
  const parts = [
    `${id} (${about ?? family}, ${severity}; check of props in ${layer})`,
    `${subjectOfCheck(id)}: judged before anything is built, on the props`,
    ...(messages.length > 0 ? [`Says:${points(messages)}`] : []),
    mends.length > 0
      ? `Mend:${points(mends)}`
      : "Mend: as the finding says, which names the value given and those allowed",
  ];
  return `${parts.join("\n\n")}\n`;
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
