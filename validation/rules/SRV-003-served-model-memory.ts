import { findModel } from "../../catalog/models";
import { precisions, replicaFit, type Precision } from "../../planning/estimate";
import { enginesOf, numberArgument, poolsOf, type Engine } from "../platform/engines";
import { nodePoolsOf, type NodePool } from "../platform/node-pools";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const servedModelMemory: Rule = {
  id: "SRV-003-served-model-memory",
  family: "SRV",
  title: "a served model and its cache fit the accelerators of its pool",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Weights and key-value cache share the accelerators' memory. An engine that cannot hold one request of its full length " +
    "refuses to start; one that holds fewer than was planned queues its callers.",
  mend: "split the model wider, store it in fewer bits, shorten max-model-len, or move it to a pool with more memory",
  sources: ["planning/estimate of this library: weights, cache of one sequence, one tenth kept by the engine"],
  unknownMeans:
    "Nothing says which model is served (annotation ai-factory/model), or the accelerator's figures are not known.",
  example: {
    fails: "llama-3.1-70b in bf16 with tensor-parallel-size 1 on H200: 141 GB of weights in 141 GB of memory",
    passes: "the same with tensor-parallel-size 2",
  },
  *check(subject) {
    if (!subject.documents) return;
    const pools = nodePoolsOf(subject);
    for (const engine of enginesOf(subject.documents)) yield judge(engine, poolsOf(engine, pools));
  },
};

function judge(engine: Engine, pools: readonly NodePool[]): Outcome {
  const { about, object } = engine.template;
  const note = (key: string) => {
    const value = engine.annotations[`ai-factory/${key}`];
    return typeof value === "string" ? value : undefined;
  };
  const model = note("model");
  const precision = precisions.find((each) => each === note("precision")) as Precision | undefined;
  const accelerator = acceleratorOf(pools) ?? note("accelerator");
  const tensor = numberArgument(engine, "tensor-parallel-size");
  const pipeline = numberArgument(engine, "pipeline-parallel-size") ?? 1;
  const context =
    numberArgument(engine, "max-model-len") ?? (model === undefined ? undefined : findModel(model)?.contextTokens);
  const missing = `which model '${object.name ?? ""}' serves, or on which accelerators, is not known`;
  if (
    model === undefined ||
    precision === undefined ||
    accelerator === undefined ||
    tensor === undefined ||
    context === undefined
  ) {
    return unknown(about, { message: missing });
  }
  const concurrency = Number(note("concurrency") ?? 1);
  const outputTokens = Math.max(1, Math.min(1024, Math.floor(context / 2)));
  const question = { model, accelerator, precision, cachePrecision: "bf16", concurrency, outputTokens } as const;
  const fit = replicaFit({ ...question, inputTokens: Math.max(1, context - outputTokens) }, { tensor, pipeline });
  if (fit.outcome !== "judged") return unknown(about, { message: missing, given: [model, accelerator] });
  if (fit.sequences >= concurrency) return pass(about);
  const { weightsGB, capacityGB } = fit.memory.perAccelerator;
  const given =
    `${Math.round(weightsGB)} GB of weights on each of ${tensor * pipeline} x ${accelerator} with ${Math.round(capacityGB)} GB, ` +
    `room for ${fit.sequences} requests of ${context} tokens`;
  if (fit.sequences >= 1) {
    const message = `model '${model}' has cache for fewer requests than were planned`;
    return fail(about, { severity: "warning", message, given, allowed: `${concurrency} requests` });
  }
  return fail(about, {
    message: `model '${model}' does not fit its accelerators`,
    given,
    allowed: "room for one request",
  });
}

/** What the nodes are labelled with, or their types have; what an annotation claims counts only without. */
function acceleratorOf(pools: readonly NodePool[]): string | undefined {
  const ids = new Set(
    pools.flatMap(({ labels, instanceTypes }) => {
      const [label] = labels.get("ai-factory/accelerator") ?? [];
      if (typeof label === "string") return [label];
      return instanceTypes.map(({ accelerator }) => accelerator?.acceleratorId);
    }),
  );
  const [only] = ids;
  return ids.size === 1 ? only : undefined;
}
