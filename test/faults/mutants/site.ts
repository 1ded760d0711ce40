import type { SiteFacility } from "../../../model/types";
import type { Mutable } from "../../validation/support/describe-rule";
import { mutants, type Mutant } from "../mutant";
import { NotHere, type World } from "../world";

function facility(world: World): Mutable<SiteFacility> {
  const found = world.model.sites.find((site) => site.facility !== undefined)?.facility;
  if (found === undefined) throw new NotHere("a planned site");
  return found;
}

function rack(world: World) {
  const [found] = facility(world).rackTypes ?? [];
  if (found === undefined) throw new NotHere("racks");
  return found;
}

function fabric(world: World, kind: "infiniband" | "roce") {
  const found = world.model.fabrics.find((each) => each.kind === kind);
  if (found?.plan === undefined) throw new NotHere(`a planned ${kind} fabric`);
  return { found, plan: found.plan };
}

function roce(world: World) {
  const found = world.model.fabrics.find(({ kind }) => kind === "roce");
  if (found === undefined) throw new NotHere("RoCE");
  return found;
}

function quality(world: World) {
  const { quality: found } = roce(world);
  if (found === undefined) throw new NotHere("a class for RDMA");
  return found;
}

/** A pool of the owner's machines, on a planned fabric where that is asked for. */
function pool(world: World, joined = false) {
  facility(world);
  const found = world.model.pools.find(
    ({ role, fabricId, capacity }) =>
      role === "accelerator" && capacity.kind === "owned" && (!joined || fabricId !== undefined),
  );
  if (found === undefined) throw new NotHere("a pool at a planned site");
  return found;
}

/** Faults in racks, power, cooling and planned fabrics. */
export const siteMutants: readonly Mutant[] = [
  ...mutants("PWR-001", {
    "a rack with one system more than its feeds carry": (world) => (rack(world).peakKW = rack(world).budgetKW + 10.2),
    "feeds of half the power": (world) => (rack(world).budgetKW = rack(world).peakKW / 2),
  }),
  ...mutants("PWR-003", {
    "switches whose power nobody knows": (world) => (facility(world).unknownPowerDevices = 12),
  }),
  ...mutants("PWR-004", {
    "a grid connection for half of the site": (world) => {
      facility(world).powerBudgetKW = (facility(world).facilityPowerKW ?? 0) / 2;
    },
  }),
  ...mutants("CLG-001", {
    "an NVL72 where no rack has liquid": (world) => {
      const { rackTypes = [] } = facility(world);
      if (rackTypes.some(({ cooling }) => /liquid/.test(cooling))) throw new NotHere("a site without liquid");
      pool(world).system = "gb200-nvl72";
    },
  }),
  ...mutants("CLG-002", {
    "a rack of 55 kW in air": (world) => Object.assign(rack(world), { cooling: "air", peakKW: 55, budgetKW: 60 }),
  }),
  ...mutants("FAB-012", {
    "a compute fabric of half the uplinks": (world) => (fabric(world, "infiniband").plan.oversubscription = 2),
  }),
  ...mutants("FAB-060", {
    "no subnet manager": (world) => delete fabric(world, "infiniband").found.subnetManager,
  }),
  ...mutants("FAB-061", {
    "a fabric without rails": (world) => (fabric(world, "infiniband").plan.railOptimised = false),
    "six adapters for eight accelerators": (world) => (pool(world, true).fabricDevicesPerNode = 6),
  }),
  ...mutants("FAB-011", {
    "hosts that cut RDMA packets": (world) => (roce(world).mtu = 1500),
    "switches that drop what hosts send": (world) => (quality(world).switchMtu = 1500),
  }),
  ...mutants("FAB-063", {
    "switches that mark no congestion": (world) => (quality(world).ecn = false),
    "two lossless classes at one site": (world) => {
      const second = { ...structuredClone(roce(world)), id: "second", path: "x/second" };
      if (second.quality === undefined) throw new NotHere("a class");
      second.quality.priority = 5;
      world.model.fabrics.push(second);
    },
  }),
  ...mutants("NET-019", {
    "InfiniBand with the frames of an office": (world) => {
      const { found } = fabric(world, "infiniband");
      found.mtu = 1500;
    },
    "RoCE with the frames of an office": (world) => (roce(world).mtu = 1500),
  }),
  ...mutants("PWR-010", {
    "a site that grows past the duty to report": (world) => {
      if (facility(world).euReportingDuty === true) throw new NotHere("a site below the duty");
      Object.assign(facility(world), { itPowerKW: 700, euReportingDuty: true });
    },
  }),
  ...mutants("FAB-062", {
    "three nodes in a unit of their own": (world) =>
      Object.assign(fabric(world, "infiniband").plan, { nodes: 35, units: 2 }),
  }),
];
