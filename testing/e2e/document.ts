/** Arguments of one block, as Terraform spells them. */
export type Block = Readonly<Record<string, unknown>>;
type BlocksByName = Readonly<Record<string, Block>>;

/** A `cdk.tf.json` as far as the harness reads it. */
export interface TerraformDocument {
  readonly terraform?: Block;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly resource?: Readonly<Record<string, BlocksByName>>;
  readonly data?: Readonly<Record<string, BlocksByName>>;
  readonly output?: BlocksByName;
  readonly locals?: Block;
  readonly [block: string]: unknown;
}

/** One block of a document that other blocks can refer to, or an output. */
export interface AddressedBlock {
  /** Section of the document. */
  readonly section: "resource" | "data" | "output" | "locals";
  /** Resource type; for outputs and locals the section's name. */
  readonly type: string;
  /** Name in its section. */
  readonly name: string;
  /** As references spell it: `aws_vpc.main`, `data.aws_region.here`, `local.tags`, `output.vpc`. */
  readonly address: string;
  /** What is written in the block. */
  readonly body: unknown;
}

/** Every resource, data source, local and output of a document. */
export function addressedBlocks(document: TerraformDocument): AddressedBlock[] {
  const typed = (["resource", "data"] as const).flatMap((section) =>
    Object.entries(document[section] ?? {}).flatMap(([type, blocks]) =>
      Object.entries(blocks).map(([name, body]) => {
        const address = section === "data" ? `data.${type}.${name}` : `${type}.${name}`;
        return { section, type, name, address, body };
      }),
    ),
  );
  const locals = Object.entries(document.locals ?? {})
    .filter(([name]) => name !== "//")
    .map(([name, body]) => ({ section: "locals" as const, type: "locals", name, address: `local.${name}`, body }));
  const outputs = Object.entries(document.output ?? {}).map(([name, body]) => {
    return { section: "output" as const, type: "output", name, address: `output.${name}`, body };
  });
  return [...typed, ...locals, ...outputs];
}

/** The provider's local name that a resource or data source uses. */
export function providerOf(block: AddressedBlock): string {
  const named = (block.body as Block).provider;
  const reference = typeof named === "string" ? named : block.type.split("_")[0];
  return (
    String(reference)
      .replace(/^\$\{(.*)\}$/, "$1")
      .split(".")[0] ?? ""
  );
}
