import type { PoolNode, WorkloadNode } from "../../model/types";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const capacityCoversWorkload: Rule = {
  id: "CAP-006-capacity-covers-workload",
  family: "CAP",
  title: "the dates of a workload lie within those of the capacity that it runs on",
  severity: "error",
  reads: "model",
  cause:
    "A reservation or capacity block has a first and a last instant. A job that begins before the one or must run after " +
    "the other waits for nodes that are not there, or is cut off with what its last checkpoint holds.",
  mend: "move the workload's dates, extend the block (an hour to 56 days before its end), or buy a further one",
  sources: [
    "Amazon EC2 User Guide, capacity-blocks-extend.md",
    "AWS ParallelCluster, issue 6870: an expired reservation breaks every later update",
  ],
  unknownMeans: "Never unknown where dates are stated: workloads and pools without dates are not judged.",
  example: {
    fails: "a workload with startsAt 2026-12-01T00:00:00Z on a block with startsAt 2026-12-05T11:30:00Z",
    passes: "a workload from 2026-12-06 to 2026-12-15 on a block from 2026-12-05T11:30:00Z to 2026-12-19T11:30:00Z",
  },
  *check({ model }) {
    for (const workload of model?.workloads ?? []) {
      const pools = model?.pools.filter(({ id }) => workload.poolIds.includes(id)) ?? [];
      for (const pool of pools) yield* judge(workload, pool);
    }
  },
};

function* judge({ path, id, startsAt, endsBy }: WorkloadNode, { capacity, id: pool }: PoolNode): Iterable<Outcome> {
  const begins = compare(startsAt, capacity.startsAt);
  const lasts = compare(endsBy, capacity.endsAt);
  const beginsLate = compare(startsAt, capacity.endsAt);
  const said = [begins, lasts, beginsLate].filter((order) => order !== undefined);
  if (said.length === 0) return;
  if (said.includes("unknown")) {
    yield unknown({ path }, { message: `a date of workload '${id}' or of pool '${pool}' is no instant` });
    return;
  }
  const window = `${capacity.startsAt ?? "…"} to ${capacity.endsAt ?? "…"}`;
  const given = `${startsAt ?? "…"} to ${endsBy ?? "…"}`;
  if (begins === "before") {
    yield fail(
      { path },
      { message: `workload '${id}' begins before pool '${pool}' has nodes`, given, allowed: window },
    );
  } else if (beginsLate === "after" || beginsLate === "same") {
    yield fail({ path }, { message: `workload '${id}' begins when pool '${pool}' has ended`, given, allowed: window });
  } else if (lasts === "after") {
    yield fail(
      { path },
      { message: `workload '${id}' runs on after pool '${pool}' has ended`, given, allowed: window },
    );
  } else yield pass({ path });
}

/** Where the first instant lies in relation to the second; undefined where one is not stated. */
function compare(first: string | undefined, second: string | undefined) {
  if (first === undefined || second === undefined) return undefined;
  const [a, b] = [Date.parse(first), Date.parse(second)];
  if (Number.isNaN(a) || Number.isNaN(b)) return "unknown" as const;
  return a < b ? ("before" as const) : a > b ? ("after" as const) : ("same" as const);
}
