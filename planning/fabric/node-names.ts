import type { EndpointGroup } from "./types";

/** Name of a group's node, numbered from 1 and padded, so that names sort: `dgx-007` of 127. */
export function nodeName(group: Pick<EndpointGroup, "name" | "nodes">, index: number): string {
  return numbered(group.name, index, group.nodes);
}

/** `prefix-07`: number `index + 1`, as wide as `count` needs, two digits at least. */
export function numbered(prefix: string, index: number, count: number): string {
  return `${prefix}-${String(index + 1).padStart(Math.max(2, String(count).length), "0")}`;
}
