import type { Documents, Resource } from "../../documents/types";
import type { FactoryModel } from "../../model/types";
import {
  largestSizeOf,
  launchesOf,
  marketOf,
  poolOf,
  reservationOf,
  reservedBy,
  shown,
  type Launch,
} from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const reservationOversubscribed: Rule = {
  id: "CAP-002-reservation-oversubscribed",
  family: "CAP",
  title: "all pools together ask for no more instances than their reservation holds",
  severity: "error",
  reads: "documents",
  cause:
    "A launch that targets a reservation gets capacity from it and from nowhere else. Where two pools share one, or a " +
    "pool is larger than it, the last nodes never start; which pool loses is a matter of chance.",
  mend: "lower the pools' largest sizes to what the reservation holds, or reserve more",
  sources: [
    "Amazon EC2 User Guide, capacity-reservations-using.md: a targeted launch fails when the reservation has no room",
    "AWS ParallelCluster, CapacityReservationSizeValidator: the sum over all compute resources that use it",
  ],
  unknownMeans:
    "The reservation is not among the documents, or one of the numbers is not known yet; " +
    "`aws ec2 describe-capacity-reservations` shows TotalInstanceCount.",
  example: {
    fails: "two node groups of 8 on one reservation with instance_count = 8, or on one capacity block",
    passes: "node groups of 4 and 4 on a reservation with instance_count = 8",
  },
  *check({ documents, model }) {
    if (!documents) return;
    for (const use of usesOf(documents)) {
      const outcome = judge(use, model);
      if (outcome) yield outcome;
    }
  },
};

interface Use {
  readonly id: string;
  readonly reservation?: Resource;
  readonly launches: readonly [Launch, ...Launch[]];
}

/** Launches by the reservation that they target; the same variable is the same reservation. */
function usesOf(documents: Documents): readonly Use[] {
  const uses = new Map<string, Use>();
  for (const launch of launchesOf(documents)) {
    const { id, resource } = reservationOf(launch);
    if (id === undefined || launch.group === undefined) continue;
    const key = resource ? `${resource.stack}:${resource.address}` : shown(id);
    const { launches = [] } = uses.get(key) ?? {};
    uses.set(key, { id: resource?.address ?? shown(id), reservation: resource, launches: [launch, ...launches] });
  }
  return [...uses.values()];
}

function judge({ id, reservation, launches }: Use, model: FactoryModel | undefined): Outcome | undefined {
  const [first] = launches;
  const held = reservation ? reservedBy(reservation) : blockSize(launches, model);
  // One pool on a reservation of another account or stack: CAP-001 holds a block against the pool's own statement.
  if (!reservation && held === "unknown" && launches.length === 1) return undefined;
  const sizes = launches.map(largestSizeOf);
  if (held === "unknown" || sizes.some((size) => size === "unknown")) {
    const message = `how many instances '${id}' holds, or how many are asked of it, is not known yet`;
    return unknown(first.about, { message, given: listed(launches, sizes) });
  }
  const wanted = sizes.reduce<number>((sum, size) => sum + Number(size), 0);
  if (wanted <= held) return pass(first.about);
  return fail(first.about, {
    message: `${launches.length === 1 ? "the pool asks" : `${launches.length} pools ask`} for more than '${id}' holds`,
    given: listed(launches, sizes),
    allowed: `${held} together`,
  });
}

/** Every pool on a capacity block states the size of the whole block. */
function blockSize(launches: readonly Launch[], model: FactoryModel | undefined): number | "unknown" {
  if (!launches.every((launch) => marketOf(launch) === "capacity-block")) return "unknown";
  const pools = launches.map(({ group, template }) => poolOf(model, group, template));
  const stated = pools.filter((pool) => pool !== undefined).map(({ maxNodes }) => maxNodes);
  return stated.length === launches.length ? Math.max(...stated) : "unknown";
}

function listed(launches: readonly Launch[], sizes: readonly (number | "unknown")[]): readonly string[] {
  return launches.map(({ about }, index) => `${about.address ?? about.path}: ${shown(sizes[index])}`).sort();
}
