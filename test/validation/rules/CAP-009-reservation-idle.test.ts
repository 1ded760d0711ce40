import { reservationIdle } from "../../../validation/rules/CAP-009-reservation-idle";
import { check, describeRule } from "../support/describe-rule";
import { reservedLaunch, secondGroup } from "../support/launch";

describeRule(reservationIdle, {
  passing: reservedLaunch,
  stillPasses: {
    "two pools fill it together": (input) => {
      Object.assign(input.group.scaling_config, { min_size: 4, desired_size: 4, max_size: 4 });
      secondGroup(input);
    },
  },
  mutations: {
    "no launch targets it": {
      change: ({ template }) => delete template["capacity_reservation_specification"],
      finds: /no launch targets the reservation/,
    },
    "a pool that may be off": {
      change: ({ group }) => (group.scaling_config["min_size"] = 0),
      finds: /8 of 8 reserved instances may be idle/,
    },
    "a larger reservation": ({ reservation }) => (reservation["instance_count"] = 16),
  },
  unknown: {
    "an open reservation that others may use": ({ template, reservation }) => {
      delete template["capacity_reservation_specification"];
      delete reservation["instance_match_criteria"];
    },
    "one that a resource group holds": ({ template, resource }) => {
      delete template["capacity_reservation_specification"];
      resource["aws_resourcegroups_resource"] = {
        training: { group_arn: "arn:x", resource_arn: "${aws_ec2_capacity_reservation.training.arn}" },
      };
    },
    "a size from a variable": ({ group }) => (group.scaling_config["min_size"] = "${var.nodes}"),
  },
});

describe("CAP-009 on a partly used reservation", () => {
  it("remarks on the part, and warns where all of it may be idle", () => {
    const input = reservedLaunch();
    input.group.scaling_config["min_size"] = 6;
    expect(check(reservationIdle, input).findings[0]).toMatchObject({ severity: "info", allowed: 8 });
    input.group.scaling_config["min_size"] = 0;
    expect(check(reservationIdle, input).findings[0]).toMatchObject({ severity: "warning" });
  });
});
