// Plans a site of 10,000 nodes to the last cable.
const { system } = require("ai-factory-blueprints/catalog");
const { planSite, siteCables, findSwitchModel, systemFigures } = require("ai-factory-blueprints/planning");

const network = (name, endpointGbps, leafSwitch, ports) => ({
  name,
  technology: "ethernet",
  endpointGbps,
  leafSwitch: findSwitchModel(leafSwitch),
  ports: { dgx: ports },
});
const plan = planSite({
  name: "large",
  rackTypes: [
    { name: "gpu", units: 48, powerBudgetKW: 45, cooling: "rear-door" },
    { name: "service", units: 48, powerBudgetKW: 50, cooling: "rear-door" },
  ],
  floor: { racksPerRow: 60 },
  groups: [{ name: "dgx", figures: systemFigures(system("dgx-h200")), count: 10_000, rackType: "gpu" }],
  networks: [
    network("compute", 400, "SN5600", 8),
    { ...network("in-band", 100, "SN5600", 2), oversubscription: 3 },
    {
      ...network("oob", 1, "SN2201", 1),
      spineSwitch: findSwitchModel("SN5600"),
      managesSwitches: true,
      minSpines: 2,
    },
  ],
  networkRackType: "service",
  switchFigures: { SN5600: { maxPowerKW: 2.2 }, SN2201: { maxPowerKW: 0.1 } },
  power: { pue: 1.15, country: "SE", carbonGPerKWh: 20 },
});
const links = [...siteCables(plan)].length;
if (links < 160_000) throw new Error(`${links} cables were planned`);
