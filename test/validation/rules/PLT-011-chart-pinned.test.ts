import { chartPinned } from "../../../validation/rules/PLT-011-chart-pinned";
import { describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

describeRule(chartPinned, {
  passing: platform,
  mutations: {
    "no version": { change: ({ releases }) => delete releases["efa"].version, finds: /has no version/ },
    "a range": { change: ({ releases }) => (releases["efa"].version = "~> 0.5"), finds: /pinned to a range/ },
    "part of a version": { change: ({ releases }) => (releases["efa"].version = "0.5"), finds: /pinned to a range/ },
    "it is not waited for": { change: ({ releases }) => (releases["efa"].wait = false), finds: /not waited for/ },
  },
  unknown: { "a version from a variable": ({ releases }) => (releases["efa"].version = "${var.v}") },
});
