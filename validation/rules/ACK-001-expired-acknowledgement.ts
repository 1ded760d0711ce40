import { fail, pass, type Rule } from "../rule";

export const expiredAcknowledgement: Rule = {
  id: "ACK-001-expired-acknowledgement",
  family: "ACK",
  title: "an acknowledgement has expired",
  severity: "error",
  reads: "acknowledgements",
  cause:
    "An acknowledgement is a promise to look again by a certain day. Once that day is past, nobody answers for the " +
    "finding any more: it stands again, and the forgotten promise is named beside it.",
  mend: "mend the finding and delete the acknowledgement, or have its owner look again and set a new day",
  sources: ["this library's own contract for acknowledgements"],
  unknownMeans: "Never unknown: the day of the check is given.",
  example: {
    fails:
      'rule: NET-001-cidr-overlap, path: factory/network, owner: net-team, expires: "2026-06-30", checked on 2026-11-21',
    passes: "the same, checked on 2026-06-30",
  },
  *check({ acknowledgements }) {
    const { used = [], unmatched = [] } = acknowledgements ?? {};
    for (const { path } of [...used, ...unmatched]) yield pass({ path });
    for (const { rule, path, owner, expires } of acknowledgements?.expired ?? []) {
      yield fail(
        { path },
        { message: `the acknowledgement of ${rule} by ${owner} has expired`, given: expires, allowed: "a day to come" },
      );
    }
  },
};
