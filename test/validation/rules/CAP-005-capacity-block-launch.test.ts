import { capacityBlockLaunch } from "../../../validation/rules/CAP-005-capacity-block-launch";
import { check, describeRule } from "../support/describe-rule";
import { blockLaunch, launch } from "../support/launch";

describeRule(capacityBlockLaunch, {
  passing: blockLaunch,
  stillPasses: {
    "the reservations of an UltraServer by their group": ({ template }) =>
      (template["capacity_reservation_specification"] = {
        capacity_reservation_target: { capacity_reservation_resource_group_arn: "arn:aws:resource-groups:x" },
      }),
    "default tenancy, said so": ({ template }) => (template["placement"] = { tenancy: "default" }),
  },
  mutations: {
    "no launch template": {
      change: ({ group, resource }) => {
        delete group["launch_template"];
        delete resource["aws_launch_template"];
      },
      finds: /no launch template that names the block/,
    },
    "the template buys on demand": {
      change: ({ template }) => delete template["instance_market_options"],
      finds: /in different ways/,
    },
    "the node group buys on demand": ({ group }) => delete group["capacity_type"],
    "spot in the template": ({ template }) => (template["instance_market_options"] = { market_type: "spot" }),
    "no reservation": {
      change: ({ template }) => delete template["capacity_reservation_specification"],
      finds: /names no reservation/,
    },
    "a preference instead of a target": ({ template }) =>
      (template["capacity_reservation_specification"] = { capacity_reservation_preference: "open" }),
    "two zones": {
      change: ({ group }) => (group["subnet_ids"] = ["${aws_subnet.a.id}", "${aws_subnet.b.id}"]),
      finds: /launches into several/,
    },
    "dedicated tenancy": {
      change: ({ template }) => (template["placement"] = { tenancy: "dedicated" }),
      finds: /default tenancy only/,
    },
  },
  unknown: {
    "a template by an id from elsewhere": ({ group, resource }) => {
      group["launch_template"] = { id: "lt-0123456789abcdef0", version: "1" };
      delete resource["aws_launch_template"];
    },
    "a market from a variable": ({ template }) =>
      (template["instance_market_options"] = { market_type: "${var.market}" }),
  },
});

describe("CAP-005 beside other capacity", () => {
  it("leaves on-demand groups alone", () => {
    expect(check(capacityBlockLaunch, launch()).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
  });
});
