import type { CapacityKind } from "../../model";

/** How many nodes a pool that can grow and shrink has. */
export interface ElasticCapacityProps {
  /** 0 lets an autoscaler remove every node. */
  readonly minNodes: number;
  /** Nodes at most: at least 1, and not fewer than `minNodes`. */
  readonly maxNodes: number;
  /** Nodes at creation; afterwards an autoscaler may change it. @default - minNodes */
  readonly desiredNodes?: number;
}

/** Capacity that is reserved for as long as the owner keeps (and pays for) it. */
export interface ReservationProps {
  /** Id of the On-Demand Capacity Reservation: `cr-…`. */
  readonly reservationId: string;
  /** Nodes of the reservation that the pool uses at most. */
  readonly nodes: number;
  /** Zone that the reservation was made in, by name: `eu-north-1a`. */
  readonly zone: string;
  /** Nodes that are there at least. @default - all nodes: they are paid for whether they run or not */
  readonly minNodes?: number;
  /**
   * Cluster placement group that the reservation was made in. A reservation made without one must not be given one:
   * EC2 then finds no capacity for the launch.
   * @default - the reservation was made without a placement group
   */
  readonly placementGroupName?: string;
}

/** A Capacity Block for ML: reserved for a stated time, with a fixed number of instances, side by side. */
export interface CapacityBlockProps {
  /** Id of the block: `cr-…`. */
  readonly reservationId: string;
  /** Instances of the block; the pool has exactly as many nodes. */
  readonly nodes: number;
  /** Zone that the block is in, by name: `eu-north-1a`. */
  readonly zone: string;
  /** When the block starts, RFC 3339: `2026-12-01T11:30:00Z`. @default - not stated */
  readonly startsAt?: string;
  /** When the block ends, RFC 3339. EKS empties the pool 40 minutes before. @default - not stated */
  readonly endsAt?: string;
}

interface CapacityFacts {
  readonly kind: CapacityKind;
  readonly minNodes: number;
  readonly maxNodes: number;
  readonly desiredNodes: number;
  readonly reservationId?: string;
  readonly zone?: string;
  readonly startsAt?: string;
  readonly endsAt?: string;
  readonly placementGroupName?: string;
}

/**
 * How the nodes of a pool are bought. Each variant takes only what goes with it, so that a capacity block with a range
 * of nodes, a spot pool with a reservation or a block with a placement group cannot be written.
 */
export class Capacity {
  /** Bought by the second, when there is capacity. With a fabric, the nodes stand in a cluster placement group. */
  static onDemand(props: ElasticCapacityProps): Capacity {
    return new Capacity({ kind: "on-demand", ...elastic(props) });
  }

  /** Spare capacity at a discount, which EC2 takes back with two minutes' notice. */
  static spot(props: ElasticCapacityProps): Capacity {
    return new Capacity({ kind: "spot", ...elastic(props) });
  }

  /** A targeted On-Demand Capacity Reservation: the pool launches into it and nowhere else. */
  static reservation(props: ReservationProps): Capacity {
    const { nodes, minNodes = nodes, ...rest } = props;
    return new Capacity({ kind: "reservation", minNodes, maxNodes: nodes, desiredNodes: nodes, ...rest });
  }

  /** A Capacity Block for ML: all nodes or none, one zone, no placement group (a block is one by itself). */
  static capacityBlock(props: CapacityBlockProps): Capacity {
    const { nodes, ...rest } = props;
    return new Capacity({ kind: "capacity-block", minNodes: nodes, maxNodes: nodes, desiredNodes: nodes, ...rest });
  }

  /** How the nodes are bought. */
  readonly kind: CapacityKind;
  /** Nodes that are there at least. */
  readonly minNodes: number;
  /** Nodes at most. */
  readonly maxNodes: number;
  /** Nodes at creation. */
  readonly desiredNodes: number;
  /** Reservation or capacity block that the pool launches into. */
  readonly reservationId?: string;
  /** The one zone of a reservation or capacity block. */
  readonly zone?: string;
  /** Start of a capacity block, ISO 8601; undefined for all others. */
  readonly startsAt?: string;
  /** End of a capacity block, ISO 8601; undefined for all others. */
  readonly endsAt?: string;
  /** Existing placement group of a reservation. */
  readonly placementGroupName?: string;

  private constructor(facts: CapacityFacts) {
    this.kind = facts.kind;
    this.minNodes = facts.minNodes;
    this.maxNodes = facts.maxNodes;
    this.desiredNodes = facts.desiredNodes;
    this.reservationId = facts.reservationId;
    this.zone = facts.zone;
    this.startsAt = facts.startsAt;
    this.endsAt = facts.endsAt;
    this.placementGroupName = facts.placementGroupName;
  }

  /** `capacity_type` of an EKS managed node group. */
  get nodeGroupCapacityType(): "ON_DEMAND" | "SPOT" | "CAPACITY_BLOCK" {
    if (this.kind === "spot") return "SPOT";
    return this.kind === "capacity-block" ? "CAPACITY_BLOCK" : "ON_DEMAND";
  }

  /** Whether something other than Terraform changes the number of nodes: an autoscaler, or EKS before a block ends. */
  get sizeChangesAtRuntime(): boolean {
    return this.kind === "capacity-block" || this.minNodes !== this.maxNodes;
  }
}

function elastic(props: ElasticCapacityProps): Pick<CapacityFacts, "minNodes" | "maxNodes" | "desiredNodes"> {
  const { minNodes, maxNodes, desiredNodes = minNodes } = props;
  return { minNodes, maxNodes, desiredNodes };
}
