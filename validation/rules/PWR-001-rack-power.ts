import { facilitiesOf } from "../facility";
import { fail, pass, type Rule } from "../rule";

export const rackPower: Rule = {
  id: "PWR-001-rack-power",
  family: "PWR",
  title: "no rack draws more than its feeds carry",
  severity: "error",
  reads: "model",
  cause: "A rack above its budget trips a breaker under full load: all of its nodes go at once, and the job with them.",
  mend: "place fewer systems in a rack, or give it stronger feeds",
  sources: ["docs/site-planning.md: power of all devices of a rack at most"],
  unknownMeans: "Never unknown: devices without a known power are the matter of PWR-003.",
  example: { fails: "a rack of 44 kW with five systems of 10.2 kW", passes: "four of them: 40.8 kW" },
  *check({ model }) {
    for (const { path, facility } of facilitiesOf(model)) {
      for (const { name, peakKW, budgetKW } of facility.rackTypes ?? []) {
        if (peakKW <= budgetKW + 1e-6) yield pass({ path });
        else {
          yield fail(
            { path },
            { message: `a ${name} rack draws more than it is fed`, given: `${peakKW} kW`, allowed: `${budgetKW} kW` },
          );
        }
      }
    }
  },
};
