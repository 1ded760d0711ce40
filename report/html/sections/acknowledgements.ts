import { html } from "../markup";
import type { ReportSubject, Section } from "../section";
import { table } from "../table";

/** Findings that someone answers for, with the day until which. */
export function acknowledgementsSection({ check }: ReportSubject): Section | undefined {
  if (check === undefined || check.acknowledged.length === 0) return undefined;
  const rows = check.acknowledged.map(({ finding, acknowledgement }) => [
    finding.rule,
    finding.message,
    finding.path,
    acknowledgement.reason,
    acknowledgement.owner,
    acknowledgement.expires,
  ]);
  const columns = ["Rule", "Finding", "Where", "Reason", "Owner", "Until"].map((title) => ({ title }));
  return {
    id: "acknowledgements",
    title: "Acknowledgements",
    body: html`${table("Acknowledged findings", columns, rows, "screen-readers")}`,
  };
}
