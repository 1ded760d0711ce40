import { facilitiesOf } from "../facility";
import { fail, pass, unknown, type Rule } from "../rule";

export const unknownPower: Rule = {
  id: "PWR-003-unknown-power",
  family: "PWR",
  title: "the power of every device at the site is known",
  severity: "warning",
  reads: "model",
  cause: "Devices that nobody knows the power of are missing in racks, supply and cooling: all totals are too low.",
  mend: "give maxPowerKW from the maker's data sheet: `figures` of a system, `switchFigures` of a switch",
  sources: ["docs/site-planning.md: a power that nobody knows is never a pass"],
  unknownMeans: "The site does not say whether its totals are complete.",
  example: { fails: "eight switches whose power is not in the catalogue", passes: "their power from the data sheet" },
  *check({ model }) {
    for (const { path, facility } of facilitiesOf(model)) {
      const count = facility.unknownPowerDevices;
      if (count === undefined)
        yield unknown({ path }, { message: "nothing says whether the totals leave devices out" });
      else if (count === 0) yield pass({ path });
      else yield fail({ path }, { message: `the power of ${count} devices is not known`, given: count, allowed: 0 });
    }
  },
};
