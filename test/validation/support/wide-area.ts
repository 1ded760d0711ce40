import type { StackJson } from "./describe-rule";

/** A VPC joined to a site: two VPN paths and two Direct Connect ports into one transit gateway, with routes back. */
export function siteLinkStack() {
  const resource = {
    aws_vpc: { main: { cidr_block: "10.0.0.0/16" } },
    aws_subnet: {
      a: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.0.0/20" },
      b: { vpc_id: "${aws_vpc.main.id}", cidr_block: "10.0.16.0/20" },
    },
    aws_route_table: { a: { vpc_id: "${aws_vpc.main.id}" }, b: { vpc_id: "${aws_vpc.main.id}" } },
    aws_route_table_association: {
      a: { subnet_id: "${aws_subnet.a.id}", route_table_id: "${aws_route_table.a.id}" },
      b: { subnet_id: "${aws_subnet.b.id}", route_table_id: "${aws_route_table.b.id}" },
    },
    aws_route: {
      a: route("a"),
      b: route("b"),
    },
    aws_ec2_transit_gateway: { main: { amazon_side_asn: 64512 } },
    aws_ec2_transit_gateway_vpc_attachment: {
      main: {
        transit_gateway_id: "${aws_ec2_transit_gateway.main.id}",
        vpc_id: "${aws_vpc.main.id}",
        subnet_ids: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"],
      },
    },
    aws_customer_gateway: {
      one: { ip_address: "203.0.113.1", bgp_asn: "64520", type: "ipsec.1" },
      two: { ip_address: "203.0.113.2", bgp_asn: "64520", type: "ipsec.1" },
    },
    aws_vpn_connection: { one: vpn("one"), two: vpn("two") },
    aws_dx_connection: {
      one: { location: "EqSK1", bandwidth: "10Gbps" },
      two: { location: "InSTO1", bandwidth: "10Gbps" },
    },
    aws_dx_gateway: { main: { amazon_side_asn: "64534" } },
    aws_dx_gateway_association: {
      main: {
        dx_gateway_id: "${aws_dx_gateway.main.id}",
        associated_gateway_id: "${aws_ec2_transit_gateway.main.id}",
      },
    },
    aws_dx_transit_virtual_interface: { one: port("one"), two: port("two") },
  } as Record<string, Record<string, Record<string, unknown>>>;
  const stack: StackJson = { resource };
  return { stacks: { links: stack }, resource, only: (...kept: string[]) => keepPaths(resource, kept) };
}

function route(table: string): Record<string, unknown> {
  return {
    route_table_id: `\${aws_route_table.${table}.id}`,
    destination_cidr_block: "10.64.0.0/16",
    transit_gateway_id: "${aws_ec2_transit_gateway.main.id}",
  };
}

function vpn(router: string): Record<string, unknown> {
  return {
    customer_gateway_id: `\${aws_customer_gateway.${router}.id}`,
    transit_gateway_id: "${aws_ec2_transit_gateway.main.id}",
    type: "ipsec.1",
  };
}

function port(connection: string): Record<string, unknown> {
  return {
    connection_id: `\${aws_dx_connection.${connection}.id}`,
    dx_gateway_id: "${aws_dx_gateway.main.id}",
    vlan: 101,
  };
}

/** Leaves these paths only: `vpn.one`, `port.two`. */
function keepPaths(resource: Record<string, Record<string, unknown>>, kept: readonly string[]): void {
  for (const name of ["one", "two"]) {
    if (!kept.includes(`vpn.${name}`)) delete resource["aws_vpn_connection"]?.[name];
    if (!kept.includes(`port.${name}`)) delete resource["aws_dx_transit_virtual_interface"]?.[name];
  }
}
