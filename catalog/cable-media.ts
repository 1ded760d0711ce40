import stored from "./data/cable-media.json";
import type { Confidence, Dated } from "./dated";

/** A kind of cable with what belongs to its ends, and how far it reaches. */
export interface CableMedium extends Dated {
  /** `multimode-sr4`. */
  readonly id: string;
  /** Cable and transceivers in words. */
  readonly description: string;
  /** Link speeds that it carries, Gb/s. */
  readonly gbps: readonly number[];
  /** Which of the two it is sold for. @default - both InfiniBand and Ethernet */
  readonly technology?: "infiniband" | "ethernet";
  /** Longest cable that the source allows, m. */
  readonly reachM: number;
  /** What the cable is made of. */
  readonly kind: "copper" | "multimode" | "single-mode";
  /** Transceivers that one link needs besides the cable. */
  readonly transceiversPerCable: 0 | 2;
  /** What else a reader should know. */
  readonly notes?: string;
  /** How sure the figures are. */
  readonly confidence: Confidence;
}

const rows = (stored as unknown as { rows: readonly CableMedium[] }).rows;

/** All cable media. */
export function cableMedia(): readonly CableMedium[] {
  return rows;
}

/** The media that carry such links, shortest reach first; empty where none is known (800 Gb/s InfiniBand). */
export function cableMediaFor(gbps: number, technology: "infiniband" | "ethernet"): readonly CableMedium[] {
  return rows
    .filter((row) => row.gbps.includes(gbps) && (row.technology ?? technology) === technology)
    .sort((a, b) => a.reachM - b.reachM);
}
