import { publicApi } from "../../../validation/rules/NET-004-public-api";
import { describeRule } from "../support/describe-rule";
import { vpcStack } from "../support/vpc";

type Input = ReturnType<typeof vpcStack>;
const endpoints = (settings: Record<string, unknown>) => (input: Input) =>
  Object.assign(input.cluster["vpc_config"] as object, settings);

describeRule(publicApi, {
  passing: vpcStack,
  stillPasses: {
    "known networks": endpoints({ endpoint_public_access: true, public_access_cidrs: ["203.0.113.0/24"] }),
  },
  mutations: {
    "neither endpoint": { change: endpoints({ endpoint_private_access: false }), finds: /no endpoint at all/ },
    "nothing written": {
      change: endpoints({ endpoint_private_access: null, endpoint_public_access: null }),
      finds: /whole internet/,
    },
    "public without ranges": endpoints({ endpoint_public_access: true }),
    "everybody beside a range": endpoints({
      endpoint_public_access: "true",
      public_access_cidrs: ["203.0.113.0/24", "0.0.0.0/0"],
    }),
    "no private endpoint": {
      change: endpoints({
        endpoint_private_access: false,
        endpoint_public_access: true,
        public_access_cidrs: ["203.0.113.0/24"],
      }),
      finds: /only over the internet/,
    },
  },
  unknown: {
    "a switch from a variable": endpoints({ endpoint_public_access: "${var.public}" }),
    "a range from a variable": endpoints({ endpoint_public_access: true, public_access_cidrs: ["${var.office}"] }),
  },
});
