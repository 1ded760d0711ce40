import { lustreEfa } from "../../../validation/rules/STO-122-lustre-efa";
import { check, describeRule } from "../support/describe-rule";
import { lustreStack } from "../support/lustre";

describeRule(lustreEfa, {
  passing: lustreStack,
  stillPasses: {
    "the rules inside the group": ({ stack, ingress, egress }) => {
      delete ingress["self"];
      delete egress["self"];
      const all = { protocol: "-1", from_port: 0, to_port: 0, self: true };
      Object.assign(stack.resource.aws_security_group["scratch"] ?? {}, { ingress: [all], egress: [all] });
    },
    "rules of the older kind": ({ stack, ingress, egress }) => {
      delete ingress["self"];
      delete egress["self"];
      const group = "${aws_security_group.scratch.id}";
      const rule = { protocol: "-1", from_port: 0, to_port: 0, security_group_id: group };
      Object.assign(stack.resource, {
        aws_security_group_rule: {
          in: { ...rule, type: "ingress", self: true },
          out: { ...rule, type: "egress", source_security_group_id: group },
        },
      });
    },
  },
  mutations: {
    "no metadata configuration": {
      change: ({ filesystem }) => delete filesystem["metadata_configuration"],
      finds: /needs a metadata configuration/,
    },
    "an older Lustre": {
      change: ({ filesystem }) => (filesystem["file_system_type_version"] = "2.12"),
      finds: /needs Lustre 2\.15/,
    },
    "a scratch filesystem": {
      change: ({ filesystem }) => (filesystem["deployment_type"] = "SCRATCH_2"),
      finds: /SCRATCH_2 SSD has no EFA/,
    },
    "no rule in": { change: ({ ingress }) => delete ingress["self"], finds: /to and from itself/ },
    "no rule out": { change: ({ egress }) => delete egress["self"], finds: /to and from itself/ },
    "only a port": {
      change: ({ ingress }) =>
        Object.assign(ingress["self"] ?? {}, { ip_protocol: "tcp", from_port: 988, to_port: 988 }),
      finds: /to and from itself/,
    },
    "everything by address": {
      change: ({ egress }) =>
        Object.assign(egress["self"] ?? {}, { referenced_security_group_id: null, cidr_ipv4: "0.0.0.0/0" }),
      finds: /to and from itself/,
    },
  },
  unknown: {
    "EFA from a variable": ({ filesystem }) => (filesystem["efa_enabled"] = "${var.efa}"),
    "a group that exists elsewhere": ({ filesystem }) => (filesystem["security_group_ids"] = ["sg-0123456789abcdef0"]),
    "groups from a variable": ({ filesystem }) => (filesystem["security_group_ids"] = "${var.groups}"),
  },
});

describe("STO-122 without EFA", () => {
  it("leaves other filesystems alone", () => {
    const input = lustreStack();
    delete input.filesystem["efa_enabled"];
    expect(check(lustreEfa, input).rules[0]).toMatchObject({ ran: true, pass: 0, fail: 0, unknown: 0 });
  });
});
