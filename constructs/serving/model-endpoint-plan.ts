import { findInstanceType, findModel, type ModelParameters } from "../../catalog";
import { lowerPrecision } from "../../planning/estimate/precision";
import { replicaFit, requiredAccelerators, type ReplicaFit, type ServingInput } from "../../planning";
import { FactoryError } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { ModelEndpointProps, ModelSplit, ServingPool } from "./model-endpoint-props";

/** What an endpoint comes to: how a copy is split, what it takes, and how long it needs to start. */
export interface EndpointPlan {
  readonly accelerator: string;
  readonly split: ModelSplit;
  /** Accelerators of each pod of a copy. */
  readonly acceleratorsPerPod: number;
  readonly nodesPerReplica: number;
  readonly contextTokens: number;
  readonly fit: ReplicaFit;
  /** Weights of the whole model, decimal GB. */
  readonly weightsGB: number;
  readonly coldStart: ColdStart;
  readonly maxReplicas: number;
  readonly minReplicas: number;
}

/** From the decision to start a copy to its first answer, on a node that is there. */
export interface ColdStart {
  /** Reading the weights from the store, seconds. */
  readonly weightsSeconds: number;
  /** From loaded weights to the first answer, seconds. */
  readonly engineSeconds: number;
  /** Both together, seconds. */
  readonly totalSeconds: number;
}

/** @throws FactoryError with every reason why the endpoint cannot serve */
export function endpointPlan(props: ModelEndpointProps): EndpointPlan {
  const findings: Finding[] = [];
  const problem = (rule: string, prop: string, message: string, rest: Pick<Finding, "given" | "allowed" | "fix">) =>
    findings.push({ rule, severity: "error", verdict: "fail", path: `${props.name}.${prop}`, message, ...rest });

  const { pool, scaling, runtime } = props;
  checkShape(props, problem);
  const accelerator = props.accelerator ?? acceleratorOf(pool);
  const devices = pool.accelerators;
  if (accelerator === undefined || devices === undefined || devices.resourceName.startsWith("nvidia.com/mig-")) {
    problem("SRV-010-serving-pool", "pool", "the pool has no whole accelerators of a known kind", {
      given: devices?.resourceName ?? "no accelerator",
      allowed: "a pool with whole accelerators that the catalogue knows",
      fix: "serve from another pool, or name its 'accelerator'",
    });
  } else if (
    pool.acceleratorVendor !== runtime.acceleratorVendor ||
    (pool.acceleratorVendor === "amd" && runtime.isDefaultImage)
  ) {
    problem("SRV-010-serving-pool", "runtime", "the engine's image is built for other accelerators", {
      given: `image ${runtime.image} for ${runtime.acceleratorVendor}, ${pool.acceleratorVendor ?? "unknown"} pool`,
      allowed: "one vendor",
      fix: "give the endpoint a VllmRuntime with an image for the pool's accelerators",
    });
  }
  if (findings.length > 0 || accelerator === undefined || devices === undefined) throw new FactoryError(findings);

  const contextTokens = props.contextTokens ?? Math.min(8192, parametersOf(props.model)?.contextTokens ?? 8192);
  const question = questionOf(props, accelerator, contextTokens);
  const split = props.split ?? leastSplit(question, pool, devices.perNode);
  const fit = split && replicaFit(question, split);
  if (fit === undefined || split === undefined || (fit.outcome === "judged" && !holds(fit, question))) {
    findings.push(doesNotFit(props, question, fit?.outcome === "judged" ? fit : undefined, split, devices.perNode));
    throw new FactoryError(findings);
  }
  if (fit.outcome === "invalid") {
    for (const { field, message, ...rest } of fit.problems) problem("SRV-011-endpoint-props", field, message, rest);
  } else if (fit.outcome === "unknown") {
    problem("SRV-011-endpoint-props", "accelerator", "the catalogue lacks a figure of the accelerator", {
      given: fit.unknown,
      allowed: "an accelerator whose memory and rates are known",
      fix: "name another accelerator, or a precision that it has",
    });
  }
  if (fit.outcome !== "judged") throw new FactoryError(findings);

  const total = split.tensor * split.pipeline;
  const nodesPerReplica = Math.ceil(total / devices.perNode);
  const minReplicas = scaling === undefined ? (props.replicas ?? 1) : (scaling.minReplicas ?? 1);
  const maxReplicas = scaling?.maxReplicas ?? minReplicas;
  const weightsGB = fit.memory.perAccelerator.weightsGB * total;
  const weightsSeconds = Math.ceil(weightsGB / (props.weightsReadGBps ?? 1));
  const engineSeconds = props.engineStartSeconds ?? 180;
  const plan: EndpointPlan = {
    accelerator,
    split,
    acceleratorsPerPod: total / nodesPerReplica,
    nodesPerReplica,
    contextTokens,
    fit,
    weightsGB,
    coldStart: { weightsSeconds, engineSeconds, totalSeconds: weightsSeconds + engineSeconds },
    maxReplicas,
    minReplicas,
  };
  checkPlan(props, plan, devices.perNode, problem);
  if (findings.length > 0) throw new FactoryError(findings);
  return plan;
}

