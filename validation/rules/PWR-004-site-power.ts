import type { SiteFacility } from "../../model/types";
import { facilitiesOf } from "../facility";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const sitePower: Rule = {
  id: "PWR-004-site-power",
  family: "PWR",
  title: "the facility needs no more power than the grid connection gives",
  severity: "error",
  reads: "model",
  cause: "A larger connection takes the grid's operator years. Racks that it cannot feed stand dark.",
  mend: "plan fewer systems, cap their power, lower the PUE, or ask for a larger connection",
  sources: ["docs/site-planning.md: IT power at most, times PUE"],
  unknownMeans: "The site states no limit of its grid connection.",
  example: { fails: "482 kW at most behind a connection of 400 kW", passes: "a connection of 600 kW" },
  *check({ model }) {
    for (const { path, facility } of facilitiesOf(model)) yield judge(path, facility);
  },
};

function judge(path: string, { facilityPowerKW, powerBudgetKW }: SiteFacility): Outcome {
  if (facilityPowerKW === undefined || powerBudgetKW === undefined) {
    const message = "nothing says what the grid connection gives";
    return unknown({ path }, { message, given: facilityPowerKW, fix: "state the site's gridLimitKW" });
  }
  if (facilityPowerKW <= powerBudgetKW) return pass({ path });
  const message = "the facility needs more power than the grid connection gives";
  return fail({ path }, { message, given: `${facilityPowerKW} kW at most`, allowed: `${powerBudgetKW} kW` });
}
