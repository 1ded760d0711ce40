import { placementGroupLimits } from "../../../validation/rules/PLC-003-placement-group-limits";
import { check, describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

function spread() {
  const input = launch("m7i.8xlarge");
  const placement: Record<string, unknown> = { name: "spread", strategy: "spread" };
  input.resource["aws_placement_group"] = { spread: placement };
  input.template["placement"] = { group_name: "${aws_placement_group.spread.name}" };
  input.group["subnet_ids"] = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"];
  input.group.scaling_config["max_size"] = 14;
  return { ...input, placement };
}

describeRule(placementGroupLimits, {
  passing: spread,
  stillPasses: {
    "a partition group of seven": ({ placement }) =>
      Object.assign(placement, { strategy: "partition", partition_count: 7 }),
    "hosts of an Outpost": ({ placement, group }) => {
      placement["spread_level"] = "host";
      group.scaling_config["max_size"] = 40;
    },
  },
  mutations: {
    "one node more": {
      change: ({ group }) => (group.scaling_config["max_size"] = 15),
      finds: /15 instances where 14 fit/,
    },
    "one zone less": ({ group }) => (group["subnet_ids"] = ["${aws_subnet.a.id}"]),
    "an instance beside the node group": ({ resource }) =>
      (resource["aws_instance"] = {
        head: { instance_type: "m7i.large", placement_group: "spread", subnet_id: "${aws_subnet.a.id}" },
      }),
    "eight partitions": {
      change: ({ placement }) => Object.assign(placement, { strategy: "partition", partition_count: 8 }),
      finds: /that many partitions/,
    },
  },
  unknown: {
    "a size from a variable": ({ group }) => (group.scaling_config["max_size"] = "${var.nodes}"),
    "subnets from a variable": ({ group }) => (group["subnet_ids"] = "${var.subnets}"),
    "partitions from a variable": ({ placement }) =>
      Object.assign(placement, { strategy: "partition", partition_count: "${var.partitions}" }),
  },
});

describe("PLC-003 on cluster groups", () => {
  it("has no limit to judge", () => {
    const input = spread();
    input.placement["strategy"] = "cluster";
    expect(check(placementGroupLimits, input).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
