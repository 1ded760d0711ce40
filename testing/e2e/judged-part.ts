import { addressedBlocks, type AddressedBlock, type Block, type TerraformDocument } from "./document";

/** A block that is left out of a run, and why. */
export interface LeftOut {
  /** Address of the block. */
  readonly address: string;
  /** Resource type. */
  readonly type: string;
  /** Section of the document. */
  readonly section: AddressedBlock["section"];
  /** Why it is left out, in one sentence. */
  readonly reason: string;
}

/** A document without the blocks that cannot be judged, and the list of those. */
export interface JudgedPart {
  readonly document: TerraformDocument;
  readonly leftOut: readonly LeftOut[];
}

/**
 * Leaves out every resource and data source for which `reason` gives one, and whatever refers to them. A mere
 * `depends_on` is not a reference: the entry is dropped and the block stays.
 * The same object comes back where nothing has to go.
 *
 * @param absent addresses that other documents lack: what refers to one is left out too
 */
export function judgedPart(
  document: TerraformDocument,
  reason: (block: AddressedBlock) => string | undefined,
  absent: readonly string[] = [],
): JudgedPart {
  const leftOut = new Map<string, LeftOut>();
  const leaveOut = ({ address, type, section }: AddressedBlock, why: string): void =>
    void leftOut.set(address, { address, type, section, reason: why });

  const candidates = new Map(addressedBlocks(document).map((block) => [block.address, block]));
  for (const block of candidates.values()) {
    const why = block.section === "resource" || block.section === "data" ? reason(block) : undefined;
    if (why !== undefined) leaveOut(block, why);
  }
  // Every pass takes out what refers to something taken out before, until a pass finds nothing more.
  let newlyOut = [...leftOut.keys(), ...absent];
  while (newlyOut.length > 0) {
    const gone = newlyOut;
    newlyOut = [];
    for (const block of candidates.values()) {
      if (leftOut.has(block.address)) continue;
      const culprit = firstReference(withoutDependsOn(block.body), gone);
      if (culprit === undefined) continue;
      leaveOut(block, `refers to ${culprit}`);
      newlyOut.push(block.address);
    }
  }
  if (leftOut.size === 0) return { document, leftOut: [] };
  return { document: without(document, leftOut), leftOut: [...leftOut.values()] };
}

/** The document without the providers named: their configuration and their entry in `required_providers`. */
export function withoutProviders(document: TerraformDocument, names: ReadonlySet<string>): TerraformDocument {
  if (names.size === 0) return document;
  const keep = (entries: object | undefined): object =>
    Object.fromEntries(Object.entries(entries ?? {}).filter(([name]) => !names.has(name)));
  const required = document.terraform?.required_providers as object | undefined;
  return withoutEmptySections({
    ...document,
    terraform: { ...document.terraform, required_providers: keep(required) },
    provider: keep(document.provider) as Block,
  });
}

/** Terraform refuses a section like `"resource": {}`. */
function withoutEmptySections(document: TerraformDocument): TerraformDocument {
  const isEmpty = (value: unknown): boolean => typeof value === "object" && Object.keys(value ?? {}).length === 0;
  return Object.fromEntries(Object.entries(document).filter(([, section]) => !isEmpty(section)));
}

function firstReference(body: unknown, addresses: readonly string[]): string | undefined {
  const text = JSON.stringify(body ?? null);
  return addresses.find((address) => refersTo(text, address));
}

/** Whether a text names an address as a whole: `aws_vpc.main` is not in `aws_vpc.main2` nor in `data.aws_vpc.main`. */
export function refersTo(text: string, address: string): boolean {
  for (let at = text.indexOf(address); at >= 0; at = text.indexOf(address, at + 1)) {
    const before = text[at - 1] ?? "";
    const after = text[at + address.length] ?? "";
    if (!/[\w.-]/.test(before) && !/[\w-]/.test(after)) return true;
  }
  return false;
}

function withoutDependsOn(body: unknown): unknown {
  if (typeof body !== "object" || body === null || Array.isArray(body)) return body;
  return Object.fromEntries(Object.entries(body).filter(([key]) => key !== "depends_on" && key !== "//"));
}

function without(document: TerraformDocument, leftOut: ReadonlyMap<string, LeftOut>): TerraformDocument {
  const gone = [...leftOut.keys()];
  const result: Record<string, unknown> = { ...document };
  const keptBody = (body: unknown): unknown => {
    const dependsOn = (body as Block | null)?.depends_on;
    if (!Array.isArray(dependsOn)) return body;
    return { ...(body as Block), depends_on: dependsOn.filter((entry) => firstReference(entry, gone) === undefined) };
  };
  const keptBlocks = (blocks: object, prefix: string): object =>
    Object.fromEntries(
      Object.entries(blocks)
        .filter(([name]) => !leftOut.has(`${prefix}.${name}`))
        .map(([name, body]) => [name, keptBody(body)]),
    );
  for (const section of ["resource", "data"] as const) {
    const types = Object.entries(document[section] ?? {}).map(
      ([type, blocks]) => [type, keptBlocks(blocks, section === "data" ? `data.${type}` : type)] as const,
    );
    result[section] = Object.fromEntries(types.filter(([, blocks]) => Object.keys(blocks).length > 0));
  }
  if (document.output) result.output = keptBlocks(document.output, "output");
  if (document.locals) result.locals = keptBlocks(document.locals, "local");
  return withoutEmptySections(result);
}
