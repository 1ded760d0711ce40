import type { Documents, Resource } from "../../documents/types";
import type { Finding } from "../finding";

/** Where a finding can be shown in a file. */
export interface FileLocation {
  /** Relative to what was checked. */
  readonly file: string;
  /** 1-based. @default - the file as a whole */
  readonly line?: number;
}

/**
 * Finds the file that a finding is about: by address, else by the construct path of something emitted below it, else
 * the first document.
 */
export function locateFindings(
  documents: Documents,
  readText: (file: string) => string | undefined,
): (finding: Finding) => FileLocation | undefined {
  const lines = new Map<string, readonly string[]>();
  const linesOf = (file: string) => {
    const known = lines.get(file);
    if (known) return known;
    const split = (readText(file) ?? "").split("\n");
    lines.set(file, split);
    return split;
  };
  return (finding) => {
    const resource = resourceOf(finding, documents);
    const file = resource?.file ?? documents.stacks[0]?.file;
    if (file === undefined) return undefined;
    const line = resource && lineOf(resource, linesOf(file));
    return { file, ...(line === undefined ? {} : { line }) };
  };
}

function resourceOf({ address, path }: Finding, documents: Documents): Resource | undefined {
  const below = (resource: Resource) => {
    const place = resource.constructPath;
    return place !== undefined && (place === path || place.startsWith(`${path}/`));
  };
  // The same address may stand in several stacks; the construct path tells them apart.
  const exact = documents.all.find((resource) => resource.address === address && below(resource));
  return exact ?? (address === undefined ? documents.all.find(below) : documents.find(address));
}

/** Line on which a resource begins, in pretty-printed JSON or in HCL. */
function lineOf({ type, name }: Resource, lines: readonly string[]): number | undefined {
  const block = lines.findIndex((line) => line.includes(`"${type}"`) && line.includes(`"${name}"`));
  if (block >= 0) return block + 1;
  const group = lines.findIndex((line) => line.trimStart().startsWith(`"${type}":`));
  const inGroup =
    group < 0 ? -1 : lines.findIndex((line, at) => at > group && line.trimStart().startsWith(`"${name}":`));
  return inGroup < 0 ? undefined : inGroup + 1;
}
