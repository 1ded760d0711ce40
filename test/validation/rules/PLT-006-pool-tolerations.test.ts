import { tolerations } from "../../../validation/rules/PLT-006-pool-tolerations";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

describeRule(tolerations, {
  passing: platform,
  stillPasses: {
    "every taint": ({ pod }) => (pod["tolerations"] = [{ operator: "Exists" }]),
    "the key, whatever its value": ({ pod }) => (pod["tolerations"] = [{ key: "nvidia.com/gpu", operator: "Exists" }]),
    "a taint that only prefers": ({ h200, pod }) => {
      h200["taint"][0].effect = "PREFER_NO_SCHEDULE";
      delete pod["tolerations"];
    },
  },
  mutations: {
    "no tolerations": {
      change: ({ pod }) => delete pod["tolerations"],
      finds: /does not tolerate the taint of any pool/,
    },
    "another value": { change: ({ pod }) => (pod["tolerations"][0].value = "true"), finds: /does not tolerate/ },
    "another effect": { change: ({ pod }) => (pod["tolerations"][0].effect = "NoExecute"), finds: /does not tolerate/ },
    "an override of the taint": {
      change: ({ h200 }) => h200["taint"].push({ key: "team", value: "a", effect: "NO_EXECUTE" }),
      finds: /does not tolerate/,
    },
    "a device plugin that does not tolerate it": {
      change: ({ values }) =>
        values("nvidia-device-plugin", {
          nodeSelector: { "ai-factory/pool": "h200" },
          tolerations: [{ key: "gpu", operator: "Exists" }],
        }),
      finds: /'h200'/,
    },
  },
  unknown: { "tolerations from a variable": ({ pod }) => (pod["tolerations"] = "${var.tolerations}") },
});
