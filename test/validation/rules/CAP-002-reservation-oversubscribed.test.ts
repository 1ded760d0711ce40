import { reservationOversubscribed } from "../../../validation/rules/CAP-002-reservation-oversubscribed";
import { check, describeRule } from "../support/describe-rule";
import { blockLaunch, reservedLaunch, secondGroup } from "../support/launch";
import { node } from "../support/model";

describeRule(reservationOversubscribed, {
  passing: reservedLaunch,
  stillPasses: {
    "two pools share it": (input) => {
      input.group.scaling_config["max_size"] = 4;
      secondGroup(input);
    },
    "a pool smaller than it": ({ group }) => (group.scaling_config["max_size"] = 2),
    "a block by its offering": ({ resource, template, stacks }) => {
      resource["aws_ec2_capacity_block_reservation"] = {
        training: {
          capacity_block_offering_id: "${data.aws_ec2_capacity_block_offering.training.capacity_block_offering_id}",
        },
      };
      const offering = { instance_type: "p5.48xlarge", instance_count: 8, capacity_duration_hours: 24 };
      Object.assign(stacks["infra"] ?? {}, { data: { aws_ec2_capacity_block_offering: { training: offering } } });
      template["capacity_reservation_specification"] = {
        capacity_reservation_target: { capacity_reservation_id: "${aws_ec2_capacity_block_reservation.training.id}" },
      };
    },
  },
  mutations: {
    "one pool larger than the reservation": {
      change: ({ group }) => (group.scaling_config["max_size"] = 9),
      finds: /the pool asks for more/,
    },
    "a smaller reservation": ({ reservation }) => (reservation["instance_count"] = 4),
    "a second pool on it": { change: (input) => secondGroup(input), finds: /2 pools ask for more/ },
    "an instance beside the pool": ({ resource, template }) =>
      (resource["aws_instance"] = {
        head: { capacity_reservation_specification: template["capacity_reservation_specification"] },
      }),
  },
  unknown: {
    "the pool's size from a variable": ({ group }) => (group.scaling_config["max_size"] = "${var.nodes}"),
    "the reservation's size from a variable": ({ reservation }) => (reservation["instance_count"] = "${var.count}"),
    "two pools on a reservation known by its id": (input) => {
      const target = { capacity_reservation_id: "cr-0123456789abcdef0" };
      input.template["capacity_reservation_specification"] = { capacity_reservation_target: target };
      secondGroup(input);
    },
  },
});

describe("CAP-002 on a capacity block known by its id", () => {
  it("lets one pool have it, and refuses two, by the size that the pools state", () => {
    const input = blockLaunch();
    expect(check(reservationOversubscribed, input).findings).toEqual([]);
    secondGroup(input);
    const addresses = ["infra:aws_eks_node_group.second"];
    input.model.pools.push(node("pools", { id: "second", addresses, capacity: { kind: "capacity-block" } }));
    expect(check(reservationOversubscribed, input).findings[0]).toMatchObject({
      message: "2 pools ask for more than 'cr-0123456789abcdef0' holds",
      given: ["aws_eks_node_group.second: 8", "aws_eks_node_group.training: 8"],
      allowed: "8 together",
    });
  });
});
