import stored from "../data/aws-endpoint-services.json";
import type { Dated } from "../dated";
import { Table } from "../lookup";

/** Services of a region whose PrivateLink names do not begin with `com.amazonaws`. */
export interface EndpointServiceNames extends Dated {
  /** Region's name. */
  readonly region: string;
  /** `eu.amazonaws` */
  readonly prefix: string;
  /** Short names: `ecr.api`. */
  readonly services: readonly string[];
}

const table = new Table(
  "region with endpoint services of its own naming",
  stored.rows as readonly EndpointServiceNames[],
  (row) => row.region,
);

/** All regions where some services are named otherwise. */
export function endpointServiceNames(): readonly EndpointServiceNames[] {
  return table.rows;
}

/**
 * Name by which a VPC endpoint finds an AWS service: `com.amazonaws.eu-north-1.ecr.api`.
 *
 * @param service short name, e.g. `ecr.api`
 */
export function endpointServiceName(region: string, service: string): string {
  const row = table.find(region);
  const prefix = row?.services.includes(service) === true ? row.prefix : "com.amazonaws";
  return `${prefix}.${region}.${service}`;
}
