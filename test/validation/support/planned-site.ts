import type { SiteNode } from "../../../model/types";
import type { Mutable } from "./describe-rule";
import { emptyModel, node } from "./model";

/** A planned site of one kind of rack, with a pool of DGX on an InfiniBand fabric. */
export function plannedSite() {
  const site: Mutable<SiteNode> = {
    id: "oslo",
    path: "factory/site",
    addresses: [],
    kind: "on-prem",
    country: "NO",
    zones: ["oslo"],
  };
  const facility: Mutable<NonNullable<SiteNode["facility"]>> = {
    racks: 8,
    itPowerKW: 350,
    facilityPowerKW: 420,
    powerBudgetKW: 500,
    pue: 1.2,
    unknownPowerDevices: 0,
    euReportingDuty: false,
  };
  const rack = { name: "gpu", racks: 8, cooling: "rear-door", peakKW: 40.8, budgetKW: 44 };
  facility.rackTypes = [rack];
  site.facility = facility;
  const pool = node("pools", {
    siteId: "oslo",
    system: "dgx-h200",
    minNodes: 31,
    maxNodes: 31,
    placement: "none",
    fabricId: "compute",
    fabricDevicesPerNode: 8,
    accelerator: { id: "h200-sxm-141gb", name: "NVIDIA H200", kind: "gpu", perNode: 8 },
  });
  delete pool.instanceType;
  const plan = {
    tiers: [{ name: "leaf", switches: 8 }],
    oversubscription: 1,
    cables: 248,
    nodes: 31,
    nodesPerUnit: 32,
    units: 1,
    railOptimised: true,
  };
  const fabric = node("fabrics", {
    id: "compute",
    siteId: "oslo",
    kind: "infiniband",
    subnetManager: { kind: "ufm", instances: 2 },
    plan,
  });
  const model = emptyModel({ sites: [site], pools: [pool], fabrics: [fabric] });
  return { model, site, facility, rack, pool, fabric, plan };
}
