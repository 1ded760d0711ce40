import { worldOpen } from "../../../validation/rules/NET-006-world-open";
import { describeRule } from "../support/describe-rule";
import { securityStack } from "../support/vpc";

const open = { cidr_ipv4: "0.0.0.0/0" };

describeRule(worldOpen, {
  passing: securityStack,
  stillPasses: {
    "HTTPS for everybody": ({ rule }) => Object.assign(rule, open),
    "everything out": ({ group }) =>
      (group["egress"] = [{ protocol: "-1", from_port: 0, to_port: 0, cidr_blocks: ["0.0.0.0/0"] }]),
  },
  mutations: {
    SSH: { change: ({ rule }) => Object.assign(rule, open, { from_port: 22, to_port: 22 }), finds: /a port is open/ },
    "all traffic": {
      change: ({ rule }) => Object.assign(rule, open, { ip_protocol: "-1", from_port: null, to_port: null }),
      finds: /all traffic is open/,
    },
    "a range that begins with HTTPS": ({ rule }) => Object.assign(rule, open, { to_port: 8443 }),
    "HTTPS over UDP": ({ rule }) => Object.assign(rule, open, { ip_protocol: "udp" }),
    IPv6: ({ rule }) => Object.assign(rule, { cidr_ipv4: null, cidr_ipv6: "::/0", from_port: 8888, to_port: 8888 }),
    "half of the internet": ({ rule }) => Object.assign(rule, { cidr_ipv4: "128.0.0.0/1", from_port: 22, to_port: 22 }),
    "inside of the group": ({ group }) =>
      (group["ingress"] = [{ protocol: "tcp", from_port: 8265, to_port: 8265, cidr_blocks: ["0.0.0.0/0"] }]),
    "a rule of the older kind": ({ resource, rule }) =>
      (resource["aws_security_group_rule"] = {
        ssh: {
          type: "ingress",
          protocol: "tcp",
          from_port: 22,
          to_port: 22,
          cidr_blocks: ["10.0.0.0/8", "0.0.0.0/0"],
          security_group_id: rule["security_group_id"],
        },
      }),
  },
  unknown: {
    "a source from a variable": ({ rule }) => (rule["cidr_ipv4"] = "${var.range}"),
    "a port from a variable": ({ rule }) => Object.assign(rule, open, { from_port: "${var.port}" }),
  },
});
