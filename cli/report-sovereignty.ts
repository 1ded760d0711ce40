import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { documentsFromMemory, loadDocuments } from "../documents/load";
import type { Documents } from "../documents/types";
import { loadBoundary, PolicyFileError } from "../policy/boundary-file";
import { boundaryFileName } from "../policy/boundary-output";
import { runPolicy } from "../policy/engine";
import { loadWaivers } from "../policy/waiver";
import type { ReportSovereignty } from "../report/html/section";

export interface SovereigntyOptions {
  /** Profile, or file. @default - the boundary that the factory was synthesised with, where it has one */
  readonly boundary?: string;
  /** File of waivers and accepted obligations. @default - none */
  readonly waivers?: string;
  /** Plans as `terraform show -json` prints them; they are judged instead of what was synthesised. @default - none */
  readonly plan?: readonly string[];
  /** ISO date by which waivers expire. */
  readonly today: string;
}

/**
 * What a boundary says of the output of an app; undefined where neither the options nor the output name one.
 *
 * @throws PolicyFileError where boundary or waivers cannot be used, DocumentError where a plan cannot be read
 */
export async function reportSovereignty(
  path: string,
  documents: Documents,
  { boundary: named, waivers, plan = [], today }: SovereigntyOptions,
): Promise<ReportSovereignty | undefined> {
  const own = join(path, boundaryFileName);
  const file = named ?? (existsSync(own) ? own : undefined);
  if (file === undefined) {
    const alone = waivers !== undefined ? "--waivers" : plan.length > 0 ? "--plan" : undefined;
    if (alone === undefined) return undefined;
    throw new PolicyFileError(alone, ["needs a boundary: name a profile or a file with --boundary"]);
  }
  const boundary = loadBoundary(file);
  const judged = plan.length === 0 ? documents : await plansOf(plan, documents.factory);
  const result = runPolicy(judged, {
    boundary,
    today,
    ...(waivers === undefined ? {} : { waivers: loadWaivers(waivers) }),
  });
  // The output that the plans were made from is named as well, so that a statement can speak of both.
  const { digests } = result;
  const ofDocuments =
    plan.length === 0 ? digests.documents : runPolicy(documents, { boundary, rules: [] }).digests.documents;
  return { boundary: boundary.data, result: { ...result, digests: { ...digests, documents: ofDocuments } } };
}

/** All plans as one: what one stack refers to stands in another. */
async function plansOf(files: readonly string[], factory: unknown): Promise<Documents> {
  const plans: Record<string, unknown> = {};
  for (const file of files) {
    const { stacks } = await loadDocuments(file);
    for (const { name, kind } of stacks) {
      if (kind !== "plan") throw new PolicyFileError(file, ["is no plan: give the output of `terraform show -json`"]);
      plans[Object.hasOwn(plans, name) ? file : name] = JSON.parse(readFileSync(file, "utf8")) as unknown;
    }
  }
  return documentsFromMemory(plans, factory);
}
