import { failoverHealth } from "../../../validation/rules/HYB-007-failover-health";
import { describeRule } from "../support/describe-rule";

function names() {
  const common = { zone_id: "${aws_route53_zone.z.zone_id}", name: "site.example.org", type: "A" };
  const primary: Record<string, unknown> = {
    ...common,
    set_identifier: "site",
    failover_routing_policy: { type: "PRIMARY" },
    health_check_id: "${aws_route53_health_check.site.id}",
  };
  const secondary: Record<string, unknown> = {
    ...common,
    set_identifier: "cloud",
    failover_routing_policy: { type: "SECONDARY" },
  };
  const records: Record<string, Record<string, unknown>> = { primary, secondary };
  const resource = {
    aws_route53_zone: { z: { name: "example.org" }, other: { name: "example.org" } },
    aws_route53_health_check: { site: { type: "CLOUDWATCH_METRIC" } },
    aws_route53_record: records,
  };
  return { primary, secondary, records, stacks: { links: { resource } } };
}

describeRule(failoverHealth, {
  passing: names,
  stillPasses: {
    "an alias that is asked for its health": ({ primary }) => {
      delete primary["health_check_id"];
      primary["alias"] = { name: "lb", zone_id: "z", evaluate_target_health: true };
    },
  },
  mutations: {
    "nothing looks": {
      change: ({ primary }) => delete primary["health_check_id"],
      finds: /nothing notices/,
    },
    "an alias that is not asked": ({ primary }) => {
      delete primary["health_check_id"];
      primary["alias"] = { name: "lb", zone_id: "z", evaluate_target_health: false };
    },
    "no secondary": { change: ({ records }) => delete records["secondary"], finds: /nowhere to go/ },
    "a secondary of another name": ({ secondary }) => (secondary["name"] = "cloud.example.org"),
    "a secondary in another zone": ({ secondary }) => (secondary["zone_id"] = "${aws_route53_zone.other.zone_id}"),
    "a secondary of another type": ({ secondary }) => (secondary["type"] = "AAAA"),
  },
  unknown: { "a name that is not known": ({ primary }) => (primary["name"] = "${var.name}") },
});
