import type { SiteProps } from "../../../constructs/site";

/** A small site: eight DGX H200 on InfiniBand and RoCE at once, two NVL72 racks, storage nodes. */
export const smallSite: SiteProps = {
  siteName: "oslo",
  country: "NO",
  racks: [
    { name: "gpu", units: 48, powerBudgetKW: 44, cooling: "rear-door" },
    { name: "liquid", units: 48, powerBudgetKW: 140, cooling: "direct-liquid" },
    { name: "service", powerBudgetKW: 20 },
  ],
  systems: [
    { name: "dgx", system: "dgx-h200", count: 8, spares: 1, rackType: "gpu" },
    {
      name: "nvl",
      system: "gb200-nvl72",
      figures: { maxPowerKW: 5.7 },
      count: 36,
      rackType: "liquid",
    },
    {
      name: "store",
      figures: { heightU: 2, maxPowerKW: 1.2, weightKg: 40 },
      count: 4,
      role: "storage",
      rackType: "service",
      minRacks: 2,
    },
  ],
  networks: [
    { name: "compute", use: "compute", endpointGbps: 400, leafSwitch: "QM9700", ports: { dgx: 8 } },
    { name: "nvl-compute", use: "compute", endpointGbps: 400, leafSwitch: "QM9700", ports: { nvl: 4 } },
    {
      name: "ethernet",
      use: "storage",
      technology: "ethernet",
      endpointGbps: 400,
      leafSwitch: "SN5600",
      ports: { dgx: 2, store: 2 },
    },
  ],
  networkRackType: "service",
  switchFigures: { QM9700: { maxPowerKW: 1.7 }, SN5600: { maxPowerKW: 2.2 } },
  pue: 1.2,
};
