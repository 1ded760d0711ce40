import { siteCables } from "./cable-lots";
import type { SitePlan } from "./types";

/** One CSV row (RFC 4180): fields with comma, quote or line break are quoted. */
function row(fields: readonly (string | number | undefined)[]): string {
  return fields
    .map((field) => {
      const text = field === undefined ? "" : String(field);
      return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    })
    .join(",");
}

/** The bill of materials as CSV with a head row. */
export function billOfMaterialsCsv(plan: SitePlan): string {
  const lines = plan.billOfMaterials.map((line) => row([line.kind, line.item, line.use, line.quantity]));
  return `${["kind,item,use,quantity", ...lines].join("\r\n")}\r\n`;
}

/** The cable plan as CSV, line by line, so that a large one can be streamed to a file. */
export function* cablePlanCsvLines(plan: SitePlan): Generator<string> {
  yield "network,tier,cable,from device,from port,to device,to port,gbps,length m,medium\r\n";
  for (const cable of siteCables(plan)) {
    const ends = [cable.from.device, cable.from.port, cable.to.device, cable.to.port];
    yield `${row([cable.network, cable.tier, cable.cable, ...ends, cable.gbps, cable.lengthM, cable.medium])}\r\n`;
  }
}

/** The cable plan as one CSV text. */
export function cablePlanCsv(plan: SitePlan): string {
  return [...cablePlanCsvLines(plan)].join("");
}
