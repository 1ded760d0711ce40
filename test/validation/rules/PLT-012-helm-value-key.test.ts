import { helmValueKey } from "../../../validation/rules/PLT-012-helm-value-key";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

function withOperator() {
  const input = platform();
  input.install("gpu-operator", "v26.7.0", { driver: { enabled: false, rdma: { enabled: false } }, unheardOf: {} });
  return input;
}

describeRule(helmValueKey, {
  passing: withOperator,
  mutations: {
    "a slip in a switch": {
      change: ({ values }) => values("gpu-operator", { driver: { enabld: false } }),
      finds: /gpu-operator has no key 'driver\.enabld'/,
    },
    "a slip in a part": {
      change: ({ values }) => values("gpu-operator", { devicePlugn: { enabled: false } }),
      finds: /no key 'devicePlugn'/,
    },
    "another case": { change: ({ values }) => values("efa", { Tolerations: [] }), finds: /no key 'Tolerations'/ },
    "a slip in a set": {
      change: ({ releases }) =>
        (releases["efa"].set = [
          { name: "supportedInstanceLabel.keys", value: "x" },
          { name: "imag.tag", value: "y" },
        ]),
      finds: /no key 'imag'/,
    },
  },
});
