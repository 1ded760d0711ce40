import { poolLabel } from "../contracts";
import { tolerationsOf } from "../platform/placement";
import type { TrainingJobProps } from "./training-job-props";
import type { TrainingJobPlan } from "./training-plan";

/** Annotations of the job's pods: the fabric's networks, and what Kueue must keep together. */
export function podAnnotations(props: TrainingJobProps, plan: TrainingJobPlan): Readonly<Record<string, string>> {
  const networks = plan.transport?.podNetworks ?? "";
  const { topology } = props;
  return {
    ...(networks === "" ? {} : { "k8s.v1.cni.cncf.io/networks": networks }),
    ...(topology === undefined
      ? {}
      : {
          [`kueue.x-k8s.io/podset-${topology.required === true ? "required" : "preferred"}-topology`]: topology.level,
        }),
  };
}

/** Labels of a job that Kueue admits as a whole. */
export function queueLabels({ queueName }: TrainingJobProps): Readonly<Record<string, string>> {
  return queueName === undefined ? {} : { "kueue.x-k8s.io/queue-name": queueName };
}

/** A pod that has a node's accelerators and adapters to itself. */
export function nodePod(props: TrainingJobProps, plan: TrainingJobPlan, container: Readonly<Record<string, unknown>>) {
  const { accelerators, transport, environment } = plan;
  const devices = {
    [accelerators.resourceName]: `${accelerators.perNode}`,
    ...transport?.resources,
    ...(props.pool.memoryGiB === undefined ? {} : { memory: `${Math.floor(props.pool.memoryGiB * nodeShare)}Gi` }),
  };
  const cpu = props.pool.vCpus === undefined ? {} : { cpu: `${Math.floor(props.pool.vCpus * nodeShare)}` };
  const volumes = [props.checkpoints, ...(props.volumes ?? [])];
  return {
    nodeSelector: { [poolLabel]: props.pool.poolName },
    tolerations: tolerationsOf([props.pool]),
    automountServiceAccountToken: false,
    containers: [
      {
        ...container,
        env: Object.entries(environment).map(([name, value]) => ({ name, value })),
        resources: { requests: { ...devices, ...cpu }, limits: devices },
        securityContext: transport?.securityContext ?? { allowPrivilegeEscalation: false },
        volumeMounts: [
          ...volumes.map(({ mountPath, readOnly }, index) => ({
            name: `volume-${index}`,
            mountPath,
            ...(readOnly === true ? { readOnly } : {}),
          })),
          { name: "shared-memory", mountPath: "/dev/shm" },
        ],
      },
    ],
    volumes: [
      ...volumes.map(({ claimName, readOnly }, index) => ({
        name: `volume-${index}`,
        persistentVolumeClaim: { claimName, ...(readOnly === true ? { readOnly } : {}) },
      })),
      // Processes of one node exchange data through it; without a limit it may grow to half of the memory.
      { name: "shared-memory", emptyDir: { medium: "Memory" } },
    ],
  };
}

/** Share of a node's processors and memory that a job asks for: the rest is the node's own and its daemons'. */
const nodeShare = 0.85;
