import { system } from "../../../catalog/systems";
import { findSwitchModel } from "../../../planning/fabric/catalog-switch";
import type { SwitchModel } from "../../../planning/fabric/types";
import type { DeviceFigures } from "../../../planning/racks/types";
import { systemFigures } from "../../../planning/racks/system-figures";
import type { SiteInput } from "../../../planning/site/types";

export function model(id: string): SwitchModel {
  const found = findSwitchModel(id);
  if (found === undefined) throw new Error(`no switch ${id}`);
  return found;
}

/** Power of the switches as an owner would give it: the catalogue has none for most. */
export const switchPower: Readonly<Record<string, Partial<DeviceFigures>>> = {
  QM9700: { maxPowerKW: 1.7 },
  SN5600: { maxPowerKW: 2.2 },
  SN4600C: { maxPowerKW: 0.5, heightU: 2 },
  SN2201: { maxPowerKW: 0.1 },
};

export const storageNode: DeviceFigures = { id: "nvme-store", heightU: 2, maxPowerKW: 1.2, weightKg: 40 };

/** One scalable unit of H200 with storage and all four networks. */
export function superpod(nodes = 31): SiteInput {
  return {
    name: "oslo",
    rackTypes: [
      { name: "gpu", units: 48, powerBudgetKW: 44, cooling: "rear-door" },
      { name: "service", units: 42, powerBudgetKW: 20 },
    ],
    groups: [
      { name: "dgx", figures: systemFigures(system("dgx-h200")), count: nodes, rackType: "gpu" },
      { name: "store", figures: storageNode, count: 6, role: "storage", rackType: "service", minRacks: 3 },
    ],
    networks: [
      { name: "compute", endpointGbps: 400, leafSwitch: model("QM9700"), ports: { dgx: 8 } },
      {
        name: "storage",
        endpointGbps: 400,
        leafSwitch: model("QM9700"),
        ports: { dgx: 2, store: 2 },
        managementPorts: 2,
      },
      {
        name: "in-band",
        technology: "ethernet",
        endpointGbps: 100,
        leafSwitch: model("SN4600C"),
        ports: { dgx: 2, store: 2 },
        minSpines: 2,
      },
      {
        name: "oob",
        technology: "ethernet",
        endpointGbps: 1,
        leafSwitch: model("SN2201"),
        spineSwitch: model("SN4600C"),
        ports: { dgx: 1, store: 1 },
        managesSwitches: true,
        minSpines: 2,
      },
    ],
    networkRackType: "service",
    switchFigures: switchPower,
    power: { pue: 1.2, country: "NO", carbonGPerKWh: 30 },
  };
}

/** 10,000 nodes of eight accelerators on one plane of 400 Gb/s ports of SN5600 switches. */
export function tenThousandNodes(): SiteInput {
  return {
    name: "large",
    rackTypes: [
      { name: "gpu", units: 48, powerBudgetKW: 45, cooling: "rear-door" },
      { name: "service", units: 48, powerBudgetKW: 50, cooling: "rear-door" },
    ],
    floor: { racksPerRow: 60 },
    groups: [{ name: "dgx", figures: systemFigures(system("dgx-h200")), count: 10_000, rackType: "gpu" }],
    networks: [
      {
        name: "compute",
        technology: "ethernet",
        endpointGbps: 400,
        leafSwitch: model("SN5600"),
        ports: { dgx: 8 },
      },
      {
        name: "in-band",
        technology: "ethernet",
        endpointGbps: 100,
        oversubscription: 3,
        leafSwitch: model("SN5600"),
        ports: { dgx: 2 },
      },
      {
        name: "oob",
        technology: "ethernet",
        endpointGbps: 1,
        leafSwitch: model("SN2201"),
        spineSwitch: model("SN5600"),
        ports: { dgx: 1 },
        managesSwitches: true,
        minSpines: 2,
      },
    ],
    networkRackType: "service",
    switchFigures: switchPower,
    power: { pue: 1.15, country: "SE", carbonGPerKWh: 20 },
  };
}
