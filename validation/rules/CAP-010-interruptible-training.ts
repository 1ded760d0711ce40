import type { FactoryModel, WorkloadNode } from "../../model/types";
import { fail, pass, type Outcome, type Rule } from "../rule";

export const interruptibleTraining: Rule = {
  id: "CAP-010-interruptible-training",
  family: "CAP",
  title: "training that can be interrupted saves its state often enough",
  severity: "warning",
  reads: "model",
  cause:
    "EC2 takes a spot instance back with two minutes' notice, and one lost node stops the whole job. Without checkpoints " +
    "everything since the start is lost, with rare ones everything since the last; several spot nodes are lost more often.",
  mend: "state checkpointEveryMinutes of 60 or less, or buy the pool on demand, by reservation or by a capacity block",
  sources: ["Amazon EC2 User Guide, spot-interruptions.md: notice of two minutes"],
  unknownMeans: "Never unknown: a checkpoint interval that is not stated counts as none.",
  example: {
    fails: "a training workload without checkpointEveryMinutes on a spot pool",
    passes: "the same with checkpointEveryMinutes = 20",
  },
  *check({ model }) {
    for (const workload of model?.workloads ?? []) {
      if (model && workload.kind === "training") yield* judge(workload, model);
    }
  },
};

/** More than an hour of all nodes' work is too much to lose at any moment. */
const longestInterval = 60;

function* judge({ path, id, poolIds, checkpointEveryMinutes }: WorkloadNode, model: FactoryModel): Iterable<Outcome> {
  const spot = model.pools.filter((pool) => poolIds.includes(pool.id) && pool.capacity.kind === "spot");
  if (spot.length === 0) return;
  const nodes = spot.reduce((sum, { maxNodes }) => sum + maxNodes, 0);
  if (checkpointEveryMinutes !== undefined && checkpointEveryMinutes <= longestInterval) {
    yield pass({ path });
    return;
  }
  yield fail(
    { path },
    {
      message: `training run '${id}' on ${nodes} spot nodes ${checkpointEveryMinutes === undefined ? "has no checkpoints" : "has rare checkpoints"}`,
      given:
        checkpointEveryMinutes === undefined ? "no checkpointEveryMinutes" : `every ${checkpointEveryMinutes} minutes`,
      allowed: `every ${longestInterval} minutes or more often`,
    },
  );
}
