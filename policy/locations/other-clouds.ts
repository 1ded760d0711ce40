import stored from "../data/other-clouds.json";

/** A region of another cloud that a text names. */
export interface CloudMention {
  readonly cloud: string;
  /** Name of the region, without the zone. */
  readonly name: string;
  /** ISO 3166-1 alpha-2 code of the country it stands in. */
  readonly country: string;
}

interface CloudRow {
  readonly cloud: string;
  readonly places: Readonly<Record<string, string>>;
  readonly hosts?: readonly string[];
}

const rows = stored.clouds as unknown as readonly CloudRow[];
const ofName = new Map(
  rows
    .filter(({ hosts }) => hosts === undefined)
    .flatMap(({ cloud, places }) =>
      Object.entries(places).map(([name, country]) => [name, { cloud, name, country }] as const),
    ),
);
/** Names that no other word is; a zone may follow (`europe-west4-b`). */
const namePattern = new RegExp(`(?<![a-z0-9-])(${alternatives(ofName.keys())})(?![a-z0-9])`, "g");
/** Short names say something only in a host of their cloud: `s3.gra.io.cloud.ovh.net`, `sos-ch-gva-2.exo.io`. */
const hostPatterns = rows
  .filter(({ hosts }) => hosts !== undefined)
  .map((row) => ({
    row,
    pattern: new RegExp(
      `(?<![a-z0-9])(${alternatives(Object.keys(row.places))})(?:\\.[a-z0-9-]+)*\\.(?:${alternatives(row.hosts ?? [])})(?![a-z0-9.-])`,
      "g",
    ),
  }));
/** Looks that spare most texts the others. */
const worthALook = /east|west|north|south|central|fr-par|nl-ams|pl-waw|(?:ap|ca|eu|me|sa|uk|us)-[a-z]{4,}-\d/;
const suffixes = new RegExp(`\\.(?:${alternatives(rows.flatMap(({ hosts = [] }) => hosts))})(?![a-z0-9.-])`);

function alternatives(names: Iterable<string>): string {
  return [...names]
    .sort((a, b) => b.length - a.length)
    .map((name) => name.replaceAll(".", "\\."))
    .join("|");
}

/** What the table says of a name; undefined where it is no region of another cloud. */
export function otherCloudRegion(name: string): CloudMention | undefined {
  return ofName.get(name);
}

/** Regions of other clouds that a text names. The same name said twice is one. */
export function otherCloudsIn(text: string): readonly CloudMention[] {
  const found = new Map<string, CloudMention>();
  if (worthALook.test(text)) {
    for (const [, name = ""] of text.matchAll(namePattern)) {
      const row = ofName.get(name);
      if (row !== undefined) found.set(name, row);
    }
  }
  if (suffixes.test(text)) {
    for (const { row, pattern } of hostPatterns) {
      for (const [, name = ""] of text.matchAll(pattern)) {
        const country = row.places[name];
        if (country !== undefined) found.set(`${row.cloud} ${name}`, { cloud: row.cloud, name, country });
      }
    }
  }
  return [...found.values()];
}
