import { isBlock, metaArguments, single, without, type Block, type Lowering } from "../lowering";
import { camelCase, isMap, listName } from "../names";

/** A resource of a Pulumi provider that is made from the Terraform provider: names follow by rule. */
export interface BridgedRow {
  readonly token: string;
  /** Lists of at most one that Pulumi flattens: paths from the top, `rule.filter`. @default - none */
  readonly single?: readonly string[];
  /** Blocks of one that Pulumi takes as a list: paths from the top. @default - none */
  readonly listed?: readonly string[];
  /** Arguments and outputs at the top that Pulumi names otherwise. @default - none */
  readonly renamed?: Readonly<Record<string, string>>;
  /** Numbers that this argument takes as text. @default - none */
  readonly texts?: readonly string[];
  /**
   * Given where the document names nothing: Pulumi would take the resource's own name, which may be longer than the
   * service allows. A prefix is what Terraform does too. @default - the type has no name, or always has one
   */
  readonly unnamed?: { readonly namePrefix: string } | { readonly name: string };
}

/** What Pulumi calls an attribute at the top of a resource. */
export function bridgedName(attribute: string, { renamed = {} }: Pick<BridgedRow, "renamed">): string {
  return Object.hasOwn(renamed, attribute) ? (renamed[attribute] ?? "") : camelCase(attribute);
}

/** Arguments of a bridged resource, named as Pulumi names them. */
export function bridgedArguments(block: Block, row: BridgedRow, lowering: Lowering): Record<string, unknown> {
  const args = lowerBlock(block, "", row, lowering);
  const isNamed = args["name"] !== undefined || args["namePrefix"] !== undefined;
  return isNamed ? args : { ...args, ...row.unnamed };
}

function lowerBlock(block: Block, path: string, row: BridgedRow, lowering: Lowering): Record<string, unknown> {
  const args: Record<string, unknown> = {};
  for (const [key, given] of Object.entries(block)) {
    if (given === null || (path === "" ? metaArguments.has(key) : key === "//")) continue;
    const here = path === "" ? key : `${path}.${key}`;
    const node = row.listed?.includes(here) && isBlock(given) ? [given] : given;
    if (Array.isArray(node) && row.single?.includes(here)) {
      const [only, ...others] = node as readonly unknown[];
      if (others.length > 0) lowering.refuse(`${here} takes one element in Pulumi`);
      if (only !== undefined) args[camelCase(key)] = lowerNode(only, key, here, row, lowering);
    } else {
      const name = path === "" ? bridgedName(key, row) : camelCase(key);
      args[Array.isArray(node) ? listName(key) : name] = lowerNode(node, key, here, row, lowering);
    }
  }
  return args;
}

function lowerNode(node: unknown, key: string, path: string, row: BridgedRow, lowering: Lowering): unknown {
  if (Array.isArray(node)) return node.map((item) => lowerNode(item, key, path, row, lowering));
  if (isBlock(node) && !isMap(key)) return lowerBlock(node, path, row, lowering);
  const value = lowering.value(node);
  return row.texts?.includes(path) ? lowering.map(value, String) : value;
}

/** The arguments of an `aws` provider block; `single` also takes blocks written as a list of one. */
export function awsProviderArguments(node: unknown, lowering: Lowering): Record<string, unknown> {
  const block = single(node, "provider.aws", lowering);
  const row: BridgedRow = { token: "pulumi:providers:aws", single: ["default_tags", "ignore_tags"] };
  return lowerBlock(without(block, "alias"), "", row, lowering);
}
