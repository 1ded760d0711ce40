import { capacityBlockRules } from "../../catalog/aws/capacity-blocks";
import { isUnknown } from "../../documents/value";
import { hidesTemplate, launchesOf, reservationOf, shown, zonesOf, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const capacityBlockLaunch: Rule = {
  id: "CAP-005-capacity-block-launch",
  family: "CAP",
  title: "node group and launch template agree that they use a capacity block, and which one",
  severity: "error",
  reads: "documents",
  cause:
    "A capacity block is used only by a launch that names the market, the reservation's id and its zone. Where node " +
    "group and template disagree, or the id is missing, the instances are not found in the block, which is paid for in " +
    "advance and ends on its day all the same.",
  mend:
    "set capacity_type = CAPACITY_BLOCK on the node group, instance_market_options.market_type = capacity-block and the " +
    "reservation's id on its own launch template, and subnets of the block's zone only",
  sources: [
    capacityBlockRules().source,
    "Amazon EKS User Guide, capacity-blocks-mng.md: custom launch template, market type, reservation id, one zone",
    "AWS ParallelCluster, CapacityTypeValidator: CAPACITY_BLOCK needs the reservation's id",
  ],
  unknownMeans: "The launch template is not among the documents, or a value of it is not known yet; the plan decides.",
  example: {
    fails: "capacity_type = CAPACITY_BLOCK without a launch template, or with one that names no reservation",
    passes: "CAPACITY_BLOCK, market_type = capacity-block, capacity_reservation_id = cr-…, one zone",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      if (isBlock(launch)) yield* judge(launch);
    }
  },
};

const market = "instance_market_options.market_type";

function isBlock({ group, template }: Launch): boolean {
  return (
    group?.get("capacity_type") === "CAPACITY_BLOCK" ||
    group?.get(market) === "capacity-block" ||
    template?.get(market) === "capacity-block"
  );
}

function* judge(launch: Launch): Iterable<Outcome> {
  const { about, group, template } = launch;
  if (hidesTemplate(launch)) {
    yield unknown(about, { message: "the launch template of the capacity block is not among the documents" });
    return;
  }
  const said = [...disagreement(launch), ...target(launch), ...place(launch)];
  const tenancy = template?.get("placement.tenancy") ?? group?.get("tenancy");
  if (typeof tenancy === "string" && tenancy !== "default") {
    said.push(
      fail(about, { message: "a capacity block has default tenancy only", given: tenancy, allowed: "default" }),
    );
  }
  yield* said.length > 0 ? said : [pass(about)];
}

function disagreement({ about, group, template }: Launch): Outcome[] {
  if (group?.type !== "aws_eks_node_group") return [];
  const type = group.get("capacity_type") ?? "ON_DEMAND";
  const asked = template?.get(market);
  if (isUnknown(type) || isUnknown(asked)) {
    return [unknown(about, { message: "how the capacity is bought is not known yet" })];
  }
  if (template === undefined) {
    return [
      fail(about, {
        message: "a node group on a capacity block has no launch template that names the block",
        given: "no launch template",
        allowed: "a launch template with market type and reservation id",
      }),
    ];
  }
  if (type === "CAPACITY_BLOCK" && asked === "capacity-block") return [];
  return [
    fail(about, {
      message: "node group and launch template buy their capacity in different ways",
      given: `capacity_type ${shown(type)} with market_type ${shown(asked ?? "none")}`,
      allowed: "CAPACITY_BLOCK with capacity-block",
    }),
  ];
}

function target(launch: Launch): Outcome[] {
  const { about, template, group } = launch;
  const { id, group: resourceGroup } = reservationOf(launch);
  if ((template ?? group) === undefined || (template === undefined && group?.type === "aws_eks_node_group")) return [];
  if ((id !== undefined && id !== "") || resourceGroup !== undefined) return [];
  return [
    fail(about, {
      message: "the launch names no reservation, so that it does not find its capacity block",
      given: "no capacity_reservation_id",
      allowed: "capacity_reservation_target.capacity_reservation_id = cr-…",
    }),
  ];
}

function place({ about, group }: Launch): Outcome[] {
  const { zones } = group ? zonesOf(group) : { zones: [] };
  if (zones.length <= 1) return [];
  return [
    fail(about, {
      message: "a capacity block is in one zone, and its node group launches into several",
      given: zones,
      allowed: "subnets of the block's zone",
      fix: "leave the subnets of the other zones out",
    }),
  ];
}
