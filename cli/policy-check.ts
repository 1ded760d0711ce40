import type { Documents } from "../documents/types";
import { loadBoundary, PolicyFileError } from "../policy/boundary-file";
import { runPolicy, type PolicyResult } from "../policy/engine";
import { loadWaivers } from "../policy/waiver";

export interface BoundaryOptions {
  readonly boundary?: string;
  readonly waivers?: string;
  readonly strict?: boolean;
  readonly today: string;
}

/**
 * Judges documents by the boundary of the options; undefined where none is named.
 *
 * @throws PolicyFileError where the boundary or the waivers cannot be used
 */
export function judgeByBoundary(documents: Documents, options: BoundaryOptions): PolicyResult | undefined {
  const { boundary, waivers, strict = false, today } = options;
  if (boundary === undefined) {
    const alone = strict ? "--strict" : waivers === undefined ? undefined : "--waivers";
    if (alone !== undefined)
      throw new PolicyFileError(alone, ["needs a boundary: name a profile or a file with --boundary"]);
    return undefined;
  }
  return runPolicy(documents, {
    boundary: loadBoundary(boundary),
    today,
    strict,
    ...(waivers === undefined ? {} : { waivers: loadWaivers(waivers) }),
  });
}

/** What a boundary's check says beside its findings, for programs. */
export function sovereigntySection({ boundary, stage, obligations, evidence, coverage, digests }: PolicyResult) {
  return { boundary, stage, obligations, ...evidence, coverage, digests };
}

/** What a signed statement about the run needs: the boundary, the stage, and digests of policy, documents and plans. */
export function sovereigntyEvidence({ boundary, stage, digests }: PolicyResult) {
  return { boundary, stage, digests };
}

/** The same for a reader at a terminal: coverage, and how much is left for later stages. */
export function sovereigntyText({ boundary, stage, obligations, coverage }: PolicyResult): string {
  const byStage = new Map<string, number>();
  for (const { dischargedBy } of obligations) byStage.set(dischargedBy, (byStage.get(dischargedBy) ?? 0) + 1);
  const left = [...byStage]
    .map(([name, count]) => `${count} by ${name}`)
    .sort()
    .join(", ");
  const types = Object.keys(coverage.unmodelled);
  const lines = [
    `boundary ${boundary} at ${stage}: ${coverage.percent} % of ${coverage.resources} resources known` +
      ` (${coverage.modelled} by rules of their own, ${coverage.swept} by their schema)`,
    ...(types.length > 0 ? [`not modelled: ${types.join(", ")}`] : []),
    `obligations left open: ${obligations.length}${left === "" ? "" : ` (to be decided: ${left})`}`,
  ];
  return `${lines.join("\n")}\n`;
}
