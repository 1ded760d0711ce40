import { servingCapacity } from "../../../validation/rules/SRV-004-serving-capacity";
import { describeRule } from "../support/describe-rule";
import { withEngines } from "../support/engines";

describeRule(servingCapacity, {
  passing: withEngines,
  stillPasses: {
    "the pool full to the last GPU": ({ service }) => (service["spec"].predictor.minReplicas = 8),
  },
  mutations: {
    "one copy more": {
      change: ({ service }) => (service["spec"].predictor.minReplicas = 9),
      finds: /need more nvidia\.com\/gpu than it has/,
    },
    "one group more": { change: ({ group }) => (group["spec"].replicas = 2), finds: /need more/ },
    "a smaller pool": { change: ({ h200 }) => (h200["scaling_config"].max_size = 2), finds: /need more/ },
  },
  unknown: {
    "copies from a variable": ({ group }) => (group["spec"].replicas = "${var.copies}"),
    "nodes from a variable": ({ h200 }) => (h200["scaling_config"].max_size = "${var.nodes}"),
  },
});
