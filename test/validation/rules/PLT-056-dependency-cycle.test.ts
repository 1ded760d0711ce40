import { dependencyCycle } from "../../../validation/rules/PLT-056-dependency-cycle";
import { check, describeRule } from "../support/describe-rule";
import { withServices } from "../support/services";

describeRule(dependencyCycle, {
  passing: withServices,
  mutations: {
    "two components": { change: ({ certs }) => (certs.dependsOn = ["queues"]), finds: /waits for itself/ },
    "a component on itself": {
      change: ({ certs }) => (certs.dependsOn = ["certs"]),
      finds: /component 'certs' waits for itself/,
    },
  },
});

it("PLT-056 names the circle, and only those on it", () => {
  const input = withServices();
  input.certs.dependsOn = ["queues"];
  input.model.services.push({ ...input.certs, id: "other", path: "factory/other", dependsOn: ["queues"] });
  const { findings } = check(dependencyCycle, { model: input.model });
  expect(findings.map(({ path, given }) => [path, given])).toEqual([
    ["factory/certs", "certs -> queues -> certs"],
    ["factory/queues", "certs -> queues -> certs"],
  ]);
});
