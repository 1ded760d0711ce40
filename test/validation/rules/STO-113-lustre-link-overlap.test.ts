import { lustreLinkOverlap } from "../../../validation/rules/STO-113-lustre-link-overlap";
import { describeRule } from "../support/describe-rule";
import { lustreStack } from "../support/lustre";

type Input = ReturnType<typeof lustreStack>;
const second = ({ links, link }: Input, path: string, repository = "s3://other") =>
  (links["second"] = { ...link, file_system_path: path, data_repository_path: repository });

describeRule(lustreLinkOverlap, {
  passing: lustreStack,
  stillPasses: {
    "a sibling with the same beginning": (input) => second(input, "/checkpoints-old"),
    "two prefixes of one bucket": (input) => {
      input.link["data_repository_path"] = "s3://bucket/a/";
      second(input, "/b", "s3://bucket/b/");
    },
    "the root as the single link": ({ link }) => (link["file_system_path"] = "/"),
  },
  mutations: {
    "a directory in the other": { change: (input) => second(input, "/checkpoints/run-1"), finds: /share a directory/ },
    "the same directory": { change: (input) => second(input, "/checkpoints"), finds: /share a directory/ },
    "the root beside another": { change: (input) => second(input, "/"), finds: /root directory/ },
    "the same bucket twice": {
      change: (input) => second(input, "/b", String(input.link["data_repository_path"])),
      finds: /share a bucket's prefix/,
    },
    "a slash at the end": { change: ({ link }) => (link["file_system_path"] = "/a/"), finds: /not a directory/ },
  },
  unknown: { "a directory from a variable": ({ link }) => (link["file_system_path"] = "${var.directory}") },
});
