/** Installed IT power from which operators of data centres in the European Union report every year, kW. */
export const euReportingThresholdKW = 500;

/** Where the duty stands. */
export const euReportingSources: readonly string[] = [
  "Directive (EU) 2023/1791, Article 12",
  "Commission Delegated Regulation (EU) 2024/1364, Article 1",
];

const memberStates = new Set(
  "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split(" "),
);

/** Whether the duty applies; `unknown` where the country is not given. Power is installed IT power, not average load. */
export function euReportingDuty(installedItKW: number, country: string | undefined): boolean | "unknown" {
  if (installedItKW < euReportingThresholdKW) return false;
  return country === undefined ? "unknown" : memberStates.has(country.toUpperCase());
}
