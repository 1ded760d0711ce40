import { efaLayout } from "../../../catalog/aws/efa-layouts";
import { instanceType } from "../../../catalog/aws/instance-types";
import { efaInterfaceCount } from "../../../validation/rules/FAB-001-efa-interface-count";
import { check, describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";

interface EmittedInterface {
  network_card_index?: number | string;
  device_index?: number;
  interface_type?: string;
}

function interfacesOf(type: string): EmittedInterface[] {
  return efaLayout(instanceType(type)).map(({ networkCardIndex, deviceIndex, interfaceType }) => ({
    network_card_index: networkCardIndex,
    device_index: deviceIndex,
    interface_type: interfaceType,
  }));
}

function launching(type: string) {
  const template: { instance_type?: string; network_interfaces: EmittedInterface[] } & Record<string, unknown> = {
    "//": { metadata: { path: "infra/training/template" } },
    instance_type: type,
    network_interfaces: interfacesOf(type),
  };
  const model = emptyModel({
    fabrics: [node("fabrics")],
    pools: [node("pools", { fabricId: "fabric", addresses: ["infra:aws_launch_template.training"] })],
  });
  return { template, model, stacks: { infra: { resource: { aws_launch_template: { training: template } } } } };
}

describeRule(efaInterfaceCount, {
  passing: () => launching("p5.48xlarge"),
  stillPasses: {
    "the older layout, with EFA on the primary interface": ({ template }) => {
      template.network_interfaces = interfacesOf("p5.48xlarge")
        .slice(1)
        .map((item, index) => ({ ...item, device_index: index === 0 ? 0 : 1, interface_type: "efa" }));
    },
    "a type without a role in any fabric and without EFA": ({ model, template }) => {
      model.pools = [];
      template.network_interfaces.push({ network_card_index: 4, device_index: 1, interface_type: "interface" });
    },
  },
  mutations: {
    "one card's interface is gone": {
      change: ({ template }) => template.network_interfaces.pop(),
      finds: /of which 1 stay unused/,
    },
    "one interface is made a plain one by an override": {
      change: ({ template }) =>
        (template.network_interfaces[5] = { network_card_index: 4, interface_type: "interface" }),
      finds: /of which 1 stay unused/,
    },
    "all interfaces are overridden away": {
      change: ({ template }) => (template.network_interfaces = []),
      finds: /of which 32 stay unused/,
    },
    "the instance type is changed and the interfaces are not": {
      change: ({ template }) => (template.instance_type = "p5en.48xlarge"),
      finds: /has no network card 16/,
    },
    "a type without EFA": {
      change: ({ template }) => (template.instance_type = "g5.xlarge"),
      finds: /g5\.xlarge has no EFA/,
    },
    "two interfaces in one place": {
      change: ({ template }) => (template.network_interfaces[2] = { ...template.network_interfaces[3] }),
      finds: /share a card and device/,
    },
    "two EFA interfaces on one card": {
      change: ({ template }) =>
        template.network_interfaces.push({ network_card_index: 3, device_index: 1, interface_type: "efa-only" }),
      finds: /card 3 has two EFA interfaces/,
    },
    "an EFA-only primary interface": {
      change: ({ template }) => {
        template.network_interfaces.splice(0, 2, {
          network_card_index: 0,
          device_index: 0,
          interface_type: "efa-only",
        });
      },
      finds: /primary interface is EFA-only/,
    },
    "no primary interface": {
      change: ({ template }) => template.network_interfaces.shift(),
      finds: /no primary interface/,
    },
  },
  unknown: {
    "an instance type from a variable": ({ template }) => (template.instance_type = "${var.type}"),
    "a type that the catalogue lacks": ({ template }) => (template.instance_type = "p9.48xlarge"),
    "a card's index from a variable": ({ template }) =>
      (template.network_interfaces[1] = { network_card_index: "${var.card}", interface_type: "efa-only" }),
  },
});

describe("FAB-001 on other machines", () => {
  it.each([
    "p4d.24xlarge",
    "p5en.48xlarge",
    "p6-b200.48xlarge",
    "p6-b300.48xlarge",
    "p6e-gb200.36xlarge",
    "trn1.32xlarge",
  ])("passes the catalogue's layout of %s", (type) =>
    expect(check(efaInterfaceCount, { stacks: launching(type).stacks }).findings).toEqual([]),
  );

  it("refuses EFA on card 0 of p6-b300, which has none there", () => {
    const { template, stacks } = launching("p6-b300.48xlarge");
    template.network_interfaces.push({ network_card_index: 0, device_index: 1, interface_type: "efa-only" });
    const [finding] = check(efaInterfaceCount, { stacks }).findings;
    expect(finding).toMatchObject({
      message: "card 0 of p6-b300.48xlarge has no EFA",
      given: "efa-only on card 0, device 1",
      allowed: "EFA on cards 1 to 16",
      address: "aws_launch_template.training",
      path: "infra/training/template",
    });
  });

  it("takes the instance type from the node group that launches the template", () => {
    const { template, stacks } = launching("p5.48xlarge");
    delete template.instance_type;
    template.network_interfaces.pop();
    const group = { instance_types: ["p5.48xlarge"], launch_template: { id: "${aws_launch_template.training.id}" } };
    const resource = { ...stacks.infra.resource, aws_eks_node_group: { training: group } };
    const { findings } = check(efaInterfaceCount, { stacks: { infra: { resource } } });
    expect(findings.map(({ verdict }) => verdict)).toEqual(["fail"]);
  });
});
