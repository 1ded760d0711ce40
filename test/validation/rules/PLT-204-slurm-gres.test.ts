import { slurmGres } from "../../../validation/rules/PLT-204-slurm-gres";
import { describeRule } from "../support/describe-rule";
import { dualStack } from "../support/slurm";

describeRule(slurmGres, {
  passing: dualStack,
  stillPasses: {
    "a NodeSet of CPUs": ({ nodeSet }) => {
      nodeSet.spec.extraConf = "Features=cpu";
      nodeSet.spec.slurmd.resources.limits = { cpu: "60" };
    },
    "AMD's accelerators, without a type": ({ nodeSet }) => {
      nodeSet.spec.extraConf = "Gres=gpu:8";
      nodeSet.spec.slurmd.resources.limits = { "amd.com/gpu": "8" };
    },
  },
  mutations: {
    "more than the pod has": {
      change: ({ nodeSet }) => (nodeSet.spec.extraConf = "Gres=gpu:gb200:8"),
      finds: /whose pod has 4 accelerators Slurm gives out 8/,
    },
    "none of those that the pod has": {
      change: ({ nodeSet }) => (nodeSet.spec.extraConf = "Features=gb200"),
      finds: /gives out 0/,
    },
    "a pod without accelerators": ({ nodeSet }) => delete nodeSet.spec.slurmd.resources.limits["nvidia.com/gpu"],
    "a Slurm that does not know the kind": {
      change: ({ controller }) => (controller.spec.extraConf = "SelectType=select/cons_tres"),
      finds: /does not know the kind/,
    },
  },
  unknown: {
    "limits that the plan decides": ({ nodeSet }) =>
      (nodeSet.spec.slurmd.resources.limits["nvidia.com/gpu"] = "${var.n}"),
    "a controller that is not here": ({ nodeSet }) => (nodeSet.spec.controllerRef.name = "other"),
  },
});
