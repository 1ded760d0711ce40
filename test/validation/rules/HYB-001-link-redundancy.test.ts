import { linkRedundancy } from "../../../validation/rules/HYB-001-link-redundancy";
import { describeRule } from "../support/describe-rule";
import { siteLinkStack } from "../support/wide-area";

describeRule(linkRedundancy, {
  passing: siteLinkStack,
  stillPasses: {
    "two routers": ({ only }) => only("vpn.one", "vpn.two"),
    "two locations": ({ only }) => only("port.one", "port.two"),
    "a port, and a VPN that stands by": ({ only }) => only("port.one", "vpn.one"),
    "a virtual private gateway with two routers": ({ resource, only }) => {
      only("vpn.one", "vpn.two");
      resource["aws_vpn_gateway"] = { main: { vpc_id: "${aws_vpc.main.id}" } };
      for (const vpn of Object.values(resource["aws_vpn_connection"] ?? {})) {
        delete vpn["transit_gateway_id"];
        vpn["vpn_gateway_id"] = "${aws_vpn_gateway.main.id}";
      }
    },
  },
  mutations: {
    "one VPN connection": { change: ({ only }) => only("vpn.one"), finds: /end at one place/ },
    "two connections of one customer gateway": ({ resource, only }) => {
      only("vpn.one", "vpn.two");
      Object.assign(resource["aws_vpn_connection"]?.["two"] ?? {}, {
        customer_gateway_id: "${aws_customer_gateway.one.id}",
      });
    },
    "two customer gateways of one router": ({ resource, only }) => {
      only("vpn.one", "vpn.two");
      Object.assign(resource["aws_customer_gateway"]?.["two"] ?? {}, { ip_address: "203.0.113.1" });
    },
    "two ports in one building": ({ resource, only }) => {
      only("port.one", "port.two");
      Object.assign(resource["aws_dx_connection"]?.["two"] ?? {}, { location: "EqSK1" });
    },
    "one port": ({ only }) => only("port.two"),
  },
  unknown: {
    "a hosted connection of a partner beside a port": ({ resource, only }) => {
      only("port.one", "port.two");
      Object.assign(resource["aws_dx_transit_virtual_interface"]?.["two"] ?? {}, { connection_id: "dxcon-1" });
    },
  },
});
