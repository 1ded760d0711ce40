import { fabricZone } from "../../../validation/rules/FAB-051-fabric-zone";
import { check, describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";
import { node } from "../support/model";

describeRule(fabricZone, {
  passing: launch,
  stillPasses: {
    "an instance in a zone of its own, without EFA": ({ resource }) =>
      (resource["aws_instance"] = { bastion: { instance_type: "m7i.large", subnet_id: "${aws_subnet.b.id}" } }),
    "a fabric whose zone is that of its only pool": ({ model }) => delete model.fabrics[0]?.zone,
    "one subnet whose zone is not known": ({ subnets }) =>
      Object.assign(subnets["a"] ?? {}, { availability_zone: "${var.zone}" }),
  },
  mutations: {
    "a subnet of another zone is added": {
      change: ({ group }) => (group["subnet_ids"] = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"]),
      finds: /spread over 2 zones/,
    },
    "the pool of the model has two zones": {
      change: ({ model }) => model.pools[0]?.zones.push("eu-north-1b"),
      finds: /beyond the zone of its fabric/,
    },
    "a second pool of the fabric stands elsewhere": ({ model }) =>
      model.pools.push(node("pools", { id: "second", fabricId: "fabric", zones: ["eu-north-1c"] })),
    "the fabric is in another zone": ({ model }) => Object.assign(model.fabrics[0] ?? {}, { zone: "eu-north-1b" }),
    "an autoscaling group over two zones": ({ resource }) => {
      delete resource["aws_eks_node_group"];
      resource["aws_autoscaling_group"] = {
        training: {
          launch_template: { id: "${aws_launch_template.training.id}" },
          vpc_zone_identifier: ["${aws_subnet.a.id}", "${aws_subnet.b.id}"],
        },
      };
    },
  },
  unknown: {
    "subnets from a variable": ({ group }) => (group["subnet_ids"] = "${var.subnets}"),
    "one subnet more from a variable": ({ group }) => (group["subnet_ids"] = ["${aws_subnet.a.id}", "${var.subnet}"]),
    "a zone that only the plan knows": ({ model }) => Object.assign(model.fabrics[0] ?? {}, { zone: "${TfToken[3]}" }),
  },
});

describe("FAB-051 with documents alone", () => {
  it("judges a node group without a factory model", () => {
    const { stacks } = launch();
    expect(check(fabricZone, { stacks }).rules[0]).toMatchObject({ ran: true, pass: 1 });
  });
});
