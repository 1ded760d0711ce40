import { efaOnlyWithoutAddress } from "../../../validation/rules/FAB-005-efa-only-without-address";
import { describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

const change = (index: number, attributes: Record<string, unknown>) => (input: ReturnType<typeof launch>) => {
  input.template.network_interfaces[index] = { ...input.template.network_interfaces[index], ...attributes };
};

describeRule(efaOnlyWithoutAddress, {
  passing: launch,
  stillPasses: {
    "prefixes on the primary interface": change(0, { ipv4_prefix_count: 4 }),
    "a count of 0": change(5, { ipv4_address_count: 0, ipv6_addresses: [] }),
  },
  mutations: {
    "a prefix": { change: change(5, { ipv4_prefix_count: 1 }), finds: /card 4 asks for addresses/ },
    "an address": change(1, { private_ip_address: "10.0.0.5" }),
    "IPv6 addresses": change(2, { ipv6_address_count: 1 }),
  },
  unknown: {
    "a count from a variable": change(5, { ipv4_address_count: "${var.count}" }),
    "all types from a variable": ({ template }) => {
      for (const item of template.network_interfaces) item["interface_type"] = "${var.type}";
    },
  },
});
