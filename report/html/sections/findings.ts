import type { Finding } from "../../../validation/finding";
import { summarize } from "../../../validation/reporters/summary";
import { count } from "../../text/units";
import { html, type Content, type Html } from "../markup";
import { plural } from "../quantities";
import type { ReportSubject, Section } from "../section";
import { facts, fold, table } from "../table";

const words = { error: "Error", warning: "Warning", info: "Remark" } as const;

/** What the design rules found, worst first, each with its mend. */
export function findingsSection({ check }: ReportSubject): Section {
  const id = "findings";
  const title = "Findings";
  if (check === undefined) return { id, title, body: html`<p>The design rules were not run for this report.</p>` };
  const { errors, warnings, infos, rulesRun, rulesNotRun, pass, fail, unknown } = summarize(check);
  const total = `${plural(errors, "error")}, ${plural(warnings, "warning")}, ${plural(infos, "remark")}`;
  const idle = rulesNotRun === 0 ? "" : ` ${plural(rulesNotRun, "rule")} had nothing to read.`;
  const judged = `${plural(rulesRun, "rule")} judged ${plural(pass + fail + unknown, "thing")}: ${count(pass)} passed, ${count(fail)} failed, ${count(unknown)} not known before apply.`;
  const rules = table(
    "Rules",
    [{ title: "Rule" }, ...["Passed", "Failed", "Not known"].map((name) => ({ title: name, number: true }))],
    check.rules.map((rule) =>
      rule.ran
        ? [rule.rule, count(rule.pass), count(rule.fail), count(rule.unknown)]
        : [rule.rule, "not run", "–", "–"],
    ),
  );
  const body = html`<p><strong>${capital(total)}.</strong> ${judged}${idle}</p>
    ${check.findings.map(finding)}${fold(`All ${count(check.rules.length)} rules`, rules)}`;
  return { id, title, body };
}

function finding(each: Finding): Html {
  const rows: (readonly [string, Content])[] = [];
  if (each.given !== undefined) rows.push(["Given", shown(each.given)]);
  if (each.allowed !== undefined) rows.push(["Allowed", shown(each.allowed)]);
  rows.push(["Mend", html`<strong>${each.fix}</strong>`], ["Where", html`<code>${each.path}</code>`]);
  if (each.address !== undefined) rows.push(["Address", html`<code>${each.address}</code>`]);
  rows.push(["Rule", html`<code>${each.rule}</code>`]);
  if (each.sources !== undefined) rows.push(["Source", each.sources.join("; ")]);
  return html`<article class="finding ${each.severity}">
    <h3><span class="badge">${words[each.severity]}</span> ${capital(each.message)}</h3>
    ${facts(rows)}
  </article> `;
}

function shown(value: unknown): string {
  if (Array.isArray(value)) return value.map(shown).join(", ");
  return typeof value === "string" ? value : JSON.stringify(value);
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
