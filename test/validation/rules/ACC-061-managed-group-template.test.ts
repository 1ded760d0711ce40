import { managedGroupTemplate } from "../../../validation/rules/ACC-061-managed-group-template";
import { check, describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

describeRule(managedGroupTemplate, {
  passing: launch,
  stillPasses: {
    "the type on the node group": ({ template, group }) => {
      delete template["instance_type"];
      group["instance_types"] = ["p5.48xlarge"];
    },
    "empty settings": ({ template, group }) => {
      Object.assign(template, { iam_instance_profile: null, instance_initiated_shutdown_behavior: "terminate" });
      group["instance_types"] = [];
    },
  },
  mutations: {
    "an instance profile": {
      change: ({ template }) => (template["iam_instance_profile"] = { name: "nodes" }),
      finds: /sets iam_instance_profile/,
    },
    "a subnet on an interface": ({ template }) =>
      (template.network_interfaces[0] = { ...template.network_interfaces[0], subnet_id: "subnet-1" }),
    hibernation: ({ template }) => (template["hibernation_options"] = { configured: true }),
    "nodes that stop": ({ template }) => (template["instance_initiated_shutdown_behavior"] = "stop"),
    "spot in the template": {
      change: ({ template }) => (template["instance_market_options"] = { market_type: "spot" }),
      finds: /asks for spot/,
    },
    "the type in both": {
      change: ({ group }) => (group["instance_types"] = ["p5.48xlarge"]),
      finds: /sets instance_types beside a launch template with instance_type/,
    },
    "a disk on the node group": ({ group }) => (group["disk_size"] = 200),
    "remote access on the node group": ({ group }) => (group["remote_access"] = { ec2_ssh_key: "key" }),
  },
  unknown: {
    "a subnet from a variable": ({ template }) =>
      (template.network_interfaces[0] = { ...template.network_interfaces[0], subnet_id: "${var.subnet}" }),
  },
});

describe("ACC-061 on groups of one's own", () => {
  it("lets an autoscaling group have what EKS refuses", () => {
    const input = launch();
    delete input.resource["aws_eks_node_group"];
    input.template["iam_instance_profile"] = { name: "nodes" };
    input.resource["aws_autoscaling_group"] = { one: { launch_template: { name: "training" } } };
    expect(check(managedGroupTemplate, input).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
