import type { IPlatformComponent } from "../contracts";
import type { SlurmCluster } from "../scheduling";

/** Where a training job runs, and what only that way of running needs. */
export class TrainingRuntime {
  /** A TrainJob of Kubeflow Trainer: processes are started by torchrun, which learns its peers from `PET_…`. */
  static kubeflow(trainer: IPlatformComponent, options: { readonly image: string }): TrainingRuntime {
    return new TrainingRuntime({ kind: "kubeflow", component: trainer, image: options.image });
  }

  /** A RayJob on a Ray cluster of its own, which goes when the job ends. The image must have Ray of that version. */
  static ray(
    kubeRay: IPlatformComponent,
    options: { readonly image: string; readonly rayVersion: string },
  ): TrainingRuntime {
    return new TrainingRuntime({ kind: "ray", component: kubeRay, ...options });
  }

  /** A job script for a Slurm cluster of this platform; programs and their libraries are those of its nodes. */
  static slurm(cluster: SlurmCluster, options: { readonly partition?: string } = {}): TrainingRuntime {
    return new TrainingRuntime({
      kind: "slurm",
      component: cluster.component,
      namespace: cluster.namespace,
      partition: options.partition,
    });
  }

  private constructor(/** What the runtime is, and what only that kind needs. */ readonly binding: RuntimeBinding) {}
}

/** What a runtime is, by kind. */
export type RuntimeBinding =
  | { readonly kind: "kubeflow"; readonly component: IPlatformComponent; readonly image: string }
  | {
      readonly kind: "ray";
      readonly component: IPlatformComponent;
      readonly image: string;
      readonly rayVersion: string;
    }
  | {
      readonly kind: "slurm";
      readonly component: IPlatformComponent;
      readonly namespace: string;
      readonly partition?: string;
    };
