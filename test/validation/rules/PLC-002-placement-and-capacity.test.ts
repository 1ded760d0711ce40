import { placementAndCapacity } from "../../../validation/rules/PLC-002-placement-and-capacity";
import { check, describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

function reserved() {
  const input = launch();
  const reservation: Record<string, unknown> = {
    instance_type: "p5.48xlarge",
    instance_count: 8,
    placement_group_arn: "${aws_placement_group.training.arn}",
  };
  Object.assign(input.resource, {
    aws_placement_group: { training: { name: "training", strategy: "cluster" }, other: { strategy: "cluster" } },
    aws_ec2_capacity_reservation: { training: reservation },
  });
  Object.assign(input.template, {
    placement: { group_name: "${aws_placement_group.training.name}" },
    capacity_reservation_specification: {
      capacity_reservation_target: { capacity_reservation_id: "${aws_ec2_capacity_reservation.training.id}" },
    },
  });
  return { ...input, reservation };
}

describeRule(placementAndCapacity, {
  passing: reserved,
  stillPasses: {
    "neither launch nor reservation in a group": ({ template, reservation }) => {
      delete template["placement"];
      delete reservation["placement_group_arn"];
    },
    "a group without a reservation": ({ template }) => delete template["capacity_reservation_specification"],
  },
  mutations: {
    "the reservation was made outside of the group": {
      change: ({ reservation }) => delete reservation["placement_group_arn"],
      finds: /made outside of the placement group/,
    },
    "the reservation is in another group": {
      change: ({ reservation }) => (reservation["placement_group_arn"] = "${aws_placement_group.other.arn}"),
      finds: /another placement group/,
    },
    "the launch forgot the reservation's group": {
      change: ({ template }) => delete template["placement"],
      finds: /does not ask for/,
    },
    "a dedicated host": {
      change: ({ template }) => Object.assign(template["placement"] as object, { tenancy: "host" }),
      finds: /dedicated host/,
    },
    "a spot instance that hibernates": {
      change: ({ template }) =>
        (template["instance_market_options"] = {
          market_type: "spot",
          spot_options: { instance_interruption_behavior: "hibernate" },
        }),
      finds: /hibernate/,
    },
    "a group beside a capacity block": {
      change: ({ template }) => (template["instance_market_options"] = { market_type: "capacity-block" }),
      finds: /beside its capacity block/,
    },
  },
  unknown: {
    "a reservation by its id": ({ template }) =>
      (template["capacity_reservation_specification"] = {
        capacity_reservation_target: { capacity_reservation_id: "cr-0123456789abcdef0" },
      }),
    "the reservation's group from a variable": ({ reservation }) =>
      (reservation["placement_group_arn"] = "${var.placement_group_arn}"),
  },
});

describe("PLC-002 beside a capacity block", () => {
  it("only warns: AWS calls the group needless", () => {
    const input = reserved();
    input.group["capacity_type"] = "CAPACITY_BLOCK";
    expect(check(placementAndCapacity, input).findings.map(({ severity }) => severity)).toEqual(["warning"]);
  });
});
