import { securityRuleShape } from "../../../validation/rules/NET-007-security-rule-shape";
import { describeRule } from "../support/describe-rule";
import { securityStack } from "../support/vpc";

describeRule(securityRuleShape, {
  passing: securityStack,
  stillPasses: {
    "all traffic inline": ({ group }) =>
      (group["ingress"] = [{ protocol: "-1", from_port: 0, to_port: 0, self: true }]),
    "a protocol by its number": ({ rule }) =>
      Object.assign(rule, { ip_protocol: "47", from_port: null, to_port: null }),
  },
  mutations: {
    "a protocol that does not exist": {
      change: ({ rule }) => (rule["ip_protocol"] = "tpc"),
      finds: /no such protocol/,
    },
    backwards: { change: ({ rule }) => (rule["to_port"] = 80), finds: /backwards/ },
    "ports with all traffic": { change: ({ rule }) => (rule["ip_protocol"] = "-1"), finds: /everything is open/ },
    "no ports": { change: ({ rule }) => Object.assign(rule, { from_port: null, to_port: null }), finds: /both ports/ },
    "a port beyond the last": { change: ({ rule }) => (rule["to_port"] = 70_000), finds: /not a port/ },
    "no other end": { change: ({ rule }) => delete rule["cidr_ipv4"], finds: /no other end/ },
    "no other end inline": ({ group }) => (group["egress"] = [{ protocol: "tcp", from_port: 1, to_port: 2 }]),
  },
  unknown: { "a protocol from a variable": ({ rule }) => (rule["ip_protocol"] = "${var.protocol}") },
});
