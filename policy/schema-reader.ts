import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What the policy needs to know of one type's schema. */
export interface TypeFacts {
  /** Attributes that carry a region, zone or edge place, by path. */
  readonly region?: readonly string[];
  /** Attributes that name a key. */
  readonly key?: readonly string[];
  /** Attributes that open something to the internet or to others. */
  readonly exposure?: readonly string[];
  /** Attributes that guard against deletion, or skip that guard. */
  readonly deletion?: readonly string[];
  /** Whether provider 6 gives it no `region` of its own: it has one place in the whole partition. */
  readonly global?: true;
}

export type SchemaFacts = Readonly<Record<string, TypeFacts>>;

const kinds = {
  region:
    /region|(^|\.)availability_zones?$|availability_zone_(ids?|name)|edge_location|(^|\.)replica(\.|$)|outpost_arn|network_border_group|zone_group/,
  key: /kms_|(^|_|\.)kms$|cmk|customer_managed_key|encryption_key|(^|\.)key_arn$/,
  exposure:
    /publicly_accessible|public_access|public_ip|direct_internet|internet_access|internet_facing|(^|\.)internal$|(^|\.)scheme$|authorization_type|allow_external|(^|\.)public$/,
  deletion: /deletion_protection|force_destroy|force_delete|skip_final|termination_protection|skip_destroy/,
} as const;
/** Endless trees (rules of web firewalls) repeat themselves below this depth. */
const maxDepth = 9;

/** Facts of all resource types in provider bindings: the folder that has `lib/`. */
export function schemaOf(folder: string): SchemaFacts {
  const lib = join(folder, "lib");
  const hasOverride: string[] = [];
  const facts: Record<string, TypeFacts> = {};
  for (const name of readdirSync(lib).sort()) {
    if (name.startsWith("data-") || name === "provider") continue;
    const file = join(lib, name, "index.js");
    const text = existsSync(file) ? readFileSync(file, "utf8").replace(/\n\/\/# sourceMappingURL=.*/s, "") : "";
    const type = /tfResourceType = "(\w+)"/.exec(text)?.[1];
    if (type === undefined) continue;
    const paths = attributePaths(`${text}\n${structsOf(join(lib, name))}`);
    if (paths.includes("region")) hasOverride.push(type);
    facts[type] = factsOf(paths);
  }
  // Only provider 6 says which types have no region of their own.
  if (hasOverride.length < 1000) return facts;
  const regional = new Set(hasOverride);
  return Object.fromEntries(
    Object.entries(facts).map(([type, fact]) => [type, regional.has(type) ? fact : { ...fact, global: true as const }]),
  );
}

/** Large types keep their nested blocks in files of their own. */
function structsOf(folder: string): string {
  const structs = join(folder, "index-structs");
  if (!existsSync(structs)) return "";
  const files = readdirSync(structs).filter((file) => file.endsWith(".js"));
  return files.map((file) => readFileSync(join(structs, file), "utf8")).join("\n");
}

function factsOf(paths: readonly string[]): TypeFacts {
  const facts: Record<string, readonly string[]> = {};
  for (const [kind, pattern] of Object.entries(kinds)) {
    const found = paths.filter((path) => path !== "region" && pattern.test(path));
    // The innermost attribute says it; the block around it would say it twice.
    const leaves = found.filter((path) => !found.some((other) => other.startsWith(`${path}.`)));
    if (leaves.length > 0) facts[kind] = leaves;
  }
  return facts;
}

const linePattern = /^ {8,12}(\w+): (.+?),?$/gm;

/** All attributes that can be written, by path through the nested blocks. */
export function attributePaths(text: string): readonly string[] {
  const bodies = new Map<string, string>();
  for (const match of text.matchAll(/^function (\w+ToTerraform)\(struct\) \{\n(.*?)^\}/gms)) {
    bodies.set(match[1] ?? "", match[2] ?? "");
  }
  const root = /synthesizeAttributes\(\) \{\n(.*?)^ {4}\}/ms.exec(text)?.[1] ?? "";
  const paths: string[] = [];
  const visit = (body: string, prefix: string, depth: number) => {
    for (const [, key = "", expression = ""] of body.matchAll(linePattern)) {
      paths.push(`${prefix}${key}`);
      const nested = [...expression.matchAll(/(\w+ToTerraform)\b/g)].map((match) => bodies.get(match[1] ?? ""));
      for (const inner of nested) {
        if (inner !== undefined && depth < maxDepth) visit(inner, `${prefix}${key}.`, depth + 1);
      }
    }
  };
  visit(root, "", 0);
  return [...new Set(paths)].sort();
}

/** Facts of several versions of the provider, united. */
export function uniteSchemas(schemas: readonly SchemaFacts[]): SchemaFacts {
  const types = [...new Set(schemas.flatMap((schema) => Object.keys(schema)))].sort();
  return Object.fromEntries(
    types.map((type) => {
      const facts = schemas.flatMap((schema) => schema[type] ?? []);
      const united: Record<string, readonly string[] | true> = {};
      for (const kind of Object.keys(kinds) as (keyof typeof kinds)[]) {
        const paths = [...new Set(facts.flatMap((fact) => fact[kind] ?? []))].sort();
        if (paths.length > 0) united[kind] = paths;
      }
      if (facts.some(({ global }) => global === true)) united["global"] = true;
      return [type, united as TypeFacts];
    }),
  );
}
