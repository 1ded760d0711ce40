import { App, TerraformStack } from "cdktf";
import {
  checkSiteLinkProps,
  DirectConnectPort,
  LinkPath,
  SiteLink,
  transferLink,
  type SiteLinkFacts,
  type SiteLinkProps,
} from "../../../constructs/hybrid";
import { FactoryVpc } from "../../../constructs/network";
import { collectModel } from "../../../model";
import { resourcesOf, synthStack, theResource } from "../../../testing";

const asn = 64520;
const vpn = (name: string, routerAddress: string) => LinkPath.vpn({ name, routerAddress, routerAsn: asn });
const port = (location: string, gbps = 10) => DirectConnectPort.ordered({ location, gbps });
const direct = (name: string, location: string, vlan = 101) =>
  LinkPath.directConnect({ name, port: port(location), vlan, routerAsn: asn });

function build(props: Partial<SiteLinkProps> = {}) {
  const stack = new TerraformStack(new App({ stackTraces: false }), "links");
  const vpc = new FactoryVpc(stack, "network", { region: "eu-north-1", zones: ["eu-north-1a", "eu-north-1b"] });
  const link = new SiteLink(stack, "link", {
    siteId: "site",
    siteCidrBlocks: ["10.64.0.0/16"],
    vpc,
    paths: [vpn("a", "203.0.113.10"), vpn("b", "203.0.113.20")],
    ...props,
  });
  return { stack, link, emitted: synthStack(stack) };
}

describe("a link of two VPN paths", () => {
  const { emitted, stack } = build();

  it("ends at two routers, with two tunnels each, all in use", () => {
    const connections = Object.values(resourcesOf(emitted, "aws_vpn_connection"));
    expect(connections).toHaveLength(2);
    expect(new Set(connections.map((each) => each.customer_gateway_id)).size).toBe(2);
    expect(theResource(emitted, "aws_ec2_transit_gateway").vpn_ecmp_support).toBe("enable");
  });

  it("takes current ciphers only, on both tunnels", () => {
    for (const connection of Object.values(resourcesOf(emitted, "aws_vpn_connection"))) {
      for (const tunnel of ["tunnel1", "tunnel2"]) {
        expect(connection[`${tunnel}_ike_versions`]).toEqual(["ikev2"]);
        expect(connection[`${tunnel}_phase1_encryption_algorithms`]).toEqual(["AES256-GCM-16"]);
        expect(connection[`${tunnel}_phase2_dh_group_numbers`]).toEqual([20]);
      }
    }
  });

  it("writes no key down", () => {
    expect(JSON.stringify(emitted)).not.toMatch(/preshared_key|bgp_auth_key/);
  });

  it("has a route to the site in every private route table", () => {
    const tables = Object.keys(resourcesOf(emitted, "aws_route_table")).filter((name) => name.includes("private"));
    const routes = Object.values(resourcesOf(emitted, "aws_route")).filter((route) => "transit_gateway_id" in route);
    expect(tables).toHaveLength(2);
    expect(routes.map((route) => route.route_table_id).sort()).toEqual(
      tables.map((name) => `\${aws_route_table.${name}.id}`).sort(),
    );
    for (const route of routes) expect(route.destination_cidr_block).toBe("10.64.0.0/16");
  });

  it("is in the factory model with rate, router and packet size", () => {
    const { links } = collectModel(stack, { name: "x", intent: "mixed" });
    expect(links).toMatchObject([
      { kind: "vpn", from: "site", to: "network", gbps: 2.5, endsAt: "203.0.113.10", mtu: 1446, encrypted: true },
      { kind: "vpn", endsAt: "203.0.113.20" },
    ]);
  });
});

describe("a link by Direct Connect", () => {
  const { emitted, link } = build({
    paths: [direct("one", "EqSK1"), direct("two", "InSTO1", 102), vpn("c", "203.0.113.10")],
  });

  it("orders a port at each location and puts a transit interface with jumbo frames on it", () => {
    const ports = Object.values(resourcesOf(emitted, "aws_dx_connection"));
    expect(ports.map(({ location, bandwidth }) => [location, bandwidth])).toEqual([
      ["EqSK1", "10Gbps"],
      ["InSTO1", "10Gbps"],
    ]);
    for (const each of Object.values(resourcesOf(emitted, "aws_dx_transit_virtual_interface"))) {
      expect(each).toMatchObject({ mtu: 8500, bgp_asn: asn, address_family: "ipv4" });
    }
  });

  it("tells the site's routers the way to the VPC, from a number of its own", () => {
    const association = theResource(emitted, "aws_dx_gateway_association");
    expect(association.allowed_prefixes).toEqual(["10.0.0.0/16", "100.64.0.0/16"]);
    const gateway = theResource(emitted, "aws_dx_gateway");
    expect(gateway.amazon_side_asn).not.toBe(
      `${String(theResource(emitted, "aws_ec2_transit_gateway").amazon_side_asn)}`,
    );
  });

  it("has the rate of its ports: the VPN only stands by", () => {
    expect(link.transfer).toEqual({ gbps: 20, usdPerGBOut: 0.04, usdPerGB: 0.02 });
    expect(transferLink([vpn("a", "203.0.113.10")])).toMatchObject({ gbps: 2.5, usdPerGBOut: 0.09 });
  });

  it("takes a connection that is there already", () => {
    const existing = DirectConnectPort.existing({ connectionId: "dxcon-1", location: "EqSK1", gbps: 5 });
    const only = build({ paths: [LinkPath.directConnect({ name: "one", port: existing, vlan: 7, routerAsn: asn })] });
    expect(resourcesOf(only.emitted, "aws_dx_connection")).toEqual({});
    expect(theResource(only.emitted, "aws_dx_transit_virtual_interface").connection_id).toBe("dxcon-1");
  });
});

