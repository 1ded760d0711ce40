import { networkIds } from "../../../validation/rules/NET-021-network-ids";
import { check, describeRule } from "../support/describe-rule";

function imported() {
  const network: Record<string, unknown> = {
    subnet_ids: ["subnet-0123456789abcdef0", "subnet-0123abcd"],
    security_group_ids: ["sg-0123456789abcdef0", "${aws_security_group.nodes.id}"],
  };
  const server: Record<string, unknown> = { vpc_security_group_ids: ["sg-0123abcd"] };
  const resource = { aws_eks_cluster: { main: { vpc_config: network } }, aws_db_instance: { one: server } };
  return {
    network,
    server,
    resource: resource as Record<string, unknown>,
    stacks: { infra: { resource: resource as never } },
  };
}

describeRule(networkIds, {
  passing: imported,
  stillPasses: {
    "a resource of another provider": ({ resource }) => (resource["google_thing"] = { one: { subnet_id: "nodes" } }),
    "a name left empty": ({ server }) => (server["vpc_security_group_ids"] = [""]),
  },
  mutations: {
    "a subnet's name": {
      change: ({ network }) => (network["subnet_ids"] = ["subnet-0123456789abcdef0", "nodes-a"]),
      finds: /something else stands where the id/,
    },
    "one digit short": ({ network }) => (network["subnet_ids"] = ["subnet-0123456789abcdef"]),
    "a VPC where a subnet belongs": ({ network }) => (network["subnet_ids"] = ["vpc-0123456789abcdef0"]),
    "a group's name": ({ server }) => (server["vpc_security_group_ids"] = ["default"]),
    "a VPC by its name": ({ resource }) => (resource["aws_security_group"] = { one: { vpc_id: "main" } }),
    "an interface's group by its name": ({ resource }) =>
      (resource["aws_launch_template"] = { one: { network_interfaces: [{ security_groups: ["sg-nodes"] }] } }),
  },
});

test("ids that other resources give are not looked at", () => {
  const input = imported();
  input.network["subnet_ids"] = ["${aws_subnet.a.id}"];
  input.network["security_group_ids"] = ["${aws_security_group.nodes.id}"];
  delete (input.resource["aws_db_instance"] as Record<string, unknown>)["one"];
  expect(check(networkIds, input).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
});
