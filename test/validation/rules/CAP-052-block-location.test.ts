import { blockLocation } from "../../../validation/rules/CAP-052-block-location";
import { describeRule } from "../support/describe-rule";
import { blockLaunch, type EmittedLaunch } from "../support/launch";

const region = (name: string) => (input: EmittedLaunch) =>
  Object.assign(input.stacks["infra"] ?? {}, { provider: { aws: [{ region: name }] } });

describeRule(blockLocation, {
  passing: blockLaunch,
  stillPasses: {
    "a Local Zone of the region": (input) => {
      region("us-east-1")(input);
      input.template["instance_type"] = "p6e-gb200.36xlarge";
      Object.assign(input.subnets["a"] ?? {}, { availability_zone: "us-east-1-dfw-2a" });
    },
  },
  mutations: {
    "another region": { change: region("eu-west-1"), finds: /sold in eu-west-1/ },
    "a type that is sold elsewhere": ({ template }) => (template["instance_type"] = "p6-b200.48xlarge"),
    "an UltraServer outside of its Local Zone": (input) => {
      region("us-east-1")(input);
      input.template["instance_type"] = "p6e-gb200.36xlarge";
    },
  },
  unknown: {
    "a region from a variable": region("${var.region}"),
    "a type from a variable": ({ template }) => (template["instance_type"] = "${var.type}"),
    "a type on which AWS's pages disagree": {
      change: ({ template }) => (template["instance_type"] = "p5en.48xlarge"),
      finds: /is uncertain/,
    },
    "a region that is none": region("moon-1"),
  },
});
