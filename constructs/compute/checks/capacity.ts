import {
  capacityBlockLocations,
  capacityBlockOffering,
  capacityBlockRules,
  notPricedReason,
  ultraServersOf,
  type InstanceType,
  type UsageClass,
} from "../../../catalog";
import { Token } from "../../../core/cdktf";
import type { Finding } from "../../../validation/finding";
import { concern, problem } from "../../aws/problem";
import type { Capacity } from "../capacity";
import type { PoolFacts } from "../pool-props";

export function checkNodeCounts({ capacity }: PoolFacts, path: string): Finding[] {
  const { minNodes, maxNodes, desiredNodes } = capacity;
  const at = `${path}.capacity`;
  const counts = { minNodes, maxNodes, desiredNodes };
  const invalid = Object.entries(counts).filter(([, count]) => !isCount(count));
  if (invalid.length > 0) {
    return invalid.map(([name, count]) =>
      problem("CAP-050-node-counts", at, `${name} is not a number of nodes`, {
        given: Token.isUnresolved(count) ? "a number that only Terraform knows" : count,
        allowed: "a whole number, 0 or more, by which the factory is planned",
        fix: `state ${name} as a whole number`,
      }),
    );
  }
  if (maxNodes < 1) {
    return [
      problem("CAP-050-node-counts", at, "the pool can never have a node", {
        given: counts,
        allowed: "maxNodes (or nodes) of 1 or more",
        fix: "raise it, or leave the pool out",
      }),
    ];
  }
  if (minNodes <= desiredNodes && desiredNodes <= maxNodes) return [];
  return [
    problem("CAP-050-node-counts", at, "the numbers of nodes contradict each other", {
      given: counts,
      allowed: "minNodes ≤ desiredNodes ≤ maxNodes",
      fix: "put them in order",
    }),
  ];
}

function isCount(count: number): boolean {
  return Number.isInteger(count) && count >= 0;
}

const usageClassOf: Partial<Record<Capacity["kind"], UsageClass>> = {
  "on-demand": "on-demand",
  reservation: "on-demand",
  spot: "spot",
  "capacity-block": "capacity-block",
};

/** EC2 does not sell every type in every way. */
export function checkMarket(type: InstanceType, { capacity }: PoolFacts, path: string): Finding[] {
  const wanted = usageClassOf[capacity.kind];
  const sold = type.usageClasses;
  if (wanted === undefined || sold === undefined || sold.includes(wanted)) return [];
  return [
    problem("CAP-051-usage-class", `${path}.capacity`, `EC2 does not sell ${type.name} as ${capacity.kind}`, {
      given: capacity.kind,
      allowed: sold,
      fix: `choose the capacity among these${sold.includes("capacity-block") ? ": Capacity.capacityBlock(…)" : ""}`,
      sources: [`${type.source} (${type.asOf})`],
    }),
  ];
}

/** The usage class is listed, but nobody can buy it at a published price. */
export function checkOnDemandIsSold(type: InstanceType, { capacity }: PoolFacts, path: string): Finding[] {
  const reason = notPricedReason(type.name);
  const listed = type.usageClasses?.includes("on-demand") ?? true;
  if (capacity.kind !== "on-demand" || !listed || reason === undefined) return [];
  return [
    concern(
      "CAP-057-on-demand-sold",
      `${path}.capacity`,
      `no on-demand price of ${type.name} is published: ${reason}`,
      {
        given: capacity.kind,
        allowed: type.usageClasses,
        fix: "expect launches to fail; use a capacity block or a reservation",
      },
    ),
  ];
}

