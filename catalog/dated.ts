/** Where a fact comes from and when that source was current. Every row of every table carries both. */
export interface Dated {
  /** The document, file or API that states the fact: enough to find it again. Several are separated by `; `. */
  readonly source: string;
  /** Date of the source, ISO 8601: `2026-07-20`, or `2026-05` where only the month is known. */
  readonly asOf: string;
}

/** How far a row can be relied on: `high` is a vendor's own page, `low` a reseller or a press article. */
export type Confidence = "high" | "medium" | "low";

/**
 * Whole days from a fact's date to `today` (both ISO dates); a month-only date counts from its first day. The caller
 * passes `today`, so that nothing in the catalogue reads a clock.
 *
 * @throws RangeError where either is no ISO date
 */
export function ageInDays(fact: Pick<Dated, "asOf">, today: string): number {
  return Math.floor((parse(today) - parse(fact.asOf)) / 86_400_000);
}

function parse(date: string): number {
  const time = Date.parse(date.length === 7 ? `${date}-01` : date);
  if (!/^\d{4}-\d{2}(-\d{2})?$/.test(date) || Number.isNaN(time)) {
    throw new RangeError(`'${date}' is no ISO date (YYYY-MM-DD)`);
  }
  return time;
}
