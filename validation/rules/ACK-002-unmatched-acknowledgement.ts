import { fail, pass, type Rule } from "../rule";

export const unmatchedAcknowledgement: Rule = {
  id: "ACK-002-unmatched-acknowledgement",
  family: "ACK",
  title: "an acknowledgement matches no finding",
  severity: "warning",
  reads: "acknowledgements",
  cause:
    "The finding was mended, its path was renamed, or the rule's id is misspelt. In the last two cases the finding is " +
    "not silenced; in all three the entry would silence a new fault at that path that nobody has looked at.",
  mend: "delete the acknowledgement, or copy rule and path from the finding that it was written for",
  sources: ["this library's own contract for acknowledgements"],
  unknownMeans: "Never unknown: all findings are there when it runs.",
  example: {
    fails: "rule: NET-001-cidr-overlap, path: factory/netwrok, and no finding has that path",
    passes: "rule and path are those of a finding in the same check",
  },
  *check({ acknowledgements }) {
    for (const { path } of acknowledgements?.used ?? []) yield pass({ path });
    for (const { rule, path, owner } of acknowledgements?.unmatched ?? []) {
      yield fail({ path }, { message: `the acknowledgement of ${rule} by ${owner} matches no finding`, given: path });
    }
  },
};
