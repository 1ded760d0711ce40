import type { KubernetesObject } from "../contracts";
import { shellLine, shellWord } from "./shell";
import type { TrainingJobProps } from "./training-job-props";
import type { TrainingJobPlan } from "./training-plan";

const port = 29500;

/**
 * A script for `sbatch`: whole nodes with their GPUs, one launcher on each, which learns its peers from `PET_…` as it does
 * under Kubeflow. A job that fails goes back to the queue until its restarts are used up.
 */
export function slurmScript(props: TrainingJobProps, plan: TrainingJobPlan, partition: string | undefined): string {
  const restarts = props.maxRestarts ?? 10;
  return [
    "#!/bin/bash",
    `#SBATCH --job-name=${props.name}`,
    ...(partition === undefined ? [] : [`#SBATCH --partition=${partition}`]),
    `#SBATCH --nodes=${props.nodes}`,
    "#SBATCH --ntasks-per-node=1",
    `#SBATCH --gres=gpu:${plan.accelerators.perNode}`,
    "#SBATCH --exclusive",
    "#SBATCH --requeue",
    "#SBATCH --open-mode=append",
    `#SBATCH --output=${props.checkpoints.mountPath}/${props.name}-%j.log`,
    "",
    ...Object.entries(plan.environment).map(([name, value]) => `export ${name}=${shellWord(value)}`),
    'export PET_MASTER_ADDR="$(scontrol show hostnames "$SLURM_JOB_NODELIST" | head -n 1)"',
    `export PET_MASTER_PORT=${port}`,
    `export PET_NNODES=${props.nodes}`,
    `export PET_NPROC_PER_NODE=${plan.processesPerNode}`,
    "",
    "# One lost rank ends all of them; the next run resumes from the last checkpoint.",
    "if ! srun --kill-on-bad-exit=1 bash -c 'PET_NODE_RANK=$SLURM_NODEID exec \"$@\"' -- \\",
    `  ${shellLine(props.command)}; then`,
    `  if [ "0$SLURM_RESTART_COUNT" -lt ${restarts} ]; then`,
    '    scontrol requeue "$SLURM_JOB_ID"',
    "  fi",
    "  exit 1",
    "fi",
    "",
  ].join("\n");
}

/** The script where login pods and pipelines find it. */
export function slurmObjects(name: string, namespace: string, script: string): KubernetesObject[] {
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: `${name}-job`, namespace },
      data: { "job.sh": script },
    },
  ];
}
