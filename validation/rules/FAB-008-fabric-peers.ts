import { findInstanceType } from "../../catalog/aws/instance-types";
import type { FactoryModel, PoolNode } from "../../model/types";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Families whose EFA talks only to the same type. */
const closed = ["p4d", "p4de", "dl1"];

export const fabricPeers: Rule = {
  id: "FAB-008-fabric-peers",
  family: "FAB",
  title: "pools that share an EFA fabric can talk to each other, at the same rate",
  severity: "error",
  reads: "model",
  cause:
    "EFA of P4d, P4de and DL1 does not reach other instance types: a job over both hangs at its first collective. Where " +
    "the rates differ, a collective over both runs at the rate of the slower, and the faster fabric is paid in vain.",
  mend: "make a fabric for each instance type, and keep each job on one of them",
  sources: [
    "Amazon EC2 User Guide, efa.md: EFA traffic between P4d, P4de or DL1 and other types is not supported",
    "AWS ParallelCluster, InstancesNetworkingValidator: the fewest interfaces decide",
  ],
  unknownMeans: "The catalogue does not have an instance type of the fabric.",
  example: { fails: "p4d.24xlarge and p5.48xlarge on one fabric", passes: "two pools of p5.48xlarge on one fabric" },
  *check({ model }) {
    for (const fabric of model?.fabrics ?? []) {
      if (fabric.kind !== "efa" || !model) continue;
      const members = membersOf(fabric.id, fabric.siteId, model);
      if (members.length > 1) yield judge(fabric.path, members, model);
    }
  },
};

function membersOf(fabricId: string, siteId: string, { pools }: FactoryModel): readonly PoolNode[] {
  return pools.filter((pool) => pool.fabricId === fabricId && pool.siteId === siteId);
}

function judge(path: string, members: readonly PoolNode[], { workloads }: FactoryModel): Outcome {
  const types = members.map(({ instanceType }) =>
    instanceType === undefined ? undefined : findInstanceType(instanceType),
  );
  const given = members.map(({ id, instanceType, fabricDevicesPerNode, fabricGbpsPerNode }) => {
    const rate = fabricGbpsPerNode === undefined ? "" : `, ${fabricGbpsPerNode} Gbps`;
    return `${id}: ${instanceType ?? "unknown type"}, ${fabricDevicesPerNode} devices${rate}`;
  });
  const names = [...new Set(types.map((type) => type?.name))];
  const alone = types.find((type) => type !== undefined && closed.includes(type.family));
  if (alone && names.length > 1) {
    return fail(
      { path },
      { message: `EFA of ${alone.name} reaches no other instance type`, given, allowed: alone.name },
    );
  }
  if (types.includes(undefined)) {
    return unknown({ path }, { message: "the catalogue does not have an instance type of the fabric", given });
  }
  const rates = new Set(
    members.map(({ fabricDevicesPerNode, fabricGbpsPerNode }) => `${fabricDevicesPerNode}/${fabricGbpsPerNode}`),
  );
  if (rates.size === 1) return pass({ path });
  const ids = members.map(({ id }) => id);
  const isMixed = workloads.some(({ poolIds }) => poolIds.filter((id) => ids.includes(id)).length > 1);
  return fail(
    { path },
    {
      message: "the pools of the fabric have different rates",
      given,
      allowed: "the same devices and rate in every pool of a job",
      severity: isMixed ? "warning" : "info",
    },
  );
}
