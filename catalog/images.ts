import stored from "./data/images.json";
import type { Confidence, Dated } from "./dated";
import { Table } from "./lookup";

/** An image that a construct names by itself: the tag is one that was found in use, where `source` says. */
export interface ContainerImage extends Dated {
  /** `vllm-openai`. */
  readonly id: string;
  /** Registry, name and tag. */
  readonly image: string;
  /** How sure the figures are. */
  readonly confidence: Confidence;
}

const table = new Table("image", (stored as { rows: readonly ContainerImage[] }).rows, (row) => row.id);

/** All images that constructs name outside a chart's own values. */
export function containerImages(): readonly ContainerImage[] {
  return table.rows;
}

/** Registry, name and tag of the image of that id. @throws UnknownNameError */
export function containerImage(id: string): string {
  return table.get(id).image;
}
