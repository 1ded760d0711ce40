import { findRegion, regions as allRegions } from "../catalog/aws/regions";
import { placesByProvider } from "./provider-regions";

/** Who holds the keys, from the weakest to the strongest; a boundary names the weakest that it accepts. */
export const keyCustodyTiers = ["provider-managed", "customer-managed", "imported", "hsm", "external"] as const;
/** Who can reach the material of a key, from the weakest hold to the strongest. */
export type KeyCustody = (typeof keyCustodyTiers)[number];

/** A host (or a suffix, `*.example.eu`) that may be used, and under whose law it is operated. */
export interface AllowedHost {
  /** Host name; `*.` in front allows every name below it. */
  readonly host: string;
  /** ISO 3166-1 alpha-2 code of the country whose law its operator is under. */
  readonly jurisdiction: string;
  /** What it is used for. */
  readonly purpose: string;
}

/** A provider or vendor other than AWS, and under whose law it is operated. */
export interface AllowedProvider {
  /** Local name or source of the provider: `helm`, `cloudflare/cloudflare`. */
  readonly name: string;
  /** Country under whose law it is operated. */
  readonly jurisdiction: string;
  /** What it may be used for. */
  readonly purpose: string;
}

/** Days for which records must be kept. */
export interface Retention {
  /** Days that logs are kept at least. */
  readonly logDays: number;
  /** Days that backups are kept at least. */
  readonly backupDays: number;
}

/** Why and when a fact about a jurisdiction was written down. */
export interface BoundarySource {
  /** Title of the law, guideline or page. */
  readonly title: string;
  /** Where it can be read. @default - not published on the web */
  readonly url?: string;
  /** ISO date or month on which it was read. */
  readonly asOf: string;
}

/**
 * Where data may be, who may hold its keys, and what may cross the border. Plain data: the profiles in
 * `policy/profiles/` and a file of yours have the same form. It gives evidence towards a regime and certifies nothing.
 */
export interface BoundaryData {
  /** Name of the boundary, a DNS label. */
  readonly name: string;
  /** What it is for, in one or two sentences. */
  readonly description: string;
  /** ISO date on which the facts in it were last looked at. */
  readonly asOf: string;
  /** Regimes for which findings are evidence: `GDPR`, `SecNumCloud 3.2`. Never a certificate. */
  readonly regimes: readonly string[];
  /** What its facts rest on. */
  readonly sources: readonly BoundarySource[];
  /** AWS partitions; empty for a boundary without AWS. */
  readonly partitions: readonly string[];
  /** AWS regions by name; empty for a boundary without AWS. */
  readonly regions: readonly string[];
  /** Countries in which data may stand, ISO 3166-1 alpha-2; decides for other providers than AWS. */
  readonly countries: readonly string[];
  /** Local Zones, Wavelength Zones and Dedicated Local Zones that may be used beside the regions' own zones. */
  readonly edgeZones: readonly string[];
  /** AWS accounts that belong to the boundary. Empty: any account, as long as the organisation's id guards sharing. */
  readonly accounts: readonly string[];
  /** Id of the AWS organisation (`o-…`). @default - none stated: sharing needs an account of `accounts` */
  readonly organization?: string;
  /**
   * Types without a region that may be used although their control plane stands in the partition's global region;
   * `*` at the end for a family. Where that region is inside, nothing needs to be listed.
   */
  readonly globalTypes: readonly string[];
  /** Whether edge services (CloudFront, Global Accelerator, Lambda@Edge) may be used. */
  readonly edgeServices: boolean;
  /** Whether load balancers may face the internet. */
  readonly publicIngress: boolean;
  /** Least custody that keys of data must be in. */
  readonly keyCustody: KeyCustody;
  /** Data classes, from the least to the most protected; tags name them. */
  readonly dataClasses: readonly string[];
  /** Hosts that what runs inside may call. */
  readonly egress: readonly AllowedHost[];
  /** Container, chart and package registries beside ECR inside the boundary. */
  readonly registries: readonly AllowedHost[];
  /** Hosts that models and datasets may be fetched from. */
  readonly modelHubs: readonly AllowedHost[];
  /** Terraform providers beside AWS, Kubernetes, Helm and those that only compute. */
  readonly providers: readonly AllowedProvider[];
  /** Hosts whose identities may assume roles (OIDC and SAML issuers). */
  readonly identityIssuers: readonly AllowedHost[];
  /** Countries under whose law people with access to systems and data may stand. */
  readonly operatorJurisdictions: readonly string[];
  /** Accounts of named vendors that may assume roles. */
  readonly vendorAccounts: readonly {
    readonly account: string;
    readonly name: string;
    readonly jurisdiction: string;
  }[];
  /** Accounts and aliases (`amazon`, `self`) whose machine images may be started. */
  readonly imageOwners: readonly string[];
  /** Geographic prefixes of Bedrock inference profiles that stay inside: `eu`. */
  readonly inferenceGeographies: readonly string[];
  /** Days for which records must be kept at least. */
  readonly retention: Retention;
  /** Whether data must be protected in use: enclaves or confidential computing. */
  readonly confidentialComputing: boolean;
  /** Whether certificates of a public authority outside the jurisdictions are refused. */
  readonly privateRootOfTrust: boolean;
  /** Fewest availability zones. */
  readonly minZones: number;
  /** AWS services that the partition has not been seen to offer, by what would stand in for them. */
  readonly unprovenServices: Readonly<Record<string, string>>;
}

