import { reservationMatchesLaunch } from "../../../validation/rules/CAP-003-reservation-matches-launch";
import { check, describeRule } from "../support/describe-rule";
import { blockLaunch, reservedLaunch } from "../support/launch";

describeRule(reservationMatchesLaunch, {
  passing: reservedLaunch,
  stillPasses: {
    "the same tenancy on both sides": ({ reservation, template }) => {
      reservation["tenancy"] = "dedicated";
      template["placement"] = { tenancy: "dedicated" };
    },
  },
  mutations: {
    "another type in the launch": {
      change: ({ template }) => (template["instance_type"] = "p5en.48xlarge"),
      finds: /differ in instance type/,
    },
    "another type in the reservation": ({ reservation }) => (reservation["instance_type"] = "p5.4xlarge"),
    "a flexible list of types": ({ template, group }) => {
      delete template["instance_type"];
      group["instance_types"] = ["p5.48xlarge", "p5e.48xlarge"];
    },
    "another zone": {
      change: ({ group }) => (group["subnet_ids"] = ["${aws_subnet.b.id}"]),
      finds: /differ in zone/,
    },
    "one zone more": ({ group }) => (group["subnet_ids"] = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"]),
    "another tenancy": {
      change: ({ reservation }) => (reservation["tenancy"] = "dedicated"),
      finds: /differ in tenancy/,
    },
    "another platform": {
      change: ({ reservation }) => (reservation["instance_platform"] = "Red Hat Enterprise Linux"),
      finds: /differ in platform/,
    },
  },
  unknown: {
    "a type from a variable": ({ reservation }) => (reservation["instance_type"] = "${var.type}"),
    "a zone from a variable": ({ reservation }) => (reservation["availability_zone"] = "${var.zone}"),
    "subnets from a variable": ({ group }) => (group["subnet_ids"] = "${var.subnets}"),
  },
});

describe("CAP-003 on reservations elsewhere", () => {
  it("says nothing about a block that it sees the id of only", () => {
    expect(check(reservationMatchesLaunch, blockLaunch()).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
