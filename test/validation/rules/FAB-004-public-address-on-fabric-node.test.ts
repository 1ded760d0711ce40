import { publicAddressOnFabricNode } from "../../../validation/rules/FAB-004-public-address-on-fabric-node";
import { check, describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

describeRule(publicAddressOnFabricNode, {
  passing: launch,
  stillPasses: {
    "a subnet of other nodes maps public addresses": ({ subnets }) =>
      (subnets["b"] = { map_public_ip_on_launch: true }),
    "the word is there but empty": ({ template }) =>
      (template.network_interfaces[0] = { ...template.network_interfaces[0], associate_public_ip_address: "" }),
  },
  mutations: {
    "an interface wants a public address": {
      change: ({ template }) =>
        (template.network_interfaces[0] = { ...template.network_interfaces[0], associate_public_ip_address: "true" }),
      finds: /beside 32 others/,
    },
    "an interface forbids it, which EC2 refuses too": ({ template }) =>
      (template.network_interfaces[3] = { ...template.network_interfaces[3], associate_public_ip_address: false }),
    "the subnet maps public addresses": {
      change: ({ subnets }) => Object.assign(subnets["a"] ?? {}, { map_public_ip_on_launch: true }),
      finds: /counts on public addresses/,
    },
  },
  unknown: {
    "the subnet's setting from a variable": ({ subnets }) =>
      Object.assign(subnets["a"] ?? {}, { map_public_ip_on_launch: "${var.public}" }),
    "the interface's setting from a variable": ({ template }) =>
      (template.network_interfaces[0] = {
        ...template.network_interfaces[0],
        associate_public_ip_address: "${var.public}",
      }),
  },
});

describe("FAB-004 with one interface", () => {
  it("lets a node with one interface say what it wants", () => {
    const input = launch();
    input.template.network_interfaces = [{ device_index: 0, associate_public_ip_address: "true" }];
    expect(check(publicAddressOnFabricNode, { stacks: input.stacks }).rules[0]).toMatchObject({ pass: 0, fail: 0 });
  });
});
