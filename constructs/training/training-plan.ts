import { collectiveSettings, findInstanceType, type CollectiveLibrary } from "../../catalog";
import { estimateTraining, type TrainingEstimate } from "../../planning/estimate";
import { FactoryError } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { DeviceResource } from "../contracts";
import { efaResourceName } from "../fabric";
import { transportOf, type Transport } from "../scheduling/acceptance-transport";
import type { TrainingJobProps } from "./training-job-props";

/** A job whose every figure is known. */
export interface TrainingJobPlan {
  readonly accelerators: DeviceResource;
  readonly processesPerNode: number;
  /** @default - the job stays on one node, or goes over TCP */
  readonly transport?: Transport;
  readonly environment: Readonly<Record<string, string>>;
  /** @default - no model was given */
  readonly estimate?: TrainingEstimate;
}

const libraries: Readonly<Record<string, CollectiveLibrary>> = {
  nvidia: "nccl",
  amd: "rccl",
  "aws-neuron": "neuron",
};

/** What the job asks for. @throws FactoryError with everything that is wrong */
export function trainingJobPlan(props: TrainingJobProps): TrainingJobPlan {
  const { pool, nodes } = props;
  const findings: Finding[] = [];
  const problem = (field: string, message: string, rest: Pick<Finding, "given" | "allowed" | "fix">) =>
    findings.push({
      rule: "PLT-141-training-job",
      severity: "error",
      verdict: "fail",
      path: `${props.name}.${field}`,
      message,
      ...rest,
    });

  checkFields(props, problem);
  const library = libraries[pool.acceleratorVendor ?? ""];
  const { accelerators } = pool;
  if (accelerators === undefined || library === undefined) {
    problem("pool", "no training library is known for the pool's nodes", {
      given: pool.acceleratorVendor ?? "no accelerator",
      allowed: "a pool with NVIDIA, AMD or AWS Neuron accelerators",
      fix: "train on another pool",
    });
  }
  if (props.processesPerNode === undefined && library === "neuron") {
    problem("processesPerNode", "the cores of a Neuron device are not known", {
      given: "nothing",
      allowed: "the NeuronCores of one node",
      fix: "set 'processesPerNode'",
    });
  }
  const transport = nodes > 1 ? transportOf(pool) : undefined;
  if (nodes > 1 && transport === undefined && props.allowTcp !== true) {
    problem("pool", "a job of more than one node has no fabric to sum its gradients over", {
      given: pool.fabricDevices?.resourceName ?? "no fabric",
      allowed: "a pool with EFA, InfiniBand or RoCE; one node",
      fix: "give the pool a fabric, set 'nodes' to 1, or 'allowTcp' to true",
    });
  }
  const estimate = library === undefined ? undefined : checkMemory(props, problem);
  if (findings.length > 0 || accelerators === undefined || library === undefined) throw new FactoryError(findings);
  return {
    accelerators,
    processesPerNode: props.processesPerNode ?? accelerators.perNode,
    transport,
    environment: environmentOf(props, library, transport),
    estimate,
  };
}

type Report = (field: string, message: string, rest: Pick<Finding, "given" | "allowed" | "fix">) => void;

function checkFields(props: TrainingJobProps, problem: Report): void {
  if (!/^[a-z]([-a-z0-9]{0,38}[a-z0-9])?$/.test(props.name)) {
    problem("name", "the job's name is none that all its objects can bear", {
      given: props.name,
      allowed: "lower-case letters, digits and hyphens, beginning with a letter, at most 40",
      fix: "choose another name",
    });
  }
  if (!Number.isInteger(props.nodes) || props.nodes < 1 || props.nodes > props.pool.maxNodes) {
    problem("nodes", `pool '${props.pool.poolName}' cannot give the job its nodes`, {
      given: props.nodes,
      allowed: `1 to ${props.pool.maxNodes}`,
      fix: "set 'nodes', or enlarge the pool",
    });
  }
  for (const field of ["maxRestarts", "processesPerNode"] as const) {
    const given = props[field];
    const least = field === "maxRestarts" ? 0 : 1;
    if (given === undefined || (Number.isInteger(given) && given >= least)) continue;
    problem(field, `'${field}' is no count`, { given, allowed: `a whole number from ${least}`, fix: `set '${field}'` });
  }
  if (props.command.length === 0) {
    problem("command", "the job has no program", {
      given: "an empty list",
      allowed: "a program and its arguments",
      fix: "set 'command'",
    });
  }
  for (const { mountPath } of [props.checkpoints, ...(props.volumes ?? [])]) {
    if (mountPath.startsWith("/")) continue;
    problem("checkpoints", "a volume is mounted at no absolute path", {
      given: mountPath,
      allowed: "a path that begins with '/'",
      fix: "set 'mountPath'",
    });
  }
}

function checkMemory(props: TrainingJobProps, problem: Report): TrainingEstimate | undefined {
  const { model, pool, nodes } = props;
  if (model === undefined || pool.accelerators === undefined) return undefined;
  const [type] = pool.instanceTypes ?? [];
  const known = type === undefined ? undefined : findInstanceType(type)?.accelerator?.acceleratorId;
  const accelerator = model.accelerator ?? known;
  if (accelerator === undefined) {
    problem("model.accelerator", "the pool does not say which accelerator it has", {
      given: pool.poolName,
      allowed: "an id of the accelerator table",
      fix: "set 'model.accelerator'",
    });
    return undefined;
  }
  // Memory does not depend on how many tokens there are.
  const estimate = estimateTraining({
    ...model,
    accelerator,
    accelerators: nodes * pool.accelerators.perNode,
    tokens: 1e9,
  });
  if (estimate.outcome === "does-not-fit") {
    problem("model", `the model does not fit the memory of ${nodes} nodes: ${estimate.reason}`, {
      given: `${nodes * pool.accelerators.perNode} × ${accelerator}`,
      allowed: "weights, gradients, optimiser and activations within the accelerators' memory",
      fix: estimate.mends.join(", or "),
    });
  }
  if (estimate.outcome === "invalid") {
    for (const { field, message, given, allowed, fix } of estimate.problems) {
      problem(field.startsWith("model") ? field : `model.${field}`, message, { given, allowed, fix });
    }
  }
  return estimate;
}

function environmentOf(
  props: TrainingJobProps,
  library: CollectiveLibrary,
  transport: Transport | undefined,
): Readonly<Record<string, string>> {
  const { pool } = props;
  const kind = pool.fabricDevices?.resourceName === efaResourceName ? "efa" : pool.fabric?.kind;
  const settings =
    transport === undefined || kind === undefined
      ? undefined
      : collectiveSettings(library, kind as "efa" | "infiniband" | "roce");
  const trafficClass = transport?.env.NCCL_IB_TC;
  return {
    ...settings?.environment,
    ...(trafficClass === undefined ? {} : { NCCL_IB_TC: trafficClass }),
    CHECKPOINT_DIR: props.checkpoints.mountPath,
    ...props.environment,
  };
}
