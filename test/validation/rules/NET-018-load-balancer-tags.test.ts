import { loadBalancerTags } from "../../../validation/rules/NET-018-load-balancer-tags";
import { describeRule } from "../support/describe-rule";
import { vpcStack } from "../support/vpc";

function factory() {
  const made = vpcStack();
  Object.assign(made.stack.resource, {
    helm_release: { controller: { name: "lbc", chart: "aws-load-balancer-controller" } },
  });
  return made;
}

describeRule(loadBalancerTags, {
  passing: factory,
  mutations: {
    "no tags at all": {
      change: ({ subnets }) => Object.values(subnets).forEach((subnet) => delete subnet["tags"]),
      finds: /does not find subnets/,
    },
    "tags in one zone": {
      change: ({ subnets }) => [subnets.public_b, subnets.service_b].forEach((subnet) => (subnet["tags"] = {})),
      finds: /in two zones/,
    },
    "public load balancers in a private subnet": {
      change: ({ subnets }) => (subnets.node_a["tags"] = { "kubernetes.io/role/elb": "1" }),
      finds: /no way to the internet/,
    },
  },
  unknown: { "tags from a variable": ({ subnets }) => (subnets.node_a["tags"] = "${var.tags}") },
});
