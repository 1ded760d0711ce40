import { asList } from "./evaluate";
import type { DocumentProblem } from "./document-error";

/** A module as it is written: all files of one folder together. */
export interface ModuleSource {
  /** Relative to the root module, `.` for the root itself: what `path.module` is. */
  readonly folder: string;
  readonly resources: readonly ResourceSource[];
  readonly variables: ReadonlyMap<string, VariableSource>;
  readonly locals: ReadonlyMap<string, unknown>;
  readonly outputs: ReadonlyMap<string, unknown>;
  readonly providers: readonly ProviderSource[];
  readonly calls: readonly CallSource[];
  /** Bodies of the `terraform` blocks. */
  readonly terraform: readonly Body[];
}

export type Body = Readonly<Record<string, unknown>>;

export interface ResourceSource {
  readonly mode: "managed" | "data";
  /** Word in front of its address, where that is no plain resource or data source. @default - `data` or nothing */
  readonly word?: "ephemeral" | "action";
  readonly type: string;
  readonly name: string;
  readonly body: Body;
  readonly file: string;
}

export interface VariableSource {
  readonly hasDefault: boolean;
  readonly default?: unknown;
  /** As written: `list(string)`. */
  readonly type?: unknown;
}

export interface ProviderSource {
  readonly name: string;
  readonly alias?: string;
  readonly body: Body;
  readonly file: string;
}

export interface CallSource {
  readonly name: string;
  readonly source: string;
  readonly body: Body;
  readonly file: string;
}

/** One file of a module, parsed. */
export interface ParsedFile {
  /** Relative to what was loaded. */
  readonly file: string;
  readonly data: unknown;
}

interface Labelled {
  readonly labels: readonly string[];
  readonly body: Body;
  readonly file: string;
}

/** Terraform reads these last and lets them replace what is written elsewhere. */
export function isOverrideFile(file: string): boolean {
  return /(^|[/\\])([^/\\]*_)?override\.(tf|tofu)(\.json)?$/.test(file);
}

/** Puts the parsed files of one folder together. What has a wrong shape is added to `problems`. */
export function readConfiguration(
  folder: string,
  files: readonly ParsedFile[],
  problems: DocumentProblem[],
): ModuleSource {
  const ordered = [...files].sort((a, b) => Number(isOverrideFile(a.file)) - Number(isOverrideFile(b.file)));
  const blocks = (type: string, labels: number) => mergeOverrides(ordered, type, labels, problems);
  return {
    folder,
    resources: [
      ...readResources("managed", blocks("resource", 2)),
      ...readResources("data", blocks("data", 2)),
      ...readResources("data", dataInChecks(blocks("check", 1), problems)),
      ...readResources("data", blocks("ephemeral", 2), "ephemeral"),
      ...readResources("managed", blocks("action", 2).map(configured), "action"),
    ],
    variables: new Map(blocks("variable", 1).map(({ labels, body }) => [labels[0] ?? "", readVariable(body)])),
    locals: new Map(blocks("locals", 0).flatMap(({ body }) => Object.entries(body).filter(([key]) => key !== "//"))),
    outputs: new Map(blocks("output", 1).map(({ labels, body }) => [labels[0] ?? "", body["value"]])),
    providers: blocks("provider", 1).map(({ labels, body, file }) => ({
      name: labels[0] ?? "",
      ...(typeof body["alias"] === "string" ? { alias: body["alias"] } : {}),
      body,
      file,
    })),
    calls: blocks("module", 1).map(({ labels, body, file }) => {
      const { source } = body;
      return { name: labels[0] ?? "", source: typeof source === "string" ? source : "", body, file };
    }),
    terraform: blocks("terraform", 0).map(({ body }) => body),
  };
}

function readResources(
  mode: "managed" | "data",
  blocks: readonly Labelled[],
  word?: ResourceSource["word"],
): readonly ResourceSource[] {
  return blocks.map(({ labels, body, file }) => ({
    mode,
    ...(word === undefined ? {} : { word }),
    type: labels[0] ?? "",
    name: labels[1] ?? "",
    body,
    file,
  }));
}

/** A check may read data sources of its own, which run with every plan. */
function dataInChecks(checks: readonly Labelled[], problems: DocumentProblem[]): readonly Labelled[] {
  return checks.flatMap(({ labels, body, file }) =>
    labelled(body["data"], 2, [], { file, at: `check.${labels[0] ?? ""}.data`, problems }),
  );
}

/** The attributes of an action stand in a block of their own. */
function configured(action: Labelled): Labelled {
  const { config, ...rest } = action.body;
  return { ...action, body: { ...rest, ...asList(config).find(isBody) } };
}

function readVariable(body: Body): VariableSource {
  const { type } = body;
  return Object.hasOwn(body, "default")
    ? { hasDefault: true, default: body["default"], type }
    : { hasDefault: false, type };
}

function mergeOverrides(
  files: readonly ParsedFile[],
  type: string,
  labels: number,
  problems: DocumentProblem[],
): readonly Labelled[] {
  const read = ({ file, data }: ParsedFile) =>
    isBody(data) ? labelled(data[type], labels, [], { file, at: type, problems }) : [];
  if (!files.some(({ file }) => isOverrideFile(file))) return files.flatMap(read);
  const blocks: Labelled[] = [];
  const byLabels = new Map<string, number>();
  for (const parsed of files) {
    const { file } = parsed;
    for (const block of read(parsed)) {
      const alias = type === "provider" && typeof block.body["alias"] === "string" ? block.body["alias"] : "";
      const key = JSON.stringify([...block.labels, alias]);
      const earlier = byLabels.get(key);
      if (earlier !== undefined && isOverrideFile(file) && labels > 0) {
        const overridden = blocks[earlier];
        if (overridden) blocks[earlier] = { ...overridden, body: { ...overridden.body, ...block.body } };
      } else {
        byLabels.set(key, blocks.push(block) - 1);
      }
    }
  }
  return blocks;
}

interface Place {
  readonly file: string;
  readonly at: string;
  readonly problems: DocumentProblem[];
}

/** Blocks with their labels; Terraform's JSON syntax allows a list at every level. */
function labelled(node: unknown, depth: number, labels: readonly string[], place: Place): readonly Labelled[] {
  return asList(node).flatMap((item) => {
    if (!isBody(item)) {
      place.problems.push({
        path: `${place.file}: ${place.at}`,
        message: `expected an object, found ${kindOf(item)}`,
        fix: "write it as Terraform's JSON syntax wants it, or synthesise the stack again",
      });
      return [];
    }
    if (depth === 0) return [{ labels, body: item, file: place.file }];
    return Object.entries(item)
      .filter(([label]) => label !== "//")
      .flatMap(([label, inner]) =>
        labelled(inner, depth - 1, [...labels, label], { ...place, at: `${place.at}.${label}` }),
      );
  });
}

export function isBody(value: unknown): value is Body {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

export function kindOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "a list" : `a ${typeof value}`;
}
