import stored from "./data/custom-resources.json";
import type { Dated } from "./dated";
import { Table } from "./lookup";

/** A group of custom resources, and the charts of the catalogue that bring its definitions. */
export interface CustomResourceGroup extends Dated {
  /** `kueue.x-k8s.io`. */
  readonly group: string;
  /** Ids of charts; any one of them is enough. */
  readonly charts: readonly string[];
}

const table = new Table(
  "group of custom resources",
  (stored as unknown as { rows: readonly CustomResourceGroup[] }).rows,
  (row) => row.group,
);

/** All groups whose owner is known. */
export function customResourceGroups(): readonly CustomResourceGroup[] {
  return table.rows;
}

/** The group of that name, or undefined. */
export function findCustomResourceGroup(group: string): CustomResourceGroup | undefined {
  return table.find(group);
}
