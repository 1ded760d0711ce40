import type { Documents, Resource } from "../documents/types";
import type { Boundary, KeyCustody } from "./boundary";
import type { Place, Places } from "./locations/places";
import { custodyOf, keyTypes, leastCustodyOf } from "./reading/custody";
import { sitesOf } from "./sites";

/** How a place stands to the boundary. */
export type Standing =
  | "inside"
  /** Outside, and the boundary says that it may be: `globalTypes`. */
  | "accepted"
  | "outside"
  /** What runs in a cluster, which stands where its nodes do. */
  | "in a cluster"
  | "unknown";

/** What stands in one place. */
export interface Located {
  /** `eu-central-1 (DE)`, `graz (AT)`. */
  readonly place: string;
  /** Whether the boundary has the place inside. */
  readonly standing: Standing;
  /** Resources that stand there. */
  readonly resources: number;
  /** How many there are of each type; empty for a site of your own, of which terraform creates nothing. */
  readonly types: Readonly<Record<string, number>>;
}

/** A key, and who holds its material. */
export interface HeldKey {
  /** Address of the key. */
  readonly address: string;
  /** What it is for, in its maker's words. @default - not stated */
  readonly purpose?: string;
  /** Who holds its material. @default - not known: the key store is in no document */
  readonly custody?: KeyCustody;
  /** The key store may be stronger than that: its kind is in no document. */
  readonly atLeast: boolean;
  /** Region of the key. @default - not known */
  readonly region?: string;
}

/** What a reader asks beside the findings. */
export interface Evidence {
  /** Where everything is, the most of it first. */
  readonly locations: readonly Located[];
  /** Keys, and who holds each of them. */
  readonly keys: readonly HeldKey[];
}

/** Where everything is and who holds the keys, whatever the rules say of it. */
export function evidenceOf(documents: Documents, boundary: Boundary, places: Places): Evidence {
  return { locations: locationsOf(documents, boundary, places), keys: keysOf(documents, places) };
}

function locationsOf(documents: Documents, boundary: Boundary, places: Places): readonly Located[] {
  const found = new Map<string, { place: string; standing: Standing; types: Record<string, number> }>();
  for (const resource of documents.resources()) {
    const located = standingOf(resource, places.of(resource), boundary);
    if (located === undefined) continue;
    const key = `${located.place} ${located.standing}`;
    const entry = found.get(key) ?? { ...located, types: {} };
    entry.types[resource.type] = (entry.types[resource.type] ?? 0) + 1;
    found.set(key, entry);
  }
  const counted = [...found.values()].map(({ types, ...entry }) => ({
    ...entry,
    resources: Object.values(types).reduce((sum, count) => sum + count, 0),
    types: Object.fromEntries(Object.entries(types).sort(([a], [b]) => compare(a, b))),
  }));
  return [...sitesIn(documents, boundary), ...counted].sort(
    (a, b) => b.resources - a.resources || compare(a.place, b.place),
  );
}

/** Sites of the factory's owner, by the model. */
function sitesIn(documents: Documents, boundary: Boundary): readonly Located[] {
  return sitesOf(documents.factory)
    .filter(({ kind }) => kind !== "aws")
    .map(({ id, country }) => ({
      place: country === undefined ? id : `${id} (${country})`,
      standing: country === undefined ? "unknown" : boundary.data.countries.includes(country) ? "inside" : "outside",
      resources: 0,
      types: {},
    }));
}

function standingOf(
  { type, mode }: Resource,
  place: Place,
  boundary: Boundary,
): { readonly place: string; readonly standing: Standing } | undefined {
  switch (place.kind) {
    case "region": {
      const answer = boundary.region(place.region);
      return { place: answer.place, standing: answer.inside ? "inside" : "outside" };
    }
    case "global": {
      const answer = boundary.region(place.region);
      const outside = boundary.allowsGlobalType(type) ? "accepted" : "outside";
      return {
        place: `${answer.place}, control plane of partition ${place.partition}`,
        standing: answer.inside ? "inside" : outside,
      };
    }
    case "other": {
      const answer = boundary.otherPlace(place.provider, place.name);
      if (answer === undefined) return { place: `${place.provider} ${place.name}`, standing: "unknown" };
      return { place: answer.place, standing: answer.inside ? "inside" : "outside" };
    }
    case "none":
      return mode === "managed" && /^(kubernetes|helm|kubectl)_/.test(type)
        ? { place: "the factory's clusters", standing: "in a cluster" }
        : undefined;
    case "unknown":
      return { place: "not known yet", standing: "unknown" };
  }
}

function keysOf(documents: Documents, places: Places): readonly HeldKey[] {
  return documents.resources(...keyTypes).map((key) => {
    const [custody, purpose] = [custodyOf(key), key.get("description")];
    const held = custody ?? leastCustodyOf(key);
    const region = places.regionOf(key);
    return {
      address: key.address,
      ...(typeof purpose === "string" ? { purpose } : {}),
      ...(held === undefined ? {} : { custody: held }),
      atLeast: custody === undefined && held !== undefined,
      ...(region === undefined ? {} : { region }),
    };
  });
}

/** By code units: the same on every machine. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
