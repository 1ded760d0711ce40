import { clusterGroupOneZone } from "../../../validation/rules/PLC-006-cluster-group-one-zone";
import { check, describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

function placed() {
  const input = launch();
  input.resource["aws_placement_group"] = { training: { name: "training", strategy: "cluster" } };
  input.template["placement"] = { group_name: "${aws_placement_group.training.name}" };
  return input;
}

const second = (type: string, subnet: string) => (input: ReturnType<typeof placed>) => {
  Object.assign(input.resource["aws_launch_template"] ?? {}, {
    second: { instance_type: type, placement: { group_name: "training" } },
  });
  Object.assign(input.resource["aws_eks_node_group"] ?? {}, {
    second: {
      launch_template: { id: "${aws_launch_template.second.id}" },
      subnet_ids: [`\${aws_subnet.${subnet}.id}`],
    },
  });
};

describeRule(clusterGroupOneZone, {
  passing: placed,
  stillPasses: { "a second node group beside the first": second("p5.48xlarge", "a") },
  mutations: {
    "a node group over two zones": {
      change: ({ group }) => (group["subnet_ids"] = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"]),
      finds: /used in 2 zones/,
    },
    "a second node group in another zone": { change: second("p5.48xlarge", "b"), finds: /used in 2 zones/ },
    "another type in the same group": { change: second("p5en.48xlarge", "a"), finds: /shared by 2 instance types/ },
  },
  unknown: {
    "a zone from a variable": ({ subnets }) => Object.assign(subnets["a"] ?? {}, { availability_zone: "${var.zone}" }),
  },
});

describe("PLC-006 on types", () => {
  it("only warns about several types", () => {
    const input = placed();
    second("p5en.48xlarge", "a")(input);
    expect(check(clusterGroupOneZone, input).findings.map(({ severity }) => severity)).toEqual(["warning"]);
  });
});
