import { reservationId } from "../../../validation/rules/CAP-054-reservation-id";
import { describeRule } from "../support/describe-rule";
import { blockLaunch, type EmittedLaunch } from "../support/launch";

const id = (value: unknown) => (input: EmittedLaunch) => {
  const target = { capacity_reservation_target: { capacity_reservation_id: value } };
  input.template["capacity_reservation_specification"] = target;
};

describeRule(reservationId, {
  passing: blockLaunch,
  stillPasses: {
    "an old id of eight digits": id("cr-0123abcd"),
    "a reservation of the documents": (input) => {
      input.resource["aws_ec2_capacity_reservation"] = { training: { instance_count: 8 } };
      id("${aws_ec2_capacity_reservation.training.id}")(input);
    },
  },
  mutations: {
    "a name": id("cr-training"),
    "an ARN": id("arn:aws:ec2:eu-north-1:111122223333:capacity-reservation/cr-0123456789abcdef0"),
    "one digit short": id("cr-0123456789abcdef"),
    "capital letters": id("cr-0123456789ABCDEF0"),
  },
  unknown: { "an id from a variable": id("${var.reservation}") },
});
