import { plannedNetworks } from "../../facts/networks";
import { kindName } from "../../names";
import { count, decimal } from "../../text/units";
import { html } from "../markup";
import { figure } from "../quantities";
import type { ReportSubject, Section } from "../section";
import { table, unknown } from "../table";

/** Racks, power, cooling and planned networks of sites that are not a cloud's. */
export function facilitySection({ model }: ReportSubject): Section | undefined {
  const sites = model.sites.filter(({ facility }) => facility !== undefined);
  const networks = plannedNetworks(model);
  if (sites.length + networks.length === 0) return undefined;
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
  const plans = networks.map(({ name, tiers, oversubscription, cables, use, kind, siteId }) => [
    name,
    tiers.map((tier) => `${count(tier.switches)} ${tier.name}`).join(", "),
    `${figure(oversubscription)}:1`,
    count(cables),
    use,
    kindName(kind),
    siteId,
  ]);
  const siteColumns = [
    { title: "Site" },
    number("Racks"),
    number("IT power"),
    number("Power budget"),
    number("PUE"),
    { title: "Cooling" },
  ];
  const networkColumns = [
    { title: "Network" },
    { title: "Switches" },
    number("Oversubscription"),
    number("Cables"),
    { title: "Use" },
    { title: "Kind" },
    { title: "Site" },
  ];
  const body = html`${racks.length === 0 ? undefined : table("Racks and power", siteColumns, racks)}${
    plans.length === 0 ? undefined : table("Networks", networkColumns, plans)
  }`;
  return { id: "facility", title: "Racks, power and networks", body };
}
