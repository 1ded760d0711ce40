import { queueReferences } from "../../../validation/rules/PLT-007-queue-references";
import { describeRule } from "../support/describe-rule";
import { withQueues } from "../support/queues";

describeRule(queueReferences, {
  passing: withQueues,
  mutations: {
    "a queue that is not there": {
      change: ({ local }) => (local["spec"].clusterQueue = "teams"),
      finds: /the LocalQueue 'team' names a ClusterQueue that is not there/,
    },
    "a flavor that is not there": {
      change: ({ reference }) => (reference["name"] = "h100"),
      finds: /names a ResourceFlavor that is not there/,
    },
    "a topology that is not there": {
      change: ({ flavor }) => (flavor["spec"].topologyName = "network"),
      finds: /names a Topology that is not there/,
    },
    "a flavor for nodes that are not there": {
      change: ({ flavor }) => (flavor["spec"].nodeLabels = { "ai-factory/pool": "h100" }),
      finds: /no node has the labels of flavor 'h200'/,
    },
    "a flavor without the toleration": {
      change: ({ flavor }) => delete flavor["spec"].tolerations,
      finds: /does not tolerate the taint of its nodes/,
    },
    "a job for a queue of another namespace": {
      change: ({ job }) => (job["metadata"].namespace = "other"),
      finds: /goes to a queue that its namespace does not have/,
    },
  },
  unknown: { "a name from a variable": ({ local }) => (local["spec"].clusterQueue = "${var.queue}") },
});