type Report = (
  rule: string,
  prop: string,
  message: string,
  rest: Pick<Finding, "given" | "allowed" | "fix">,
) => unknown;

function checkShape(props: ModelEndpointProps, problem: Report): void {
  const { scaling, canary } = props;
  const check = (ok: boolean, prop: string, message: string, given: unknown, allowed: string, fix: string) => {
    if (!ok) problem("SRV-011-endpoint-props", prop, message, { given, allowed, fix });
  };
  // Names of Services: the canary's is the longest.
  check(
    /^[a-z]([-a-z0-9]*[a-z0-9])?$/.test(props.name) && props.name.length <= 40,
    "name",
    "the endpoint's name is no name of a Service",
    props.name,
    "lower-case letters, digits and inner dashes, at most 40, a letter first",
    "choose another name",
  );
  for (const [prop, weights] of [
    ["weights", props.weights],
    ["canary.weights", canary?.weights],
  ] as const) {
    if (weights === undefined) continue;
    check(
      /^[0-9a-f]{64}$/.test(weights.sha256OfSums),
      `${prop}.sha256OfSums`,
      "the digest that pins the weights is no SHA-256",
      weights.sha256OfSums,
      "64 hexadecimal digits",
      "run `sha256sum SHA256SUMS` where the weights were approved, and write the result here",
    );
    check(
      /^[^/\s](.*[^/\s])?$/.test(weights.prefix),
      `${prop}.prefix`,
      "the prefix of the weights begins or ends with a slash, or is empty",
      weights.prefix,
      "a path without a slash at either end",
      "remove the slash",
    );
  }
  const { replicas = 1, weightsReadGBps = 1 } = props;
  check(
    Number.isInteger(replicas) && replicas >= 1,
    "replicas",
    "the number of copies is none",
    replicas,
    "a whole number from 1",
    "set 'replicas', or leave it out",
  );
  check(
    weightsReadGBps >= 0.001 && Number.isFinite(weightsReadGBps),
    "weightsReadGBps",
    "at this rate the weights would never be read",
    weightsReadGBps,
    "GB per second, from 0.001",
    "state what the store gives, or leave it out",
  );
  if (canary !== undefined) {
    check(
      Number.isInteger(canary.percent) && canary.percent >= 1 && canary.percent <= 99,
      "canary.percent",
      "the canary's part is no part of the requests",
      canary.percent,
      "a whole number from 1 to 99",
      "leave the canary out instead of giving it nothing or everything",
    );
  }
  const least = scaling?.minReplicas ?? 1;
  if (scaling !== undefined) {
    check(
      Number.isInteger(least) &&
        least >= 0 &&
        Number.isInteger(scaling.maxReplicas) &&
        scaling.maxReplicas >= Math.max(1, least),
      "scaling",
      "the number of copies has no range",
      `${least} to ${scaling.maxReplicas}`,
      "whole numbers, the least not above the most, the most at least 1",
      "set 'minReplicas' and 'maxReplicas'",
    );
    check(
      (least === 0) === (scaling.scaleToZero !== undefined),
      "scaling.minReplicas",
      "an endpoint without a copy must know what wakes it, and only such an endpoint is woken",
      `minReplicas ${least}, ${scaling.scaleToZero === undefined ? "no" : "with"} scaleToZero`,
      "minReplicas 0 together with scaleToZero",
      least === 0 ? "add 'scaleToZero' with the gateway's query" : "set 'minReplicas' to 0",
    );
  }
}

function checkPlan(props: ModelEndpointProps, plan: EndpointPlan, perNode: number, problem: Report): void {
  const { pool, scaling, runtime } = props;
  const total = plan.split.tensor * plan.split.pipeline;
  if (plan.split.tensor > perNode || total % plan.nodesPerReplica !== 0) {
    problem("SRV-011-endpoint-props", "split", "the split does not divide evenly into nodes", {
      given: `tensor ${plan.split.tensor}, pipeline ${plan.split.pipeline}`,
      allowed: `tensor at most ${perNode}, and as many accelerators on each node of a copy`,
      fix: "leave 'split' out, or choose numbers that divide",
    });
  }
  const copies = plan.maxReplicas + (props.canary === undefined ? 0 : 1);
  const need =
    plan.nodesPerReplica > 1 ? copies * plan.nodesPerReplica : Math.ceil(copies / Math.floor(perNode / total));
  if (need > pool.maxNodes) {
    problem("SRV-012-serving-capacity", "scaling.maxReplicas", "the pool has no room for all copies", {
      given: `${copies} copies of ${total} accelerators: ${need} nodes`,
      allowed: `the ${pool.maxNodes} nodes of pool '${pool.poolName}'`,
      fix: "lower the number of copies, or enlarge the pool",
    });
  }
  if (plan.nodesPerReplica > 1) {
    if (props.leaderWorkerSet === undefined) {
      problem(
        "SRV-013-multi-node",
        "leaderWorkerSet",
        `a copy takes ${plan.nodesPerReplica} nodes, and nothing keeps them together`,
        {
          given: "no LeaderWorkerSet",
          allowed: "the component LeaderWorkerSet",
          fix: "install LeaderWorkerSet and pass it as 'leaderWorkerSet'",
        },
      );
    }
    if (pool.fabricDevices?.resourceName === "vpc.amazonaws.com/efa" && runtime.isDefaultImage) {
      problem(
        "SRV-013-multi-node",
        "runtime.image",
        "the engine's own image has no EFA plugin: NCCL would fall back to TCP",
        {
          given: runtime.image,
          allowed: "an image with vLLM, libfabric and aws-ofi-nccl",
          fix: "build such an image and give it to VllmRuntime",
        },
      );
    }
  }
  const zero = scaling?.scaleToZero;
  const longest = zero?.maxColdStartSeconds ?? 600;
  if (zero !== undefined && plan.coldStart.totalSeconds > longest) {
    problem(
      "SRV-014-cold-start",
      "scaling.scaleToZero",
      "the first caller after a pause would wait longer than allowed",
      {
        given: `${plan.coldStart.weightsSeconds} s for the weights and ${plan.coldStart.engineSeconds} s for the engine`,
        allowed: `at most ${longest} s`,
        fix: "keep one copy, keep the weights on a claim, read them faster, or allow a longer start",
      },
    );
  }
}

