import type { Documents } from "../../documents/types";
import { isObject, isUnknown, type Value, type ValueObject } from "../../documents/value";
import type { NodePool } from "./node-pools";
import { at, devicesOf, podTemplatesOf, type PodTemplate } from "./pods";
import { selects } from "./scheduling";

/** A serving engine that its objects will start: one copy of a model, on one node or several. */
export interface Engine {
  readonly template: PodTemplate;
  /** Arguments by name, as `vllm serve` takes them. */
  readonly args: ReadonlyMap<string, string>;
  /** An argument is not known. */
  readonly argsOpen: boolean;
  readonly annotations: ValueObject;
  /** Accelerators of a copy; undefined where it asks for none. */
  readonly accelerators: number | "unknown" | undefined;
  readonly resourceName?: string;
  /** Copies that run always. */
  readonly replicas: number | "unknown";
}

const acceleratorName = /^(nvidia|amd)\.com\/gpu$/;

/** Every vLLM server among the documents. A LeaderWorkerSet's leader stands for its group. */
export function enginesOf(documents: Documents): readonly Engine[] {
  return podTemplatesOf(documents).flatMap((template): Engine[] => {
    const { object } = template;
    const words = template.containers.flatMap((container) => [
      ...list(container["command"]),
      ...list(container["args"]),
    ]);
    const texts = words.filter((word) => typeof word === "string").flatMap((word) => word.split(/\s+/));
    const args = argumentsOf(texts);
    const open = words.some(isUnknown);
    // With an argument that is not known, the others tell that it is an engine.
    const isEngine = args.has("tensor-parallel-size") || (open && args.has("max-model-len"));
    if (!isEngine || texts.includes("--headless")) return [];
    const devices = [...devicesOf(template)].find(([name]) => acceleratorName.test(name));
    const [resourceName, perPod] = devices ?? [];
    const size = groupSize(object.object);
    const accelerators =
      perPod === undefined ? undefined : isUnknown(perPod) || size === "unknown" ? "unknown" : perPod * size;
    const annotations = at(object.object, "metadata", "annotations");
    return [
      {
        template,
        args,
        argsOpen: open,
        annotations,
        accelerators,
        ...(resourceName !== undefined && { resourceName }),
        replicas: replicasOf(object.object),
      },
    ];
  });
}

/** The pools that an engine's pods may land on. */
export function poolsOf({ template }: Engine, pools: readonly NodePool[]): readonly NodePool[] {
  return pools.filter((pool) => selects(pool, template.spec) === "yes");
}

/** A whole number among the arguments; undefined where it is not written, or is none. */
export function numberArgument({ args }: Engine, name: string): number | undefined {
  const text = args.get(name);
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;
}

function list(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : isUnknown(value) ? [value] : [];
}

/** `--name=value` and `--name value`; the last one counts. */
function argumentsOf(words: readonly string[]): Map<string, string> {
  const found = new Map<string, string>();
  words.forEach((word, index) => {
    const match = /^--([a-z][-a-z_]*)(?:=(.*))?$/.exec(word);
    if (match?.[1] === undefined) return;
    const next = words[index + 1];
    found.set(match[1].replaceAll("_", "-"), match[2] ?? (next === undefined || next.startsWith("--") ? "" : next));
  });
  return found;
}

function groupSize(object: ValueObject): number | "unknown" {
  const { size } = at(object, "spec", "leaderWorkerTemplate");
  if (size === undefined) return 1;
  return typeof size === "number" ? size : "unknown";
}

function replicasOf(object: ValueObject): number | "unknown" {
  const predictor = at(object, "spec", "predictor");
  const written = isObject(at(object, "spec")["predictor"]) ? predictor["minReplicas"] : at(object, "spec")["replicas"];
  if (written === undefined || written === null) return 1;
  return typeof written === "number" ? written : "unknown";
}
