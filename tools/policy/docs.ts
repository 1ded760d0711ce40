/** Writes docs/policy/: one page per sovereign rule and per profile, from their own fields, and the list. */
import { profiles } from "../../policy/profiles";
import type { PolicyRule } from "../../policy/rule";
import { policyRules } from "../../policy/rules";
import { writePages } from "../docs/pages";
import { profileDocument, profileFile } from "./profile-page";

const families: Readonly<Record<string, string>> = {
  RES: "residency",
  KEY: "encryption and key custody",
  NET: "egress and ingress",
  OPS: "operator access",
  SUP: "supply chain",
  AUD: "audit and evidence",
  AIG: "AI",
  REL: "resilience inside the boundary",
  NRG: "energy",
};

/** The page of one rule. */
export function policyRuleDocument(rule: PolicyRule): string {
  const list = (values: readonly string[]) => (values.length === 0 ? "none" : values.join(", "));
  const lines = [
    `# ${rule.id}`,
    "",
    `${rule.title.charAt(0).toUpperCase()}${rule.title.slice(1)}.`,
    "",
    "| | |",
    "|---|---|",
    `| Weight | ${rule.weight} (${rule.severity}) |`,
    `| Decided at | ${rule.stages.join(", ")} |`,
    `| Guardrail | ${rule.guardrail ?? "none: synth and plan decide"} |`,
    `| Waivers | ${rule.waivable ? "accepted" : "never"} |`,
    `| Evidence towards | ${list(rule.references)} |`,
    `| Covers | ${list(rule.covers)} |`,
    "",
    "## Why",
    "",
    rule.cause,
    "",
    "## Example",
    "",
    `- Fails: ${rule.example.fails}`,
    `- Passes: ${rule.example.passes}`,
    `- Evades others, not this rule: ${rule.example.evades}`,
    "",
    "## How to mend it",
    "",
    `${rule.mend.charAt(0).toUpperCase()}${rule.mend.slice(1)}.`,
    "",
    "## When it says unknown",
    "",
    rule.unknownMeans,
  ];
  return `${lines.join("\n")}\n`;
}

/** The list of all rules, by family, and of the profiles. */
export function policyIndex(): string {
  const sections = Object.entries(families).flatMap(([family, about]) => [
    `## ${family}: ${about}`,
    "",
    "| Rule | Weight | What |",
    "|---|---|---|",
    ...policyRules
      .filter(({ id }) => id.startsWith(`SOV-${family}-`))
      .map(({ id, weight, title }) => `| [${id}](${id}.md) | ${weight} | ${title} |`),
    "",
  ]);
  const rows = profiles.map(
    ({ name, asOf, description }) => `| [${name}](${profileFile({ name })}) | ${asOf} | ${description} |`,
  );
  return [
    "# Sovereign rules",
    "",
    "Written by `npx tsx tools/policy/docs.ts` from the rules themselves. The guide is [sovereignty](../sovereignty.md).",
    "",
    ...sections,
    "## Profiles",
    "",
    "| Profile | As of | What |",
    "|---|---|---|",
    ...rows,
    "",
  ].join("\n");
}

if (require.main === module) {
  writePages(
    "policy",
    new Map([
      ...policyRules.map((rule): [string, string] => [`${rule.id}.md`, policyRuleDocument(rule)]),
      ...profiles.map((profile): [string, string] => [profileFile(profile), profileDocument(profile)]),
      ["README.md", policyIndex()],
    ]),
  );
}
