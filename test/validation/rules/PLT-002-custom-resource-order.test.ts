import { customResourceOrder } from "../../../validation/rules/PLT-002-custom-resource-order";
import { describeRule } from "../support/describe-rule";
import { manifests, platform } from "../support/platform";

const queue = { apiVersion: "kueue.x-k8s.io/v1beta2", kind: "ClusterQueue", metadata: { name: "team" }, spec: {} };

function withKueue() {
  const input = platform();
  input.install("kueue", "0.19.3");
  input.releases["queues"] = manifests("queues", [queue], { depends_on: ["helm_release.kueue"] });
  return input;
}

describeRule(customResourceOrder, {
  passing: withKueue,
  stillPasses: {
    "after something that is after it": ({ releases }) => {
      releases["cert-manager"].depends_on = ["helm_release.kueue"];
      releases["queues"].depends_on = ["helm_release.cert-manager"];
    },
  },
  mutations: {
    "no order": {
      change: ({ releases }) => delete releases["queues"].depends_on,
      finds: /the ClusterQueue may be applied before kueue/,
    },
    "after something else": {
      change: ({ releases }) => (releases["queues"].depends_on = ["helm_release.cert-manager"]),
      finds: /may be applied before kueue is ready/,
    },
  },
});
