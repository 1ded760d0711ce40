import { coolingBands } from "../../catalog/power";
import { facilitiesOf } from "../facility";
import { fail, pass, type Rule } from "../rule";

export const coolingBand: Rule = {
  id: "CLG-002-cooling-band",
  family: "CLG",
  title: "a rack's power is within what its way of cooling usually takes",
  severity: "warning",
  reads: "model",
  cause: "Above the usual band a rack recirculates its own heat: fans run at full speed and accelerators throttle.",
  mend: "place fewer systems in a rack, or cool by rear door or liquid",
  sources: coolingBands().map((band) => band.source),
  unknownMeans: "Never unknown: ways of cooling without a published limit are not judged.",
  example: { fails: "a rack of 51 kW cooled by air", passes: "the same rack with a rear door" },
  *check({ model }) {
    for (const { path, facility } of facilitiesOf(model)) {
      for (const { name, cooling, peakKW } of facility.rackTypes ?? []) {
        const limit = coolingBands().find((band) => band.method === cooling)?.maxRackKW;
        if (limit === undefined || peakKW <= limit) yield pass({ path });
        else {
          const message = `a ${name} rack is hotter than cooling by ${cooling} usually takes`;
          yield fail({ path }, { message, given: `${peakKW} kW`, allowed: `up to about ${limit} kW` });
        }
      }
    }
  },
};
