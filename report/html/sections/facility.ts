import { count, decimal } from "../../text/units";
import { html } from "../markup";
import { figure } from "../quantities";
import type { ReportSubject, Section } from "../section";
import { table, unknown } from "../table";

/** Racks, power and cooling of sites that are not a cloud's. */
export function facilitySection({ model }: ReportSubject): Section | undefined {
  const sites = model.sites.filter(({ facility }) => facility !== undefined);
  const fabrics = model.fabrics.filter(({ plan }) => plan !== undefined);
  if (sites.length + fabrics.length === 0) return undefined;
  const kilowatts = (value: number | undefined) => (value === undefined ? unknown() : `${decimal(value)} kW`);
  const number = (title: string) => ({ title, number: true });
  const racks = sites.map(({ id, facility }) => [
    id,
    facility === undefined ? unknown() : count(facility.racks),
    kilowatts(facility?.itPowerKW),
    kilowatts(facility?.powerBudgetKW),
    facility?.pue === undefined ? unknown() : figure(facility.pue),
    facility?.cooling ?? unknown(),
  ]);
  const plans = fabrics.map(({ id, plan }) => [
    id,
    (plan?.tiers ?? []).map((tier) => `${count(tier.switches)} ${tier.name}`).join(", "),
    `${plan?.oversubscription}:1`,
    count(plan?.cables ?? 0),
  ]);
  const siteColumns = [
    { title: "Site" },
    number("Racks"),
    number("IT power"),
    number("Power budget"),
    number("PUE"),
    { title: "Cooling" },
  ];
  const fabricColumns = [{ title: "Fabric" }, { title: "Switches" }, number("Oversubscription"), number("Cables")];
  const body = html`${racks.length === 0 ? undefined : table("Racks and power", siteColumns, racks)}${
    plans.length === 0 ? undefined : table("Fabrics", fabricColumns, plans)
  }`;
  return { id: "facility", title: "Racks, power and fabric", body };
}
