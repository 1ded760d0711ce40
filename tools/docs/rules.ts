import { families } from "../../validation/registry";
import type { Rule } from "../../validation/rule";
import { rules } from "../../validation/rules";
import { writePages } from "./pages";

const reads: Readonly<Record<Rule["reads"], string>> = {
  model: "the factory model",
  documents: "the emitted documents",
  both: "the factory model and the emitted documents",
  either: "the factory model or the emitted documents, whichever there is",
  acknowledgements: "the acknowledgements of the check",
};

/** The page of one rule, from the rule's own fields. */
export function ruleDocument(rule: Rule): string {
  const lines = [
    `# ${rule.id}`,
    "",
    sentence(rule.title),
    "",
    "| | |",
    "|---|---|",
    `| Family | ${families[rule.family]} |`,
    `| Severity | ${rule.severity} |`,
    `| Reads | ${reads[rule.reads]} |`,
    "",
    "## Why",
    "",
    rule.cause,
    "",
    "## Example",
    "",
    `- Fails: ${rule.example.fails}`,
    `- Passes: ${rule.example.passes}`,
    "",
    "## How to mend it",
    "",
    sentence(rule.mend),
    "",
    "## When it says unknown",
    "",
    rule.unknownMeans,
    "",
    "## Sources",
    "",
    ...rule.sources.map((source) => `- ${source}`),
  ];
  return `${lines.join("\n")}\n`;
}

/** The list of all rules, by family. */
export function ruleIndex(all: readonly Rule[]): string {
  const sections = Object.entries(families).flatMap(([family, about]) => {
    const own = all.filter((rule) => rule.family === family);
    if (own.length === 0) return [];
    const rows = own.map(({ id, severity, title }) => `| [${id}](${id}.md) | ${severity} | ${title} |`);
    return [`## ${family}: ${about}`, "", "| Rule | Severity | What |", "|---|---|---|", ...rows, ""];
  });
  return [
    "# Design rules",
    "",
    "Written by `npx tsx tools/docs/rules.ts` from the rules themselves.",
    "",
    ...sections,
  ].join("\n");
}

function sentence(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
}

if (require.main === module) {
  const pages = rules.map((rule): [string, string] => [`${rule.id}.md`, ruleDocument(rule)]);
  writePages("rules", new Map([...pages, ["README.md", ruleIndex(rules)]]));
}
