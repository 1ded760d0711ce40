import { addonConfiguration } from "../../../validation/rules/PLT-018-addon-configuration";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

describeRule(addonConfiguration, {
  passing: platform,
  mutations: {
    "broken JSON": {
      change: ({ addons }) => (addons["cni"]!["configuration_values"] = '{"env":'),
      finds: /is no object/,
    },
    "a list": { change: ({ addons }) => (addons["cni"]!["configuration_values"] = "[1]"), finds: /is no object/ },
    "an add-on twice": { change: ({ addons }) => (addons["again"] = { ...addons["cni"]! }), finds: /written twice/ },
  },
  unknown: {
    "a configuration from a variable": ({ addons }) => (addons["cni"]!["configuration_values"] = "${var.values}"),
  },
});
