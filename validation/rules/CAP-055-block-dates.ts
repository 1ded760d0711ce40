import type { PoolNode } from "../../model/types";
import { fail, pass, type Outcome, type Rule } from "../rule";

export const blockDates: Rule = {
  id: "CAP-055-block-dates",
  family: "CAP",
  title: "the dates of capacity are instants, and its end is after its start",
  severity: "error",
  reads: "model",
  cause: "Dates that cannot be read, or that contradict each other, make every plan that follows from them wrong.",
  mend: "write date, time and zone in RFC 3339, e.g. 2026-12-01T11:30:00Z, the end after the start",
  sources: ["RFC 3339", "Amazon EC2 API Reference, CapacityReservation: StartDate, EndDate"],
  unknownMeans: "Never unknown: dates that are not stated are not judged.",
  example: {
    fails: 'startsAt "2026-12-15T11:30:00Z", endsAt "2026-12-01T11:30:00Z", or endsAt "1 December"',
    passes: 'startsAt "2026-12-01T11:30:00Z", endsAt "2026-12-15T11:30:00Z"',
  },
  *check({ model }) {
    for (const pool of model?.pools ?? []) yield* judge(pool);
    for (const { path, startsAt, endsBy } of model?.workloads ?? []) yield* judgeDates(path, startsAt, endsBy);
  },
};

function judge({ path, capacity }: PoolNode): Iterable<Outcome> {
  return judgeDates(path, capacity.startsAt, capacity.endsAt);
}

const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/;

function* judgeDates(path: string, start: string | undefined, end: string | undefined): Iterable<Outcome> {
  const stated = [start, end].filter((text) => text !== undefined);
  if (stated.length === 0) return;
  const wrong = stated.filter((text) => !instant.test(text) || Number.isNaN(Date.parse(text)));
  if (wrong.length > 0) {
    yield fail({ path }, { message: "a date is not an instant", given: wrong, allowed: "e.g. 2026-12-01T11:30:00Z" });
  } else if (start !== undefined && end !== undefined && Date.parse(start) >= Date.parse(end)) {
    yield fail(
      { path },
      { message: "it ends before it starts", given: [start, end], allowed: "an end after the start" },
    );
  } else yield pass({ path });
}
