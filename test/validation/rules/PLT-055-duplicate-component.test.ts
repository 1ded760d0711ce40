import { duplicateComponent } from "../../../validation/rules/PLT-055-duplicate-component";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

describeRule(duplicateComponent, {
  passing: platform,
  stillPasses: {
    "one name in two namespaces": ({ releases }) => (releases["again"] = { ...releases["efa"], namespace: "other" }),
  },
  mutations: {
    "a release twice": {
      change: ({ releases }) => (releases["again"] = { ...releases["efa"] }),
      finds: /two releases are called 'aws-efa-k8s-device-plugin'/,
    },
    "an object twice": {
      change: ({ objects, job }) => objects.push(structuredClone(job)),
      finds: /the Job 'train' is made twice/,
    },
  },
});
