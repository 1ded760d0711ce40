import { enginesOf, numberArgument, type Engine } from "../platform/engines";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const parallelRanks: Rule = {
  id: "SRV-002-parallel-ranks",
  family: "SRV",
  title: "a serving engine has as many accelerators as it has ranks",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Tensor times pipeline parallelism is the number of ranks, and each rank needs an accelerator of its own. With fewer the " +
    "engine stops at its start; with more, accelerators are held that nothing runs on.",
  mend: "ask for tensor-parallel-size times pipeline-parallel-size accelerators over all pods of a copy",
  sources: ["vLLM documentation, Parallelism and Scaling: tensor_parallel_size x pipeline_parallel_size"],
  unknownMeans: "An argument or the number of accelerators is a token.",
  example: {
    fails: "--tensor-parallel-size=8 in a pod with nvidia.com/gpu: 4",
    passes: "--tensor-parallel-size=8 --pipeline-parallel-size=2 in a group of two pods with nvidia.com/gpu: 8 each",
  },
  *check({ documents }) {
    if (documents) for (const engine of enginesOf(documents)) yield judge(engine);
  },
};

function judge(engine: Engine): Outcome {
  const { about, object } = engine.template;
  const tensor = numberArgument(engine, "tensor-parallel-size");
  const pipeline = engine.args.has("pipeline-parallel-size") ? numberArgument(engine, "pipeline-parallel-size") : 1;
  const data = engine.args.has("data-parallel-size") ? numberArgument(engine, "data-parallel-size") : 1;
  const { accelerators } = engine;
  const name = object.name ?? "";
  if (
    tensor === undefined ||
    pipeline === undefined ||
    data === undefined ||
    accelerators === "unknown" ||
    engine.argsOpen
  ) {
    return unknown(about, { message: `how many ranks or accelerators engine '${name}' has is not known` });
  }
  const ranks = tensor * pipeline * data;
  const have = accelerators ?? 0;
  if (ranks === have) return pass(about);
  const given = `${ranks} ranks (tensor ${tensor}, pipeline ${pipeline}${data > 1 ? `, data ${data}` : ""}) on ${have} accelerators`;
  const allowed = `${ranks} accelerators over all pods of a copy`;
  if (have > ranks) {
    const message = `${have - ranks} accelerators of each copy of '${name}' have nothing to do`;
    return fail(about, { severity: "warning", message, given, allowed });
  }
  return fail(about, {
    message: `engine '${name}' has more ranks than accelerators and will not start`,
    given,
    allowed,
  });
}
