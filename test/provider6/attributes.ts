import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

type Blocks = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

export interface ProviderAttributes {
  /** Addresses of attributes in a document's AWS resources and data sources that the bindings do not take. */
  unknownIn(document: unknown): readonly string[];
}

/** Keys that Terraform itself takes in every block. */
const meta = new Set(["//", "connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"]);

/** What the types of provider bindings (a folder with `lib/`) take, read when a type is first asked for. */
export function attributesOf(bindings: string): ProviderAttributes {
  const cache = new Map<string, ReadonlySet<string>>();
  const folders = new Set(readdirSync(join(bindings, "lib")));
  const attributes = (folder: string) => {
    const known = cache.get(folder) ?? (folders.has(folder) ? written(join(bindings, "lib", folder)) : new Set());
    cache.set(folder, known);
    return known;
  };
  const unknownOf = (blocks: Blocks | undefined, prefix: string) =>
    Object.entries(blocks ?? {})
      .filter(([type]) => type.startsWith("aws_"))
      .flatMap(([type, byName]) => {
        const known = attributes(prefix + type.slice("aws_".length).replaceAll("_", "-"));
        return Object.entries(byName).flatMap(([name, block]) =>
          Object.keys(block)
            .filter((key) => !meta.has(key) && !known.has(key))
            .map((key) => `${type}.${name}.${key}`),
        );
      });
  return {
    unknownIn: (document) => {
      const { resource, data } = document as { readonly resource?: Blocks; readonly data?: Blocks };
      return [...unknownOf(resource, ""), ...unknownOf(data, "data-aws-")];
    },
  };
}

/** The attributes at the top of a type. What is nested the compiler has judged: only this level takes overrides. */
function written(folder: string): ReadonlySet<string> {
  const text = readFileSync(join(folder, "index.js"), "utf8");
  const body = /synthesizeAttributes\(\) \{\n(.*?)^ {4}\}/ms.exec(text)?.[1] ?? "";
  return new Set([...body.matchAll(/^ {12}(\w+):/gm)].map(([, name = ""]) => name));
}
