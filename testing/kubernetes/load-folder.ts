import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { addOpenApi, type OpenApiDocument } from "./load-openapi";
import type { KindSchema, StructuralSchema } from "./schema";
import { KubernetesSchemas } from "./schemas";

interface IndexEntry {
  readonly file: string;
  readonly scope: "Namespaced" | "Cluster";
  readonly served: boolean;
  readonly deprecated: boolean;
}

/**
 * The kinds of a folder: `crds/index.json` with one schema file for each group, version and kind, and
 * `openapi/<cluster>/*.json` with what API servers publish of the built-in kinds (`/openapi/v3`).
 *
 * @throws Error where the folder holds neither
 */
export function schemasFromFolder(folder: string): KubernetesSchemas {
  const schemas = new KubernetesSchemas();
  addCrds(schemas, join(folder, "crds"));
  const openApi = join(folder, "openapi");
  for (const cluster of existsSync(openApi) ? readdirSync(openApi).sort() : []) {
    for (const file of readdirSync(join(openApi, cluster)).sort()) {
      if (file.endsWith(".json")) addOpenApi(schemas, readJson(join(openApi, cluster, file)) as OpenApiDocument);
    }
  }
  if (schemas.names.length === 0)
    throw new Error(`no Kubernetes schemas in ${folder}: it has no crds/ and no openapi/`);
  return schemas;
}

function addCrds(schemas: KubernetesSchemas, folder: string): void {
  const index = join(folder, "index.json");
  if (!existsSync(index)) return;
  for (const [name, entry] of Object.entries(readJson(index) as Record<string, IndexEntry>)) {
    const [group = "", version = "", kind = ""] = name.split("/");
    schemas.add(group, version, kind, () => readKind(folder, entry, { group, version, kind }));
  }
}

function readKind(
  folder: string,
  { file, scope, served, deprecated }: IndexEntry,
  name: Pick<KindSchema, "group" | "version" | "kind">,
): KindSchema {
  const { schema } = readJson(join(folder, file)) as { schema: StructuralSchema };
  return { ...name, scope, served, deprecated, builtIn: false, schema };
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, "utf8"));
}
