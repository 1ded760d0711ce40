import { lineToSite } from "../../../validation/rules/NET-020-line-to-site";
import { describeRule } from "../support/describe-rule";

function line() {
  const hub: Record<string, unknown> = { amazon_side_asn: 64512 };
  const site: Record<string, unknown> = { bgp_asn: 65010 };
  const connection: Record<string, unknown> = { bandwidth: "100Gbps" };
  const tunnel = {
    customer_gateway_id: "${aws_customer_gateway.site.id}",
    transit_gateway_id: "${aws_ec2_transit_gateway.hub.id}",
  };
  const resource = {
    aws_ec2_transit_gateway: { hub },
    aws_customer_gateway: { site },
    aws_vpn_connection: { tunnel },
    aws_dx_connection: { connection },
  };
  return { hub, site, connection, stacks: { infra: { resource } } };
}

describeRule(lineToSite, {
  passing: line,
  stillPasses: {
    "four bytes": ({ hub }) => (hub["amazon_side_asn"] = "4200000001"),
    "a registered number on the other side": ({ site }) => (site["bgp_asn"] = 3320),
  },
  mutations: {
    "a number of somebody else": { change: ({ hub }) => (hub["amazon_side_asn"] = 1), finds: /not an AS number/ },
    "no number": { change: ({ site }) => delete site["bgp_asn"], finds: /not an AS number/ },
    "a reserved number": ({ site }) => (site["bgp_asn"] = 65535),
    "one number on both sides": { change: ({ site }) => (site["bgp_asn"] = 64512), finds: /refused as loops/ },
    "one number on both sides, one of them unwritten": ({ hub, site }) => {
      delete hub["amazon_side_asn"];
      site["bgp_asn"] = 64512;
    },
    "a rate that does not exist": {
      change: ({ connection }) => (connection["bandwidth"] = "40Gbps"),
      finds: /no rate/,
    },
    "a rate of hosted connections": ({ connection }) => (connection["bandwidth"] = "500Mbps"),
  },
  unknown: {
    "a number from a variable": ({ site }) => (site["bgp_asn"] = "${var.asn}"),
    "a rate from a variable": ({ connection }) => (connection["bandwidth"] = "${var.rate}"),
  },
});
