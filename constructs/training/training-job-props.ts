import type { ModelParameters } from "../../catalog";
import type { Optimiser, TrainingPrecision } from "../../planning/estimate";
import type { IPlatformComponent } from "../contracts";
import type { AcceptancePool } from "../scheduling/acceptance-transport";
import type { TrainingRuntime } from "./training-runtime";

/** A pool as a training job meets it: rented nodes of known types, or an owner's nodes on an owner's fabric. */
export type TrainingPool = AcceptancePool;

/** A claim that every process of a job mounts. */
export interface TrainingVolume {
  /** Claim in the job's namespace: `KubernetesVolumes.claimName`. On Slurm the path alone counts. */
  readonly claimName: string;
  /** Directory that every process sees it at: `/checkpoints`. */
  readonly mountPath: string;
  /** Whether processes can only read. @default false */
  readonly readOnly?: boolean;
}

/** What is trained: enough to say whether it fits the accelerators' memory. */
export interface TrainedModel {
  /** Name in the model table, or the model's own parameters. */
  readonly model: string | ModelParameters;
  /** Number format of the training; memory follows from it. */
  readonly precision: TrainingPrecision;
  /** Id in the accelerator table. @default - the accelerator of the pool's instance type */
  readonly accelerator?: string;
  /** Tokens of one sequence. @default 8192, or the model's context where it is shorter */
  readonly sequenceTokens?: number;
  /** Whether all weights are trained, or small adapters beside frozen ones (LoRA). @default "full" */
  readonly method?: "full" | "lora";
  /** Optimiser; its states take memory for each trained weight. @default "adamw" */
  readonly optimiser?: Optimiser;
}

/** How close to each other the nodes of a job must stand. Kueue keeps to it. */
export interface TrainingTopology {
  /** Label of nodes that are close: `topology.k8s.aws/network-node-layer-2`. One of Kueue's topology levels. */
  readonly level: string;
  /** Whether the job waits rather than being spread over more than one. @default false */
  readonly required?: boolean;
}

export interface TrainingJobProps {
  /** Name of the job and of the component. Lower-case letters, digits and hyphens, at most 40. */
  readonly name: string;
  /** Kubernetes namespace of the job. @default "training"; with Slurm the namespace of the cluster */
  readonly namespace?: string;
  /** Pool that the job runs on. */
  readonly pool: TrainingPool;
  /** Nodes that take part; each process gets a whole node's accelerators and adapters. */
  readonly nodes: number;
  /** Where the job runs: Kubeflow Trainer, Ray or Slurm, with the image. */
  readonly runtime: TrainingRuntime;
  /** Program that every node starts: `["torchrun", "train.py"]`. With Ray, the driver's program. */
  readonly command: readonly string[];
  /** Where checkpoints are written: what a restart resumes from. */
  readonly checkpoints: TrainingVolume;
  /** Further volumes: data. @default - none */
  readonly volumes?: readonly TrainingVolume[];
  /** Restarts of the whole job before it is given up. @default 10 */
  readonly maxRestarts?: number;
  /**
   * Queue of Kueue: the job waits until all its nodes are there at once. The component must then depend on Kueue.
   * Slurm queues by itself.
   * @default - none: pods start as nodes come
   */
  readonly queueName?: string;
  /** How close to each other the nodes must stand. @default - anywhere in the pool */
  readonly topology?: TrainingTopology;
  /** What is trained: refused where it does not fit the accelerators' memory. @default - memory is not checked */
  readonly model?: TrainedModel;
  /** Environment beside that of the catalogue; a variable of the same name is yours. @default - none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Processes on each node. @default - one for each accelerator; must be stated for AWS Neuron, whose devices have cores */
  readonly processesPerNode?: number;
  /** Lets a job of many nodes run over TCP where the pool has no fabric. @default false */
  readonly allowTcp?: boolean;
  /** Components that must be ready first, besides the runtime: Kueue, device plugins. @default - none */
  readonly dependsOn?: readonly IPlatformComponent[];
}
