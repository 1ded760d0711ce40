/** How the values of a document become inputs of a Pulumi resource; the names are the token table's business. */
export interface Lowering {
  /** A value with its expressions evaluated: plain, or an Output where it depends on another resource. */
  readonly value: (node: unknown) => unknown;
  /** Applies to the value now, or once it is known. */
  readonly map: (input: unknown, apply: (value: unknown) => unknown) => unknown;
  /** Remembers what is not carried over. */
  readonly refuse: (problem: string) => void;
}

export type Block = Readonly<Record<string, unknown>>;

export function isBlock(node: unknown): node is Block {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

/** A block that may be written as a list of one; empty where there is none. */
export function single(node: unknown, path: string, lowering: Lowering): Block {
  if (isBlock(node)) return node;
  if (node === undefined || node === null) return {};
  const list = Array.isArray(node) ? (node as readonly unknown[]) : [];
  const [only] = list;
  if (list.length > 1 || (list.length === 1 && !isBlock(only))) lowering.refuse(`${path} must be one block`);
  return isBlock(only) ? only : {};
}

/** Arguments of every Terraform resource that are not the provider's: they become resource options. */
export const metaArguments: ReadonlySet<string> = new Set(["//", "depends_on", "lifecycle", "provider", "timeouts"]);

/** The block without those arguments. */
export function without(block: Block, ...names: readonly string[]): Block {
  return Object.fromEntries(Object.entries(block).filter(([name]) => !names.includes(name)));
}
