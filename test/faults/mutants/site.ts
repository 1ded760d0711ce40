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

/** A pool of the owner's machines, on a planned fabric where that is asked for. */
function pool(world: World, joined = false) {
  facility(world);
  const found = world.model.pools.find(
    ({ role, fabricId }) => role === "accelerator" && (!joined || fabricId !== undefined),
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
    "a grid connection of 50 kW": (world) => (facility(world).powerBudgetKW = 50),
  }),
  ...mutants("CLG-001", {
    "an NVL72 where no rack has liquid": (world) => (pool(world).system = "gb200-nvl72"),
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
  ...mutants("FAB-062", {
    "three nodes in a unit of their own": (world) =>
      Object.assign(fabric(world, "infiniband").plan, { nodes: 35, units: 2 }),
  }),
];
