import { lustreLinkRegion } from "../../../validation/rules/STO-126-lustre-link-region";
import { describeRule } from "../support/describe-rule";
import { lustreStack } from "../support/lustre";

function twoProviders() {
  const made = lustreStack();
  made.stack.provider.aws.push({ alias: "elsewhere", region: "eu-central-1" });
  return made;
}

describeRule(lustreLinkRegion, {
  passing: twoProviders,
  mutations: {
    "a bucket of another region": {
      change: ({ bucket }) => (bucket["provider"] = "aws.elsewhere"),
      finds: /in another region/,
    },
    "a filesystem of another region": ({ filesystem }) => (filesystem["provider"] = "aws.elsewhere"),
  },
  unknown: {
    "a bucket that exists": ({ link }) => (link["data_repository_path"] = "s3://datasets-of-somebody"),
    "a region from a variable": ({ provider }) => (provider["region"] = "${var.region}"),
  },
});
