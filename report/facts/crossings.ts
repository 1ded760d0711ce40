import type { BoundaryData, PolicyResult } from "../../policy";

/** Something that reaches over the border of a boundary. */
export interface Crossing {
  readonly what: string;
  readonly where: string;
  /** Why it may, or the rule that refuses it. */
  readonly why: string;
  readonly allowed: boolean;
}

/** What the documents show outside, then what the boundary lets out. */
export function crossings(data: BoundaryData, { evidence, findings, acknowledged }: PolicyResult): readonly Crossing[] {
  const accepted = evidence.locations.filter(({ standing }) => standing === "accepted");
  const waived = acknowledged.filter(({ finding }) => finding.location !== undefined);
  const refused = findings.filter(({ verdict, location }) => verdict === "fail" && location !== undefined);
  return [
    ...refused.map(({ rule, address, path, location = "" }) => ({
      what: address ?? path,
      where: location,
      why: `refused by ${rule}`,
      allowed: false,
    })),
    ...waived.map(({ finding: { address, path, location = "" }, acknowledgement }) => ({
      what: address ?? path,
      where: location,
      why: `waived until ${acknowledgement.expires}: ${acknowledgement.reason}`,
      allowed: true,
    })),
    ...accepted.map(({ place, types }) => ({
      what: families(Object.keys(types)).join(", "),
      where: place,
      why: "a global service: the boundary accepts its control plane (globalTypes)",
      allowed: true,
    })),
    ...listed(data),
  ];
}

/** Hosts, accounts and providers that the boundary names itself. */
function listed(data: BoundaryData): readonly Crossing[] {
  const hosts = (entries: BoundaryData["egress"], what: string) =>
    entries.map(({ host, jurisdiction, purpose }) => ({ what, where: `${host} (${jurisdiction})`, why: purpose }));
  const entries = [
    ...hosts(data.egress, "traffic out"),
    ...hosts(data.registries, "images and charts in"),
    ...hosts(data.modelHubs, "models in"),
    ...hosts(data.identityIssuers, "identities in"),
    ...data.providers.map(({ name, jurisdiction, purpose }) => ({
      what: "calls of Terraform",
      where: `${name} (${jurisdiction})`,
      why: purpose,
    })),
    ...data.vendorAccounts.map(({ account, name, jurisdiction }) => ({
      what: "access of a vendor",
      where: `${name}, account ${account} (${jurisdiction})`,
      why: "named in the boundary",
    })),
  ];
  return entries.map((entry) => ({ ...entry, allowed: true }));
}

/** `IAM` for `aws_iam_role` and `aws_iam_policy`: the service is what crosses, not each type. */
function families(types: readonly string[]): string[] {
  const names = types.map((type) => type.replace(/^aws_/, "").split("_")[0] ?? type);
  return [...new Set(names)].sort().map((name) => (name.length <= 3 ? name.toUpperCase() : name));
}
