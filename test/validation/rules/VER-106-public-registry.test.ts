import { publicRegistryInClosedRealm } from "../../../validation/rules/VER-106-public-registry";
import { check, describeRule } from "../support/describe-rule";
import { platform } from "../support/platform";

function inGovCloud() {
  const input = platform();
  const own = "123456789012.dkr.ecr.us-gov-west-1.amazonaws.com";
  input.container["image"] = `${own}/pytorch:26.08`;
  const provider = [{ region: "us-gov-west-1" as string }];
  return {
    ...input,
    provider,
    get stacks() {
      return { infra: { ...input.stacks.infra, provider: { aws: provider } as never } };
    },
  };
}

describeRule(publicRegistryInClosedRealm, {
  passing: inGovCloud,
  mutations: {
    "sovereign-registry: an image": {
      change: ({ container }) => (container["image"] = "nvcr.io/nvidia/pytorch:26.08-py3"),
      finds: /public registry \(sovereign-registry\)/,
    },
    "sovereign-registry: an image of a chart": {
      change: ({ values }) => values("efa", { image: { repository: "public.ecr.aws/eks/efa" } }),
      finds: /\(sovereign-registry\)/,
    },
    "sovereign-registry: a chart": {
      change: ({ releases }) => (releases["efa"].repository = "https://aws.github.io/eks-charts"),
      finds: /public repository \(sovereign-registry\)/,
    },
  },
  unknown: { "the region from a variable": ({ provider }) => (provider[0]!.region = "${var.region}") },
});

it("VER-106 leaves commercial regions alone", () => {
  const input = inGovCloud();
  input.provider[0]!.region = "eu-north-1";
  input.container["image"] = "nvcr.io/nvidia/pytorch:26.08-py3";
  expect(check(publicRegistryInClosedRealm, input).findings).toEqual([]);
});
