import { coolingBand } from "../../../validation/rules/CLG-002-cooling-band";
import { describeRule } from "../support/describe-rule";
import { plannedSite } from "../support/planned-site";

describeRule(coolingBand, {
  passing: plannedSite,
  stillPasses: {
    "a liquid-cooled rack of 130 kW": ({ rack }) => Object.assign(rack, { cooling: "direct-liquid", peakKW: 130 }),
  },
  mutations: {
    "the same rack in air": { change: ({ rack }) => (rack.cooling = "air"), finds: /hotter than cooling by air/ },
    "a rear door before 70 kW": ({ rack }) => (rack.peakKW = 70),
  },
});
