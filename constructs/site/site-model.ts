import type { FabricNode, SiteFacility } from "../../model";
import type { FabricPlan, SitePlan } from "../../planning";
import type { SiteProps } from "./site-props";

/** Racks, power and cooling of a planned site, as the factory model has them. */
export function facilityFacts({ racks, power, networks }: SitePlan, props: SiteProps): SiteFacility {
  const types = [...new Set(racks.racks.map((rack) => rack.type))];
  return {
    racks: racks.racks.length,
    itPowerKW: power.itPeakKW,
    itExpectedKW: power.itExpectedKW,
    facilityPowerKW: power.facilityPeakKW,
    powerBudgetKW: props.gridLimitKW,
    pue: power.pue,
    cooling: [...new Set(racks.racks.map((rack) => rack.cooling))].join(" + "),
    airKW: power.site.airKW,
    liquidKW: power.site.liquidKW,
    airflowM3PerHour: power.site.airflowM3PerHour,
    waterLitresPerMinute: power.site.waterLitresPerMinute,
    energyMWhPerYear: power.energyMWhPerYear,
    carbonTonnesPerYear: power.carbonTonnesPerYear,
    unknownPowerDevices: power.unknownPowerDevices,
    euReportingDuty: power.euReportingDuty,
    rackTypes: types.map((name) => {
      const members = racks.racks.filter((rack) => rack.type === name);
      return {
        name,
        racks: members.length,
        cooling: members[0]?.cooling ?? "air",
        peakKW: members.reduce((most, rack) => Math.max(most, rack.peakKW), 0),
        budgetKW: members[0]?.powerBudgetKW ?? 0,
      };
    }),
    networks: networks.map(({ name, technology, endpointGbps, tiers, cables, oversubscription }) => ({
      name,
      use: props.networks.find((network) => network.name === name)?.use ?? "compute",
      technology,
      gbps: endpointGbps,
      tiers: tiers.map(({ name: tier, switches, model }) => ({ name: tier, switches, model })),
      cables,
      oversubscription,
    })),
  };
}

/** Tiers, cables and oversubscription of a planned fabric, as the factory model has them. */
export function fabricPlanFacts(plan: FabricPlan): NonNullable<FabricNode["plan"]> {
  return {
    tiers: plan.tiers.map(({ name, model, switches, ports, portsUsed }) => ({
      name,
      model,
      switches,
      ports,
      portsUsed,
    })),
    oversubscription: plan.oversubscription,
    cables: plan.cables,
    endpoints: plan.endpoints,
    endpointGbps: plan.endpointGbps,
    planes: plan.planes,
    units: plan.units,
    nodes: plan.nodes,
    nodesPerUnit: plan.layout?.nodesPerUnit,
    railOptimised: plan.layout?.railOptimised,
  };
}
