import { existsSync, readFileSync } from "node:fs";
import { parse } from "yaml";
import { findRegion, partitions } from "../catalog/aws/regions";
import { suggestNames } from "../catalog/lookup";
import { Boundary, keyCustodyTiers, type BoundaryData } from "./boundary";
import { profiles } from "./profiles";

/** Thrown when a boundary, or a file of waivers, cannot be used; carries every problem. */
export class PolicyFileError extends Error {
  constructor(
    /** File that cannot be used, or what stands for it. */
    readonly file: string,
    /** Everything that is wrong with it, one sentence each. */
    readonly problems: readonly string[],
  ) {
    super(problems.map((problem) => `${file}: ${problem}`).join("\n"));
    this.name = "PolicyFileError";
  }
}

/** The boundary of that profile. @throws PolicyFileError with what was probably meant */
export function boundaryProfile(name: string): Boundary {
  const data = profiles.find((profile) => profile.name === name);
  if (data !== undefined) return new Boundary(data);
  const [near] = suggestNames(
    name,
    profiles.map((profile) => profile.name),
  );
  const known = profiles.map((profile) => profile.name).join(", ");
  const hint = near === undefined ? `; profiles: ${known}` : `; did you mean '${near}'?`;
  throw new PolicyFileError(name, [`is neither a file nor a profile${hint}`]);
}

/**
 * The boundary of a profile's name, or of a YAML or JSON file. A file states every field, or `extends` a profile and
 * states what differs.
 *
 * @throws PolicyFileError with every problem
 */
export function loadBoundary(fileOrProfile: string): Boundary {
  if (!existsSync(fileOrProfile)) return boundaryProfile(fileOrProfile);
  return boundaryFrom(readYaml(fileOrProfile), fileOrProfile);
}

/** The boundary that plain data states; `name` is for messages. @throws PolicyFileError with every problem */
export function boundaryFrom(data: unknown, name: string): Boundary {
  if (!isRecord(data))
    throw new PolicyFileError(name, ["is no boundary: write an object with `extends` and what differs"]);
  const { extends: base, ...own } = data;
  if (base !== undefined && typeof base !== "string")
    throw new PolicyFileError(name, ["`extends` is no profile's name"]);
  const merged = { ...(base === undefined ? {} : boundaryProfile(base).data), ...own };
  const problems = problemsOf(merged);
  if (problems.length > 0) throw new PolicyFileError(name, problems);
  return new Boundary(merged as unknown as BoundaryData);
}

export function readYaml(file: string): unknown {
  try {
    return parse(readFileSync(file, "utf8")) as unknown;
  } catch (error) {
    const message = error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
    throw new PolicyFileError(file, [`cannot be read as YAML or JSON: ${message}`]);
  }
}

type Check = (value: unknown) => string | undefined;
const text: Check = (value) => (typeof value === "string" && value !== "" ? undefined : "must be a text");
const flag: Check = (value) => (typeof value === "boolean" ? undefined : "must be true or false");
const count: Check = (value) =>
  Number.isInteger(value) && Number(value) > 0 ? undefined : "must be a whole number above 0";
const record: Check = (value) => (isRecord(value) ? undefined : "must be an object");

function list(item: Check): Check {
  return (value) => {
    if (!Array.isArray(value)) return "must be a list";
    const problems = value.flatMap((entry: unknown, index) => {
      const problem = item(entry);
      return problem === undefined ? [] : [`entry ${index} ${problem}`];
    });
    return problems.length === 0 ? undefined : problems.join("; ");
  };
}

function oneOf(values: readonly string[], what: string): Check {
  return (value) => {
    if (typeof value === "string" && values.includes(value)) return undefined;
    const [near] = typeof value === "string" ? suggestNames(value, values) : [];
    return `is no ${what}: ${JSON.stringify(value)}` + (near === undefined ? "" : `; did you mean '${near}'?`);
  };
}

function fields(names: readonly string[]): Check {
  return (value) => {
    const missing = isRecord(value) ? names.filter((name) => text(value[name]) !== undefined) : names;
    return missing.length === 0 ? undefined : `needs ${missing.join(", ")}`;
  };
}

const country: Check = (value) =>
  typeof value === "string" && /^[A-Z]{2}$/.test(value) ? undefined : "is no country code of two capital letters";
const hosts = list(fields(["host", "jurisdiction", "purpose"]));
const checks: Readonly<Record<Exclude<keyof BoundaryData, "organization">, Check>> = {
  name: text,
  description: text,
  asOf: text,
  regimes: list(text),
  sources: list(fields(["title", "asOf"])),
  partitions: list((value) =>
    oneOf(
      partitions().map(({ id }) => id),
      "partition",
    )(value),
  ),
  regions: list((value) =>
    typeof value === "string" && findRegion(value) ? undefined : `is no AWS region: ${JSON.stringify(value)}`,
  ),
  countries: list(country),
  edgeZones: list(text),
  accounts: list((value) =>
    typeof value === "string" && /^\d{12}$/.test(value) ? undefined : "is no account id: twelve digits, as text",
  ),
  globalTypes: list(text),
  edgeServices: flag,
  publicIngress: flag,
  keyCustody: oneOf(keyCustodyTiers, "tier of key custody"),
  dataClasses: list(text),
  egress: hosts,
  registries: hosts,
  modelHubs: hosts,
  providers: list(fields(["name", "jurisdiction", "purpose"])),
  identityIssuers: hosts,
  operatorJurisdictions: list(country),
  vendorAccounts: list(fields(["account", "name", "jurisdiction"])),
  imageOwners: list(text),
  inferenceGeographies: list(text),
  retention: (value) =>
    isRecord(value) && count(value["logDays"]) === undefined && count(value["backupDays"]) === undefined
      ? undefined
      : "needs logDays and backupDays, whole numbers above 0",
  confidentialComputing: flag,
  privateRootOfTrust: flag,
  minZones: count,
  unprovenServices: record,
};

function problemsOf(data: Readonly<Record<string, unknown>>): readonly string[] {
  const problems = Object.entries(checks).flatMap(([name, check]) => {
    if (data[name] === undefined) return [`'${name}' is missing; state it, or extend a profile`];
    const problem = check(data[name]);
    return problem === undefined ? [] : [`'${name}' ${problem}`];
  });
  const { organization } = data;
  if (organization !== undefined && !(typeof organization === "string" && /^o-[a-z0-9]{10,32}$/.test(organization))) {
    problems.push("'organization' is no id of an AWS organisation: o- and 10 to 32 letters and digits");
  }
  problems.push(...strayRegions(data));
  const known = [...Object.keys(checks), "organization"];
  for (const name of Object.keys(data).filter((key) => !known.includes(key))) {
    const [near] = suggestNames(name, known);
    problems.push(`'${name}' is no field of a boundary` + (near === undefined ? "" : `; did you mean '${near}'?`));
  }
  return problems;
}

/** Regions of partitions that the boundary does not name: they would be outside without a word. */
function strayRegions({ regions, partitions: named }: Readonly<Record<string, unknown>>): readonly string[] {
  if (!Array.isArray(regions) || !Array.isArray(named)) return [];
  return regions.flatMap((name: unknown) => {
    const partition = typeof name === "string" ? findRegion(name)?.partition : undefined;
    if (partition === undefined || named.includes(partition)) return [];
    return [`'regions' names ${String(name)} of partition '${partition}', which 'partitions' does not: add it there`];
  });
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
