import type { Mlflow } from "../../constructs/mlops";
import type { IPlatformComponent } from "../../constructs/contracts";
import type { Team } from "../../constructs/tenancy";
import { TrainingJob, TrainingRuntime } from "../../constructs/training";
import type { PresetParts } from "./parts";
import type { PresetTraining } from "./props";
import { teamOf, type Teams } from "./teams";

/** Jobs in their teams' queues, whose runs are recorded. */
export function trainings(
  parts: PresetParts,
  jobs: readonly PresetTraining[],
  teams: Teams,
  mlflow: Mlflow,
): readonly IPlatformComponent[] {
  return jobs.map((job) => training(parts, job, teamOf(teams, job.team, `training.${job.name}.team`), mlflow));
}

function training(
  parts: PresetParts,
  { pool, image, ...job }: PresetTraining,
  team: Team,
  mlflow: Mlflow,
): IPlatformComponent {
  return new TrainingJob({
    ...job,
    namespace: team.namespace,
    pool: parts.pool(pool),
    runtime: TrainingRuntime.kubeflow(parts.trainer, { image }),
    queueName: team.queueName,
    environment: { MLFLOW_TRACKING_URI: mlflow.trackingUri, ...job.environment },
    dependsOn: [team, mlflow],
  });
}
