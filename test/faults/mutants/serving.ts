import { mutants, type Mutant } from "../mutant";
import { NotHere, type Json, type World } from "../world";

/** The pod and the container of the first endpoint that is one InferenceService. */
function endpoint(w: World, change: (container: Json, object: Json) => void): void {
  w.object("InferenceService", (object) => change(object["spec"].predictor.model as Json, object));
}

/** The engine of the first endpoint that stretches over several nodes. */
function group(w: World, change: (container: Json, object: Json) => void): void {
  w.object("LeaderWorkerSet", (object) => {
    const template = object["spec"].leaderWorkerTemplate as Json;
    change((template["leaderTemplate"] ?? template["workerTemplate"]).spec.containers[0] as Json, object);
  });
}

/** Writes an argument of the engine anew. */
function argument(container: Json, name: string, value: string | number): void {
  const args = container["args"] as string[];
  const index = args.findIndex((arg) => arg.startsWith(`--${name}=`));
  if (index < 0) throw new NotHere(name);
  args[index] = `--${name}=${value}`;
}

const priority = (w: World, kind: "PriorityClass" | "WorkloadPriorityClass", value: number) =>
  w.objects(kind, (objects) => {
    const serving = objects.find(
      (object) => object["kind"] === kind && object["metadata"].labels?.["ai-factory/work"] === "production-serving",
    );
    if (serving === undefined) throw new NotHere("a class of what serves");
    serving["value"] = value;
  });

/** Faults of what serves models, and of the order in which work yields. */
export const servingMutants: readonly Mutant[] = [
  ...mutants("SRV-002", {
    "more ranks than accelerators": (w) => endpoint(w, (container) => argument(container, "tensor-parallel-size", 16)),
    "a second stage without accelerators": (w) =>
      endpoint(w, (container) => argument(container, "pipeline-parallel-size", 3)),
    "accelerators without ranks": (w) =>
      endpoint(w, (container) => {
        for (const part of ["limits", "requests"]) container["resources"][part]["nvidia.com/gpu"] = "8";
        argument(container, "tensor-parallel-size", 2);
      }),
    "a node of an engine's group is missing": (w) =>
      group(w, (_, object) => (object["spec"].leaderWorkerTemplate.size = 1)),
  }),
  ...mutants("SRV-003", {
    "a model too large for its accelerators": (w) =>
      endpoint(w, (_, object) => (object["metadata"].annotations["ai-factory/model"] = "deepseek-v3")),
    "a context that leaves no room for the requests that were planned": (w) =>
      endpoint(w, (container) => argument(container, "max-model-len", 131_072)),
    "a large model on half the ranks": (w) =>
      group(w, (container) => {
        argument(container, "tensor-parallel-size", 4);
        argument(container, "pipeline-parallel-size", 1);
      }),
  }),
  ...mutants("SRV-004", {
    "more copies at all times than the pool carries": (w) =>
      endpoint(w, (_, object) => (object["spec"].predictor.minReplicas = 900)),
    "more groups than the pool carries": (w) => group(w, (_, object) => (object["spec"].replicas = 900)),
  }),
  ...mutants("TEN-001", {
    "what serves yields to research": (w) => priority(w, "PriorityClass", 10),
    "what serves waits behind research in the queue": (w) => priority(w, "WorkloadPriorityClass", 10),
    "another order for the scheduler than for the queue": (w) => priority(w, "PriorityClass", 200_000),
  }),
];
