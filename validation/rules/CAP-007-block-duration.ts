import { capacityBlockRules, isCapacityBlockDuration } from "../../catalog/aws/capacity-blocks";
import type { PoolNode } from "../../model/types";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

const dayMs = 86_400_000;

export const blockDuration: Rule = {
  id: "CAP-007-block-duration",
  family: "CAP",
  title: "a capacity block's dates are ones that EC2 sells",
  severity: "warning",
  reads: "model",
  cause:
    `Blocks last 1 to 14 days, or a multiple of 7 days up to 182, and all end at ${capacityBlockRules().endTimeUtc} UTC. ` +
    "Other dates are not those of the block that was bought: plans, cost and the end of the job are then computed " +
    "from wrong figures.",
  mend: "copy StartDate and EndDate from `aws ec2 describe-capacity-reservations`",
  sources: [capacityBlockRules().source],
  unknownMeans: "The dates are no instants; CAP-055 says so.",
  example: {
    fails: "2026-12-01T11:30:00Z to 2026-12-16T11:30:00Z, which is 15 days",
    passes: "2026-12-01T11:30:00Z to 2026-12-15T11:30:00Z, which is 14 days",
  },
  *check({ model }) {
    for (const pool of model?.pools ?? []) {
      const { kind, endsAt } = pool.capacity;
      if (kind === "capacity-block" && endsAt !== undefined) yield judge(pool, endsAt);
    }
  },
};

function judge({ path, capacity: { startsAt } }: PoolNode, endsAt: string): Outcome {
  const about = { path };
  const end = Date.parse(endsAt);
  if (Number.isNaN(end)) return unknown(about, { message: "the block's end is no instant", given: endsAt });
  const { endTimeUtc } = capacityBlockRules();
  const time = new Date(end).toISOString().slice(11, 16);
  if (time !== endTimeUtc) {
    return fail(about, {
      message: `a capacity block ends at ${endTimeUtc} UTC`,
      given: `${time} UTC`,
      allowed: endTimeUtc,
    });
  }
  if (startsAt === undefined) return pass(about);
  const start = Date.parse(startsAt);
  if (Number.isNaN(start)) return unknown(about, { message: "the block's start is no instant", given: startsAt });
  // A block that is bought at short notice starts within the hour and still ends at half past eleven.
  const days = Math.ceil((end - start) / dayMs);
  if (isCapacityBlockDuration(days)) return pass(about);
  return fail(about, {
    message: "no capacity block has that length",
    given: `${days} days`,
    allowed: "1 to 14 days, or a multiple of 7 up to 182",
  });
}
