import { coolingMethod } from "../../../validation/rules/CLG-001-cooling-method";
import { describeRule } from "../support/describe-rule";
import { plannedSite } from "../support/planned-site";

describeRule(coolingMethod, {
  passing: plannedSite,
  stillPasses: {
    "liquid-cooled racks for a liquid-cooled system": ({ pool, rack }) => {
      pool.system = "gb200-nvl72";
      rack.cooling = "direct-liquid";
    },
  },
  mutations: {
    "an NVL72 before rear doors": {
      change: ({ pool }) => (pool.system = "gb200-nvl72"),
      finds: /no rack of the site has any/,
    },
    "an MI355X in air": ({ pool, rack }) => {
      pool.system = "mi355x-node";
      rack.cooling = "air";
    },
  },
  unknown: { "a system whose cooling nobody published": ({ pool }) => (pool.system = "mi300x-node") },
});