export function checkBlockLocation(type: InstanceType, { capacity, cluster }: PoolFacts, path: string): Finding[] {
  if (capacity.kind !== "capacity-block" || Token.isUnresolved(cluster.region)) return [];
  if (capacityBlockOffering(type.name, cluster.region) !== "not-offered") return [];
  // Blocks of some types are sold in a Local Zone of the region only; its name begins with the region's.
  if (capacity.zone !== undefined && capacityBlockLocations(type.name).includes(capacity.zone)) return [];
  return [
    problem(
      "CAP-052-block-location",
      `${path}.capacity`,
      `no capacity blocks of ${type.name} are sold in ${cluster.region}`,
      {
        given: cluster.region,
        allowed: capacityBlockLocations(type.name),
        fix: "choose one of these places, or another kind of capacity",
        sources: ["EC2 User Guide, ec2-capacity-blocks.md (2026-04-13)"],
      },
    ),
  ];
}

export function checkBlockSize(type: InstanceType, { capacity }: PoolFacts, path: string): Finding[] {
  const limit = capacityBlockRules().maxInstancesPerBlock;
  const isBlock = capacity.kind === "capacity-block" && ultraServersOf(type.name).length === 0;
  if (!isBlock || !(capacity.maxNodes > limit)) return [];
  return [
    problem("CAP-053-block-size", `${path}.capacity.nodes`, `a capacity block has at most ${limit} instances`, {
      given: capacity.maxNodes,
      allowed: `1 to ${limit}`,
      fix: "make one pool for each block and join them by one fabric",
      sources: ["EC2 User Guide, ec2-capacity-blocks.md (2026-04-13)"],
    }),
  ];
}

export function checkReservationId({ capacity }: PoolFacts, path: string): Finding[] {
  const { reservationId } = capacity;
  if (reservationId === undefined || Token.isUnresolved(reservationId)) return [];
  if (/^cr-[0-9a-f]{8}([0-9a-f]{9})?$/.test(reservationId)) return [];
  return [
    problem("CAP-054-reservation-id", `${path}.capacity.reservationId`, "not the id of a capacity reservation", {
      given: reservationId,
      allowed: "cr- and 8 or 17 hexadecimal digits, e.g. cr-0123456789abcdef0",
      fix: "take it from `aws ec2 describe-capacity-reservations`",
    }),
  ];
}

export function checkBlockDates({ capacity }: PoolFacts, path: string): Finding[] {
  const { startsAt, endsAt } = capacity;
  const wrong = Object.entries({ startsAt, endsAt })
    .filter(([, instant]) => instant !== undefined && !Token.isUnresolved(instant) && !isInstant(instant))
    .map(([name, instant]) =>
      problem("CAP-055-block-dates", `${path}.capacity.${name}`, `${name} is not an instant`, {
        given: instant,
        allowed: "RFC 3339, e.g. 2026-12-01T11:30:00Z",
        fix: "write date, time and zone",
      }),
    );
  if (wrong.length > 0 || startsAt === undefined || endsAt === undefined) return wrong;
  if (Token.isUnresolved(startsAt) || Token.isUnresolved(endsAt)) return [];
  if (Date.parse(startsAt) < Date.parse(endsAt)) return [];
  return [
    problem("CAP-055-block-dates", `${path}.capacity.endsAt`, "the block ends before it starts", {
      given: [startsAt, endsAt],
      allowed: "endsAt after startsAt",
      fix: "exchange or correct them",
    }),
  ];
}

function isInstant(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?(Z|[+-]\d{2}:\d{2})$/.test(text) && !Number.isNaN(Date.parse(text))
  );
}

/** UltraServers are sold whole: their instances share one NVLink (or NeuronLink) domain. */
export function checkUltraServer(type: InstanceType, { capacity }: PoolFacts, path: string): Finding[] {
  const sizes = ultraServersOf(type.name).map((server) => server.instances);
  if (sizes.length === 0) return [];
  if (sizes.includes(capacity.maxNodes) && capacity.minNodes === capacity.maxNodes) return [];
  return [
    problem("CAP-056-whole-ultraserver", `${path}.capacity.nodes`, `${type.name} comes in whole UltraServers only`, {
      given: capacity.maxNodes,
      allowed: sizes,
      fix: "make one pool for each UltraServer, with exactly its number of instances",
      sources: ultraServersOf(type.name)
        .map((server) => `${server.source} (${server.asOf})`)
        .slice(0, 1),
    }),
  ];
}