/** What a question about a place is answered with. */
export interface PlaceAnswer {
  /** Whether the place is inside. */
  readonly inside: boolean;
  /** `us-east-1 (US)`, for messages. */
  readonly place: string;
}

/** A boundary with the questions that rules ask of it. */
export class Boundary {
  private readonly regionNames: ReadonlySet<string>;
  private readonly edge: ReadonlySet<string>;

  constructor(/** The boundary as plain data. */ readonly data: BoundaryData) {
    this.regionNames = new Set(data.regions);
    this.edge = new Set(data.edgeZones);
  }

  /** Whether an AWS region is inside. A name that nobody knows is outside. */
  region(name: string): PlaceAnswer {
    const row = findRegion(name);
    if (row === undefined) return { inside: false, place: `${name} (no region that is known)` };
    const country = row.country ?? "country not published";
    const inside = this.regionNames.has(name) && this.data.partitions.includes(row.partition);
    return {
      inside,
      place: row.partition === "aws" ? `${name} (${country})` : `${name} (${country}, ${row.partition})`,
    };
  }

  /** Whether an AWS partition is inside. */
  partition(id: string): PlaceAnswer {
    return { inside: this.data.partitions.includes(id), place: `partition ${id}` };
  }

  /** Whether a zone by name or id is inside: the region's own zones are, Local and Wavelength Zones only when listed. */
  zone(zone: string): PlaceAnswer {
    if (this.edge.has(zone)) return { inside: true, place: zone };
    const byId = allRegions().find((row) => row.zoneIds.includes(zone));
    if (byId) return { inside: this.region(byId.name).inside, place: `${zone} of ${this.region(byId.name).place}` };
    const named = /^([a-z]+(?:-[a-z]+)+-\d+)([a-z])$/.exec(zone);
    if (named?.[1] !== undefined) {
      const region = this.region(named[1]);
      return { inside: region.inside, place: `${zone} of ${region.place}` };
    }
    return { inside: false, place: `${zone} (no zone of a region inside; Local Zones can stand in another country)` };
  }

  /** Whether a place of another provider is inside, by its country; undefined where the table does not know it. */
  otherPlace(provider: string, name: string): PlaceAnswer | undefined {
    const country = placesByProvider.get(provider)?.[name];
    if (country === undefined) return undefined;
    return { inside: this.data.countries.includes(country), place: `${provider} ${name} (${country})` };
  }

  /** Whether a type without a region may be used with its control plane outside. */
  allowsGlobalType(type: string): boolean {
    return this.data.globalTypes.some((entry) =>
      entry.endsWith("*") ? type.startsWith(entry.slice(0, -1)) : entry === type,
    );
  }

  /** Whether the boundary lists an AWS account. */
  account(id: string): boolean {
    return this.data.accounts.includes(id);
  }

  /** The entry of a list that allows the host. */
  allowedHost(list: "egress" | "registries" | "modelHubs" | "identityIssuers", host: string): AllowedHost | undefined {
    return this.data[list].find((entry) => hostMatches(entry.host, host));
  }

  /** Any list that names the host. */
  namesHost(host: string): boolean {
    return (["egress", "registries", "modelHubs", "identityIssuers"] as const).some(
      (list) => this.allowedHost(list, host) !== undefined,
    );
  }

  /** Whether a custody is as strong as the boundary asks for. */
  custodyAtLeast(tier: KeyCustody): boolean {
    return keyCustodyTiers.indexOf(this.data.keyCustody) >= keyCustodyTiers.indexOf(tier);
  }

  /** One line on where data may be, for messages. */
  get allowedPlaces(): string {
    const { regions, countries } = this.data;
    return regions.length > 0 ? regions.join(", ") : countries.join(", ");
  }
}

export function hostMatches(pattern: string, host: string): boolean {
  const [wanted, given] = [pattern.toLowerCase(), host.toLowerCase().replace(/\.$/, "")];
  return wanted.startsWith("*.") ? given.endsWith(wanted.slice(1)) : given === wanted;
}
