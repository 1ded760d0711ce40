import { lustreLinkCount } from "../../../validation/rules/STO-111-lustre-link-count";
import { describeRule } from "../support/describe-rule";
import { lustreStack } from "../support/lustre";

function addLinks({ links, link }: ReturnType<typeof lustreStack>, count: number): void {
  for (let index = 0; index < count; index++)
    links[`extra-${index}`] = { ...link, file_system_path: `/extra-${index}` };
}

describeRule(lustreLinkCount, {
  passing: lustreStack,
  stillPasses: { "eight links": (input) => addLinks(input, 7) },
  mutations: {
    "nine links": { change: (input) => addLinks(input, 8), finds: /at most 8 links/ },
    "nine links by count": ({ link }) => (link["count"] = 9),
  },
  unknown: { "a count from a variable": ({ link }) => (link["count"] = "${var.links}") },
});
