import { euReportingSources, euReportingThresholdKW } from "../../planning/power/reporting-duty";
import { facilitiesOf } from "../facility";
import { fail, pass, unknown, type Rule } from "../rule";

export const energyReporting: Rule = {
  id: "PWR-010-energy-reporting",
  family: "PWR",
  title: "a site with the duty to report its energy knows that it has it",
  severity: "info",
  reads: "model",
  cause: `From ${euReportingThresholdKW} kW of installed IT power, operators in the European Union report energy, water and heat every year; meters that are missing cannot be read afterwards.`,
  mend: "plan the metering that the report needs, and acknowledge this remark when it is planned",
  sources: [...euReportingSources],
  unknownMeans: "The site's country is not stated.",
  example: { fails: "600 kW of IT in Austria", passes: "400 kW, or any power outside the Union" },
  *check({ model }) {
    for (const { path, facility } of facilitiesOf(model)) {
      const { euReportingDuty, itPowerKW } = facility;
      const given = itPowerKW === undefined ? undefined : `${itPowerKW} kW`;
      if (euReportingDuty === undefined) continue;
      if (euReportingDuty === false) yield pass({ path });
      else if (euReportingDuty === true) {
        yield fail({ path }, { message: "the site has to report its energy figures every year", given });
      } else yield unknown({ path }, { message: "whether the site has to report depends on its country", given });
    }
  },
};
