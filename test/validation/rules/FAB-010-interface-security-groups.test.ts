import { interfaceSecurityGroups } from "../../../validation/rules/FAB-010-interface-security-groups";
import { describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";

describeRule(interfaceSecurityGroups, {
  passing: launch,
  stillPasses: {
    "an empty list on the template": ({ template }) => (template["vpc_security_group_ids"] = []),
    "a template of other nodes with groups and no interfaces": ({ resource }) =>
      Object.assign(resource["aws_launch_template"] ?? {}, { cpu: { vpc_security_group_ids: ["sg-1"] } }),
  },
  mutations: {
    "groups on the template too": ({ template }) =>
      (template["vpc_security_group_ids"] = ["${aws_security_group.fabric.id}"]),
    "groups from a variable": ({ template }) => (template["vpc_security_group_ids"] = "${var.groups}"),
    "names of groups": ({ template }) => (template["security_group_names"] = ["fabric"]),
  },
});
