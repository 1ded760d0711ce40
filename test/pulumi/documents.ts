/** What the synthesised documents of an app hold, read without the room under test. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export type Block = Readonly<Record<string, unknown>>;

export interface Emitted {
  readonly stack: string;
  readonly type: string;
  readonly name: string;
  readonly path: string;
  readonly block: Block;
}

export function emittedResources(folder: string): readonly Emitted[] {
  return readdirSync(join(folder, "stacks")).flatMap((stack) => {
    const document = JSON.parse(readFileSync(join(folder, "stacks", stack, "cdk.tf.json"), "utf8")) as {
      readonly resource?: Readonly<Record<string, Readonly<Record<string, Block>>>>;
    };
    return Object.entries(document.resource ?? {}).flatMap(([type, blocks]) =>
      Object.entries(blocks).map(([name, block]) => {
        const { metadata } = block["//"] as { readonly metadata: { readonly path: string } };
        return { stack, type, name, path: metadata.path, block };
      }),
    );
  });
}

/** `${type.name.id}` at the top of a block: argument and what it refers to. */
export function idReferences(block: Block): readonly (readonly [argument: string, name: string])[] {
  return Object.entries(block).flatMap(([argument, value]) => {
    const match = typeof value === "string" ? /^\$\{[a-z0-9_]+\.([^.}]+)\.id\}$/.exec(value) : null;
    return match?.[1] === undefined ? [] : [[argument, match[1]] as const];
  });
}

/** Every map of tags or labels in the block. */
export function tagMaps(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(tagMaps);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    ["tags", "labels", "annotations"].includes(key) ? [canonical(inner)] : key === "//" ? [] : tagMaps(inner),
  );
}

function canonical(map: unknown): string {
  return JSON.stringify(Object.entries(map as object).sort(([a], [b]) => (a < b ? -1 : 1)));
}
