import { nodeRepair } from "../../../validation/rules/AVL-004-node-repair";
import { check, describeRule } from "../support/describe-rule";

function factory() {
  const group: Record<string, unknown> = { instance_types: ["p5.48xlarge"], node_repair_config: { enabled: true } };
  const addons: Record<string, Record<string, unknown>> = { agent: { addon_name: "eks-node-monitoring-agent" } };
  const resource: Record<string, Record<string, Record<string, unknown>>> = {
    aws_eks_node_group: { training: group },
    aws_eks_addon: addons,
  };
  return { group, addons, resource, stacks: { infra: { resource } } };
}

describeRule(nodeRepair, {
  passing: factory,
  stillPasses: {
    "the agent as a chart": ({ addons, resource }) => {
      delete addons["agent"];
      resource["helm_release"] = { agent: { name: "agent", chart: "eks-node-monitoring-agent" } };
    },
  },
  mutations: {
    "no repair": { change: ({ group }) => delete group["node_repair_config"], finds: /are not replaced/ },
    "repair switched off": ({ group }) => (group["node_repair_config"] = [{ enabled: false }]),
    "nobody who looks": { change: ({ addons }) => delete addons["agent"], finds: /monitoring agent is missing/ },
  },
  unknown: {
    "a switch from a variable": ({ group }) => (group["node_repair_config"] = { enabled: "${var.repair}" }),
    "a type from a variable": ({ group }) => (group["instance_types"] = ["${var.type}"]),
    "an add-on from a variable": ({ addons }) => (addons["agent"] = { addon_name: "${var.addon}" }),
  },
});

it("AVL-004 asks nothing of processors", () => {
  const input = factory();
  Object.assign(input.group, { instance_types: ["m7i.large"], node_repair_config: null });
  expect(check(nodeRepair, input).findings).toEqual([]);
});
