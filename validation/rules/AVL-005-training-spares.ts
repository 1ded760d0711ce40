import { reliabilityRecords } from "../../catalog/reliability";
import type { FactoryModel, WorkloadNode } from "../../model/types";
import { acceleratorsOf, hoursBetweenInterruptions, poolsOf } from "../feeding";
import { fail, pass, type Outcome, type Rule } from "../rule";

/** Hours until a broken machine is replaced by EC2 or mended on premises. */
const repairHours = 24;

export const trainingSpares: Rule = {
  id: "AVL-005-training-spares",
  family: "AVL",
  title: "a large training job leaves nodes to replace those that break",
  severity: "warning",
  reads: "model",
  cause:
    "A synchronous job stops with its first broken accelerator. At the rate of published runs 2,100 accelerators lose " +
    "one a day; where the job needs every node of its pools, it stands still until the node is mended, and all other " +
    "accelerators with it.",
  mend: "hold spare nodes back from the job, or let it run on fewer: state `accelerators` in the workload",
  sources: reliabilityRecords().map(({ source }) => source),
  unknownMeans: "Never unknown: what is not stated counts as all accelerators of the pools.",
  example: {
    fails: "a job on all of 512 nodes of 8 accelerators, of which two break in a day",
    passes: "the same job on 508 of the 512 nodes, or a job on 16 nodes, which is interrupted once in two weeks",
  },
  *check({ model }) {
    for (const job of model?.workloads ?? []) {
      if (model && job.kind === "training") yield judge(job, model);
    }
  },
};

function judge(job: WorkloadNode, model: FactoryModel): Outcome {
  const about = { path: job.path };
  const pools = poolsOf(model, job);
  const total = acceleratorsOf(pools);
  const used = job.accelerators ?? total;
  if (total === 0) return pass(about);
  if (used > total) {
    return fail(about, {
      message: `workload '${job.id}' wants more accelerators than its pools can have`,
      given: used,
      allowed: `at most ${total}`,
      severity: "error",
    });
  }
  const expected = Math.floor(repairHours / hoursBetweenInterruptions(used));
  const perNode = Math.max(...pools.map(({ accelerator }) => accelerator?.perNode ?? 1));
  const standingBy = pools.reduce((sum, { spareNodes = 0 }) => sum + spareNodes, 0);
  const spares = Math.floor((total - used) / perNode) + standingBy;
  if (spares >= expected) return pass(about);
  return fail(about, {
    message: `${expected} nodes of workload '${job.id}' break in ${repairHours} hours, and ${spares} can take their place`,
    given: `${used} of ${total} accelerators`,
    allowed: `${expected} spare nodes`,
    fix: `run the job on ${total - expected * perNode} accelerators, or add ${expected - spares} nodes`,
  });
}
