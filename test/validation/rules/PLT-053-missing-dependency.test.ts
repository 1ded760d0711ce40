import { missingDependency } from "../../../validation/rules/PLT-053-missing-dependency";
import { describeRule } from "../support/describe-rule";
import { withServices } from "../support/services";

describeRule(missingDependency, {
  passing: withServices,
  mutations: {
    "a component that is not there": {
      change: ({ queues }) => (queues.dependsOn = ["cert-manger"]),
      finds: /component 'queues' depends on cert-manger/,
    },
    "an address that is not there": {
      change: ({ releases }) => (releases["efa"].depends_on = ["helm_release.gone"]),
      finds: /leads to a resource that is not there/,
    },
  },
  stillPasses: {
    "modules and instances": ({ releases }) =>
      (releases["efa"].depends_on = ["module.network", "aws_eks_node_group.h200[0]", "aws_eks_cluster.main"]),
  },
});
