import stored from "../data/aws-eks-image-registries.json";
import type { Dated } from "../dated";
import { Table } from "../lookup";

/** The registry from which EKS serves the images of its own components in a region. */
export interface EksImageRegistry extends Dated {
  /** Region's name. */
  readonly region: string;
  /** Host name: `602401143452.dkr.ecr.eu-north-1.amazonaws.com`. */
  readonly registry: string;
}

const table = new Table(
  "region with an EKS image registry",
  stored.rows as readonly EksImageRegistry[],
  (row) => row.region,
);

/** The registry of that region, or undefined where no source names it. */
export function findEksImageRegistry(region: string): EksImageRegistry | undefined {
  return table.find(region);
}

/** The registry of that region. @throws UnknownNameError */
export function eksImageRegistry(region: string): EksImageRegistry {
  return table.get(region);
}
