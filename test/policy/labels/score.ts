import type { Boundary } from "../../../policy/boundary";
import { runPolicy } from "../../../policy/engine";
import type { LabelSet } from "./label-set";

/** How the findings that cover one check agree with its labels. */
export interface Score {
  readonly id: string;
  sets: number;
  /** Labelled as wrong, and found. */
  hits: number;
  /** Labelled as wrong, and not found. */
  missed: number;
  /** Labelled as right, and found. */
  more: number;
  /** Of those that are missed: what a later stage has to decide. */
  open: number;
  readonly differences: string[];
}

export function precision({ hits, more }: Score): number {
  return hits + more === 0 ? 1 : hits / (hits + more);
}

export function recall({ hits, missed }: Score): number {
  return hits + missed === 0 ? 1 : hits / (hits + missed);
}

/** Judges the labelled pieces and counts by check. A piece that is no Terraform is left out, and said. */
export async function scoreOf(id: string, sets: readonly LabelSet[], boundary: Boundary): Promise<Score> {
  const score: Score = { id, sets: sets.length, hits: 0, missed: 0, more: 0, open: 0, differences: [] };
  for (const set of sets) {
    try {
      await compare(set, boundary, score);
    } catch (error) {
      score.differences.push(`not read: ${set.name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return score;
}

async function compare(set: LabelSet, boundary: Boundary, score: Score): Promise<void> {
  const { findings } = runPolicy(await set.documents(), { boundary, today: "2026-11-21" });
  const about = (verdict: string) =>
    new Set(
      findings
        .filter((finding) => finding.verdict === verdict && finding.covers?.includes(set.id))
        .map(({ address, path }) => plain(address ?? path)),
    );
  const [found, open] = [about("fail"), about("unknown")];
  for (const address of set.fail) {
    const isHit = address === "*" ? found.size > 0 : found.has(plain(address));
    if (isHit) score.hits++;
    else {
      score.missed++;
      const isOpen = address === "*" ? open.size > 0 : open.has(plain(address));
      if (isOpen) score.open++;
      score.differences.push(`${isOpen ? "left open" : "missed"}: ${address} of ${set.name}`);
    }
  }
  const failing = new Set([...set.fail].map(plain));
  const passing = set.pass.has("*")
    ? [...found].filter((address) => !failing.has(address))
    : [...set.pass].map(plain).filter((address) => found.has(address));
  score.more += passing.length;
  score.differences.push(...passing.map((address) => `more than the label: ${address} of ${set.name}`));
}

/** Without the index of an instance, and without `data.`, which labels leave out. */
function plain(address: string): string {
  return address.replace(/^data\./, "").replace(/\[[^\]]*\]$/, "");
}
