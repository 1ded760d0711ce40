import { parse } from "@cdktn/hcl2json";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { documentsFromMemory, loadDocuments } from "../../../documents/load";
import type { Documents } from "../../../documents/types";
import type { Boundary } from "../../../policy/boundary";
import { runPolicy } from "../../../policy/engine";
import { hclOf } from "./judge";

type Json = Readonly<Record<string, unknown>>;

/** Something done to a configuration that changes nothing of what it means. */
export interface Transformation {
  readonly name: string;
  readonly apply: (hcl: string) => Promise<Documents>;
}

const parsed = async (hcl: string) => (await parse("main.tf", hclOf(hcl))) as Json;

export const transformations: readonly Transformation[] = [
  { name: "renaming", apply: async (hcl) => documentsFromMemory({ stack: renamed(await parsed(hcl)) }) },
  { name: "moving into a module", apply: inModule },
  {
    name: "moving into another stack",
    apply: async (hcl) => documentsFromMemory({ first: { locals: { x: 1 } }, second: await parsed(hcl) }),
  },
  {
    name: "an alias for the provider",
    apply: async (hcl) => documentsFromMemory({ stack: aliased(await parsed(hcl)) }),
  },
  {
    name: "literals as locals",
    apply: async (hcl) => documentsFromMemory({ stack: indirect(await parsed(hcl), "local") }),
  },
  {
    name: "literals as variables with defaults",
    apply: async (hcl) => documentsFromMemory({ stack: indirect(await parsed(hcl), "var") }),
  },
];

/** The configuration with one literal replaced by a variable that has no default; undefined where it stands nowhere. */
export async function opened(hcl: string, literal: string): Promise<Documents | undefined> {
  const document = await parsed(hcl);
  const text = JSON.stringify(document["resource"] ?? {});
  const replaced = text.replaceAll(JSON.stringify(literal), JSON.stringify("${var.open}"));
  if (replaced === text) return undefined;
  return documentsFromMemory({
    stack: { ...document, resource: JSON.parse(replaced) as unknown, variable: { open: [{}] } },
  });
}

/** Keys of what is not a pass, without addresses, which transformations may change. */
export function findingRules(documents: Documents, boundary: Boundary): ReadonlySet<string> {
  return new Set(runPolicy(documents, { boundary, today: "2026-11-21" }).findings.map(({ rule }) => rule));
}

/** Every `type.name` of managed resources gets another name, where it is declared and where it is used. */
function renamed(document: Json): Json {
  const names = blocksOf(document).map(([type, name]) => [type, name] as const);
  let text = JSON.stringify(document);
  for (const [type, name] of names)
    text = text.replaceAll(new RegExp(`\\b${type}\\.${name}\\b`, "g"), `${type}.other_${name}`);
  const copy = JSON.parse(text) as { resource?: Record<string, Record<string, unknown>> };
  for (const [type, instances] of Object.entries(copy.resource ?? {})) {
    copy.resource = {
      ...copy.resource,
      [type]: Object.fromEntries(Object.entries(instances).map(([name, body]) => [`other_${name}`, body])),
    };
  }
  return copy;
}

async function inModule(hcl: string): Promise<Documents> {
  const folder = mkdtempSync(join(tmpdir(), "metamorphic-"));
  try {
    mkdirSync(join(folder, "inner"));
    writeFileSync(join(folder, "inner", "main.tf"), hclOf(hcl));
    writeFileSync(join(folder, "main.tf"), 'module "m" {\n  source = "./inner"\n}\n');
    return await loadDocuments(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Every resource of AWS that names no provider names an alias of the same region. */
function aliased(document: Json): Json {
  const copy = structuredClone(document) as Record<string, unknown>;
  const provider = (copy["provider"] ?? {}) as Record<string, unknown>;
  const aws = [provider["aws"] ?? []].flat() as Json[];
  const first = aws.find((block) => block["alias"] === undefined);
  if (first === undefined) return copy;
  copy["provider"] = { ...provider, aws: [...aws, { ...first, alias: "same" }] };
  for (const [type, , body] of blocksOf(copy)) {
    if (type.startsWith("aws_") && body["provider"] === undefined) body["provider"] = "${aws.same}";
  }
  return copy;
}

/** Every literal text of a resource comes from a local, or from a variable with that default. */
function indirect(document: Json, root: "local" | "var"): Json {
  const copy = structuredClone(document) as Record<string, unknown>;
  const values: Record<string, unknown> = {};
  const replace = (node: unknown, key: string): unknown => {
    if (typeof node === "string" && !node.includes("${") && !["provider", "source"].includes(key)) {
      const name = `v${Object.keys(values).length}`;
      values[name] = node;
      return `\${${root}.${name}}`;
    }
    if (Array.isArray(node)) return node.map((item) => replace(item, key));
    if (typeof node !== "object" || node === null) return node;
    return Object.fromEntries(Object.entries(node).map(([inner, item]) => [inner, replace(item, inner)]));
  };
  copy["resource"] = replace(copy["resource"] ?? {}, "");
  if (root === "local") copy["locals"] = [...[copy["locals"] ?? []].flat(), values];
  else {
    const variables = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, [{ default: value }]]));
    copy["variable"] = { ...((copy["variable"] ?? {}) as Json), ...variables };
  }
  return copy;
}

function blocksOf(document: Json): readonly (readonly [type: string, name: string, body: Record<string, unknown>])[] {
  const resources = (document["resource"] ?? {}) as Record<string, Record<string, unknown>>;
  return Object.entries(resources).flatMap(([type, instances]) =>
    Object.entries(instances).flatMap(([name, bodies]) =>
      ([bodies].flat() as Record<string, unknown>[]).map((body) => [type, name, body] as const),
    ),
  );
}
