import type { BoundaryData } from "./boundary";

/** What a boundary says, as pairs of a name and words for a reader. */
export function boundaryRows(data: BoundaryData): readonly (readonly [name: string, words: string])[] {
  const services = Object.entries(data.unprovenServices);
  return [
    ["evidence towards", list(data.regimes)],
    ["partitions", list(data.partitions)],
    ["regions", list(data.regions)],
    ["countries", list(data.countries)],
    ["edge zones", list(data.edgeZones)],
    ["accounts", data.accounts.length === 0 ? "any (sharing is then an open obligation)" : list(data.accounts)],
    ["organisation", data.organization ?? "none stated"],
    ["global types", list(data.globalTypes)],
    ["key custody", `${data.keyCustody} or stronger`],
    ["root of trust", data.privateRootOfTrust ? "no public authority outside the jurisdictions" : "any authority"],
    ["data in use", data.confidentialComputing ? "protected: enclaves or confidential computing" : "not asked for"],
    ["data classes", list(data.dataClasses)],
    ["egress", hosts(data.egress)],
    ["registries", `ECR of the regions; ${hosts(data.registries)}`],
    ["model hubs", hosts(data.modelHubs)],
    ["providers", list(data.providers.map((entry) => `${entry.name} (${entry.jurisdiction})`))],
    ["identity issuers", hosts(data.identityIssuers)],
    ["operators under", list(data.operatorJurisdictions)],
    ["machine images of", list(data.imageOwners)],
    ["inference", data.inferenceGeographies.length === 0 ? "in the region only" : list(data.inferenceGeographies)],
    ["retention", `logs ${data.retention.logDays} days, backups ${data.retention.backupDays} days`],
    ["zones", `${data.minZones} at least`],
    ["edge services", data.edgeServices ? "allowed" : "refused"],
    ["public ingress", data.publicIngress ? "load balancers only" : "refused"],
    ["not seen to be offered", list(services.map(([service, instead]) => `${service} (instead: ${instead})`))],
  ];
}

function list(values: readonly string[]): string {
  return values.length === 0 ? "none" : values.join(", ");
}

function hosts(entries: BoundaryData["egress"]): string {
  return list(entries.map(({ host, jurisdiction }) => `${host} (${jurisdiction})`));
}
