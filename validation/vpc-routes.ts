import type { Block, Documents, Resource } from "../documents/types";
import { isUnknown, type Value } from "../documents/value";
import { isGiven } from "./reading";

/** Where a route leads. */
export type Via = "internet gateway" | "NAT gateway" | "other" | "nothing" | "unknown";

export interface Route {
  /** Range that it is for, or what stands in its place. */
  readonly destination: Value | undefined;
  readonly via: Via;
  /** The gateway, where it is among the documents. */
  readonly target?: Resource;
  /** The route's own resource, or the table that it stands in. */
  readonly resource: Resource;
}

/** Arguments of a route that name where it leads. */
const ways = [
  "nat_gateway_id",
  "gateway_id",
  "transit_gateway_id",
  "vpc_endpoint_id",
  "vpc_peering_connection_id",
  "network_interface_id",
  "egress_only_gateway_id",
  "carrier_gateway_id",
  "local_gateway_id",
  "core_network_arn",
] as const;

/** Every route table with what is needed to answer questions about subnets; read once for all of them. */
export class VpcRoutes {
  private readonly tables = new Map<Resource, Resource>();
  private readonly mainTables = new Map<Resource, Resource>();
  private readonly routes = new Map<Resource, Route[]>();

  constructor(documents: Documents) {
    for (const link of documents.resources("aws_route_table_association")) {
      const table = link.targets("route_table_id").find(isTable);
      const subnet = link.targets("subnet_id").find(({ type }) => type === "aws_subnet");
      if (table && subnet) this.tables.set(subnet, table);
    }
    for (const link of documents.resources("aws_main_route_table_association")) {
      const table = link.targets("route_table_id").find(isTable);
      const vpc = link.targets("vpc_id").find(({ type }) => type === "aws_vpc");
      if (table && vpc) this.mainTables.set(vpc, table);
    }
    for (const table of documents.resources("aws_route_table", "aws_default_route_table")) {
      this.routes.set(
        table,
        table.blocks("route").map((block) => readRoute(block, table)),
      );
      const vpc = table.targets("default_route_table_id").find(({ type }) => type === "aws_vpc");
      if (vpc) this.mainTables.set(vpc, table);
    }
    for (const route of documents.resources("aws_route")) {
      const table = route.targets("route_table_id").find(isTable);
      if (table) this.routes.set(table, [...(this.routes.get(table) ?? []), readRoute(route, route)]);
    }
  }

  /** The table that the subnet routes by: its own, else the main table of its VPC; `undefined` where neither is written. */
  tableOf(subnet: Resource): Resource | undefined {
    const vpc = subnet.targets("vpc_id").find(({ type }) => type === "aws_vpc");
    // Routes may be added to the VPC's own main table by its id alone.
    return this.tables.get(subnet) ?? (vpc && (this.mainTables.get(vpc) ?? (this.routes.has(vpc) ? vpc : undefined)));
  }

  routesOf(table: Resource): readonly Route[] {
    return this.routes.get(table) ?? [];
  }

  /** The route to everywhere, IPv4. */
  defaultRouteOf(subnet: Resource): Route | undefined {
    const table = this.tableOf(subnet);
    return table && this.routesOf(table).find(({ destination }) => destination === "0.0.0.0/0");
  }
}

function isTable({ type }: Resource): boolean {
  return type === "aws_route_table" || type === "aws_default_route_table" || type === "aws_vpc";
}

function readRoute(block: Block, resource: Resource): Route {
  const destination = [block.get("destination_cidr_block"), block.get("cidr_block")].find(isGiven);
  const way = ways.find((name) => isGiven(block.get(name)) && block.get(name) !== "");
  if (way === undefined) return { destination, via: "nothing", resource };
  const [target] = block.targets(way);
  const value = block.get(way);
  if (way === "nat_gateway_id") return { destination, via: "NAT gateway", target, resource };
  if (way !== "gateway_id") return { destination, via: "other", target, resource };
  if (target?.type === "aws_internet_gateway" || (typeof value === "string" && value.startsWith("igw-"))) {
    return { destination, via: "internet gateway", target, resource };
  }
  return { destination, via: target === undefined && isUnknown(value) ? "unknown" : "other", target, resource };
}
