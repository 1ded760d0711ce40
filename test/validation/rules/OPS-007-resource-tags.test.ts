import { resourceTags } from "../../../validation/rules/OPS-007-resource-tags";
import { describeRule } from "../support/describe-rule";

function vpc() {
  const tags: Record<string, unknown> = { Name: "factory" };
  const attributes: Record<string, unknown> = { tags };
  const provider: Record<string, unknown> = { region: "eu-north-1" };
  const stacks = { infra: { provider: { aws: [provider] }, resource: { aws_vpc: { main: attributes } } } } as never;
  return { tags, attributes, provider, stacks };
}

describeRule(resourceTags, {
  passing: vpc,
  stillPasses: { "a value that is not known yet": ({ tags }) => (tags["owner"] = "${var.owner}") },
  mutations: {
    "a name of AWS's": { change: ({ tags }) => (tags["aws:team"] = "research"), finds: /only AWS gives/ },
    "the same in capitals": ({ tags }) => (tags["AWS:team"] = "research"),
    "in the provider's default tags": ({ provider }) =>
      (provider["default_tags"] = [{ tags: { "aws:team": "research" } }]),
    "too many": {
      change: ({ tags }) => Array.from({ length: 50 }, (_, index) => (tags[`tag-${index}`] = "x")),
      finds: /too many/,
    },
    "a long name": { change: ({ tags }) => (tags["x".repeat(129)] = "y"), finds: /too long or empty/ },
    "a long value": { change: ({ tags }) => (tags["note"] = "x".repeat(257)), finds: /value of tag 'note'/ },
  },
  unknown: { "tags from a variable": ({ attributes }) => (attributes["tags"] = "${var.tags}") },
});
