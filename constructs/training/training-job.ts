import type { TrainingEstimate } from "../../planning/estimate";
import type { KubernetesObject } from "../contracts";
import { PlatformComponent } from "../platform/platform-component";
import { kubeflowObjects } from "./kubeflow-objects";
import { rayObjects } from "./ray-objects";
import { slurmObjects, slurmScript } from "./slurm-objects";
import type { TrainingJobProps } from "./training-job-props";
import { trainingJobPlan, type TrainingJobPlan } from "./training-plan";
import type { RuntimeBinding } from "./training-runtime";

/**
 * A training job over whole nodes of a pool, under Kubeflow Trainer, Ray or Slurm: accelerators and adapters of the pool's
 * fabric, the collective library's settings, the checkpoint volume, restarts of the whole job, and a place in a queue
 * that admits all of it at once.
 *
 * @throws FactoryError with everything that is wrong: nodes, fabric, accelerators, and a model that does not fit
 */
export class TrainingJob extends PlatformComponent {
  /** What every process has in its environment. */
  readonly environment: Readonly<Record<string, string>>;
  /** Throughput and memory of the job. @default - no model was given */
  readonly estimate?: TrainingEstimate;
  /** What `sbatch` takes. @default - the runtime is not Slurm */
  readonly script?: string;

  constructor(props: TrainingJobProps) {
    const plan = trainingJobPlan(props);
    const { binding } = props.runtime;
    const namespace = binding.kind === "slurm" ? binding.namespace : (props.namespace ?? "training");
    const script = binding.kind === "slurm" ? slurmScript(props, plan, binding.partition) : undefined;
    super(
      {
        name: props.name,
        namespace,
        namespaceLabels: binding.kind === "slurm" ? undefined : plan.transport?.namespaceLabels,
        manifests:
          script === undefined
            ? podObjects(props, plan, namespace, binding)
            : slurmObjects(props.name, namespace, script),
        images: binding.kind === "slurm" ? [] : [binding.image],
        dependsOn: [binding.component],
      },
      { dependsOn: props.dependsOn },
    );
    this.environment = plan.environment;
    this.estimate = plan.estimate;
    this.script = script;
  }
}

function podObjects(
  props: TrainingJobProps,
  plan: TrainingJobPlan,
  namespace: string,
  binding: RuntimeBinding,
): KubernetesObject[] {
  if (binding.kind === "ray") return rayObjects(props, plan, namespace, binding);
  return binding.kind === "kubeflow" ? kubeflowObjects(props, plan, namespace, binding.image) : [];
}