describe("names across a link", () => {
  const dns = { siteDomains: ["site.example.org"], siteServers: ["10.64.0.10", "10.64.1.10"] };

  it("go both ways, and S3 answers inside the VPC to the site", () => {
    const { emitted } = build({ dns });
    const directions = Object.values(resourcesOf(emitted, "aws_route53_resolver_endpoint")).map(
      (each) => each.direction,
    );
    expect(directions.sort()).toEqual(["INBOUND", "OUTBOUND"]);
    expect(theResource(emitted, "aws_route53_resolver_rule")).toMatchObject({
      rule_type: "FORWARD",
      domain_name: "site.example.org",
      target_ip: [{ ip: "10.64.0.10" }, { ip: "10.64.1.10" }],
    });
    const s3 = Object.values(resourcesOf(emitted, "aws_vpc_endpoint")).find(
      (each) => each.vpc_endpoint_type === "Interface",
    );
    expect(s3).toMatchObject({
      private_dns_enabled: true,
      dns_options: { private_dns_only_for_inbound_resolver_endpoint: true },
    });
  });

  it("need no outbound endpoint where the site has no domain", () => {
    const { link } = build({ dns: { privateObjectStorage: false } });
    expect(link.dns?.outbound).toBeUndefined();
    expect(link.dns?.objectStorage).toBeUndefined();
  });
});

describe("a link that cannot be", () => {
  const facts = {
    siteId: "site",
    siteCidrBlocks: ["10.64.0.0/16"],
    vpc: { cidrBlocks: ["10.0.0.0/16", "100.64.0.0/16"], privateRouteTableIds: ["rtb-1"] },
    paths: [vpn("a", "203.0.113.10"), vpn("b", "198.51.100.1")],
  };
  const rules = (change: Partial<SiteLinkFacts>) =>
    checkSiteLinkProps({ ...facts, ...change }, "link").map(({ rule }) => rule);

  it("is none of the good ones", () => expect(rules({})).toEqual([]));

  it.each<[string, Partial<SiteLinkFacts>, string]>([
    ["the site has the VPC's range", { siteCidrBlocks: ["10.0.128.0/20"] }, "NET-001-cidr-overlap"],
    ["two ranges of the site overlap", { siteCidrBlocks: ["10.64.0.0/16", "10.64.8.0/24"] }, "NET-001-cidr-overlap"],
    ["no range", { siteCidrBlocks: [] }, "HYB-010-site-ranges"],
    ["a range that is none", { siteCidrBlocks: ["10.64.0.1/16"] }, "HYB-010-site-ranges"],
    ["no path", { paths: [] }, "HYB-011-link-paths"],
    ["a path without a name", { paths: [vpn("", "203.0.113.1")] }, "HYB-011-link-paths"],
    ["a private router address", { paths: [vpn("a", "10.1.2.3")] }, "HYB-012-router-address"],
    ["a router that is no address", { paths: [vpn("a", "router.example.org")] }, "HYB-012-router-address"],
    ["one router twice", { paths: [vpn("a", "203.0.113.1"), vpn("b", "203.0.113.1")] }, "HYB-012-router-address"],
    ["one name twice", { paths: [vpn("a", "203.0.113.1"), vpn("a", "203.0.113.2")] }, "NAM-002-duplicate-name"],
    ["a public number on the AWS side", { awsAsn: 3301 }, "HYB-013-bgp-asn"],
    ["the AWS side's number", { awsAsn: asn }, "HYB-013-bgp-asn"],
    [
      "a reserved number",
      { paths: [LinkPath.vpn({ name: "a", routerAddress: "203.0.113.1", routerAsn: 23456 })] },
      "HYB-013-bgp-asn",
    ],
    [
      "a port that is not sold",
      { paths: [LinkPath.directConnect({ name: "a", port: port("X", 25), vlan: 1, routerAsn: asn })] },
      "HYB-014-port-speed",
    ],
    ["no VLAN tag", { paths: [direct("a", "X", 0)] }, "HYB-015-vlan"],
    ["unknown route tables", { vpc: { cidrBlocks: [], privateRouteTableIds: [] } }, "HYB-016-route-tables"],
    ["one name server", { dns: { siteDomains: ["x.org"], siteServers: ["10.64.0.1"] } }, "HYB-017-site-dns"],
    [
      "a name server outside",
      { dns: { siteDomains: ["x.org"], siteServers: ["10.64.0.1", "10.65.0.1"] } },
      "HYB-017-site-dns",
    ],
  ])("has %s", (_, change, rule) => {
    expect(new Set(rules(change))).toEqual(new Set([rule]));
  });
});
