import attributes from "../data/region-attributes.json";
import stored from "../data/aws-schema.json";
import type { SchemaFacts, TypeFacts } from "../schema-reader";

const facts = stored.types as unknown as SchemaFacts;

/** What the provider's schema says of a type; undefined where no binding that was read has it. */
export function typeFacts(type: string): TypeFacts | undefined {
  return Object.hasOwn(facts, type) ? facts[type] : undefined;
}

/** All types of the schema. */
export function schemaTypes(): readonly string[] {
  return Object.keys(facts);
}

export type AttributeKind = "region" | "zone" | "outpost" | "flag" | "inward" | "not-a-place";

/** What a region-bearing attribute means, and the rule that judges it. */
export interface AttributeClass {
  readonly path: string;
  readonly kind: AttributeKind;
  readonly rule?: string;
}

const classes = new Map<string, Omit<AttributeClass, "path">>();
function note(kind: AttributeKind, table: Readonly<Record<string, readonly string[]>>): void {
  for (const [rule, paths] of Object.entries(table)) for (const path of paths) classes.set(path, { kind, rule });
}
note("region", attributes.regions);
note("zone", attributes.zones);
note("outpost", attributes.outposts);
for (const [path, rule] of Object.entries(attributes.flags)) classes.set(path, { kind: "flag", rule });
for (const path of attributes.inward.paths) classes.set(path, { kind: "inward" });
for (const path of attributes.notPlaces.flatMap(({ paths }) => paths)) classes.set(path, { kind: "not-a-place" });

/** Class of one attribute of a type; undefined where nobody has classified it. */
export function attributeClass(type: string, path: string): AttributeClass | undefined {
  const found = classes.get(`${path}@${type}`) ?? classes.get(path);
  return found && { path, ...found };
}

const byType = new Map<string, readonly AttributeClass[]>();

/** The classified region-bearing attributes of a type. */
export function regionAttributes(type: string): readonly AttributeClass[] {
  let known = byType.get(type);
  if (known === undefined) {
    known = (typeFacts(type)?.region ?? []).flatMap((path) => attributeClass(type, path) ?? []);
    byType.set(type, known);
  }
  return known;
}

/** Paths in the classification, to find those that no schema has any more. */
export function classifiedPaths(): readonly string[] {
  return [...classes.keys()];
}