function parametersOf(model: string | ModelParameters): ModelParameters | undefined {
  return typeof model === "string" ? findModel(model) : model;
}

/** What the pool's instance types have; else what its nodes are labelled with. */
function acceleratorOf(pool: ServingPool): string | undefined {
  const ids = new Set((pool.instanceTypes ?? []).map((type) => findInstanceType(type)?.accelerator?.acceleratorId));
  const [only] = ids;
  return ids.size === 1 && only !== undefined ? only : pool.labels["ai-factory/accelerator"];
}

type Question = Omit<ServingInput, "accelerators"> & { readonly concurrency: number };

function questionOf(props: ModelEndpointProps, accelerator: string, contextTokens: number): Question {
  const outputTokens = Math.max(1, Math.min(1024, Math.floor(contextTokens / 2)));
  return {
    model: props.model,
    accelerator,
    precision: props.precision,
    // vLLM keeps the cache in the model's own 16 bits unless it is told otherwise.
    cachePrecision: "bf16",
    inputTokens: contextTokens - outputTokens,
    outputTokens,
    concurrency: props.concurrency ?? 4,
  };
}

function holds(fit: ReplicaFit, { concurrency }: Question): boolean {
  return fit.sequences >= concurrency;
}

/** The least split that holds model and cache: powers of two within a node, then whole nodes. */
function leastSplit(question: Question, pool: ServingPool, perNode: number): ModelSplit | undefined {
  const heads = parametersOf(question.model as string | ModelParameters)?.attentionHeads ?? 1;
  const widths = [1, 2, 4, 8, 16].filter((width) => width <= perNode && heads % width === 0);
  const widest = widths.at(-1) ?? 1;
  const nodes = Array.from({ length: Math.min(15, Math.max(0, pool.maxNodes - 1)) }, (_, index) => index + 2);
  const splits = [
    ...widths.map((tensor) => ({ tensor, pipeline: 1 })),
    ...nodes.map((count) => ({ tensor: widest, pipeline: (count * perNode) / widest })),
  ].filter(({ pipeline }) => Number.isInteger(pipeline));
  for (const split of splits) {
    const fit = replicaFit(question, split);
    // A question that is wrong is wrong with every split.
    if (fit.outcome !== "judged" || holds(fit, question)) return split;
  }
  return undefined;
}

function doesNotFit(
  props: ModelEndpointProps,
  question: Question,
  fit: ReplicaFit | undefined,
  split: ModelSplit | undefined,
  perNode: number,
): Finding {
  const { pool } = props;
  const whole = split === undefined ? pool.maxNodes * perNode : split.tensor * split.pipeline;
  const fewest = requiredAccelerators(props.model, question.accelerator, props.precision, question);
  const lower = lowerPrecision(props.precision);
  const mends = [
    ...(fewest !== undefined && fewest > whole ? [`use at least ${fewest} accelerators`] : []),
    ...(lower === undefined ? [] : [`keep the weights in ${lower}`]),
    ...(question.concurrency > 1 ? ["lower 'concurrency'"] : []),
    "lower 'contextTokens'",
    "take a pool whose accelerators have more memory",
  ];
  const room = fit === undefined ? "" : `, room for ${fit.sequences}`;
  return {
    rule: "SRV-001-model-fits",
    severity: "error",
    verdict: "fail",
    path: `${props.name}.pool`,
    message: `model '${typeof props.model === "string" ? props.model : props.name}' does not fit pool '${pool.poolName}'`,
    given:
      `weights in ${props.precision} and the cache of ${question.concurrency} requests of ` +
      `${(question.inputTokens ?? 0) + (question.outputTokens ?? 0)} tokens on ${whole} x ${String(question.accelerator)}${room}`,
    allowed: "weights and cache within nine tenths of the accelerators' memory",
    fix: mends.join("; or "),
  };
}
