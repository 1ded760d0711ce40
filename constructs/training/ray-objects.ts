import { poolLabel, type KubernetesObject } from "../contracts";
import { tolerationsOf } from "../platform/placement";
import { shellLine } from "./shell";
import type { TrainingJobProps } from "./training-job-props";
import type { TrainingJobPlan } from "./training-plan";
import { nodePod, podAnnotations, queueLabels } from "./training-pod";

/** A Ray cluster of a head and a worker on each node, and the job on it. */
export function rayObjects(
  props: TrainingJobProps,
  plan: TrainingJobPlan,
  namespace: string,
  { image, rayVersion }: { readonly image: string; readonly rayVersion: string },
): KubernetesObject[] {
  const { name, nodes, pool } = props;
  const headResources = { cpu: "4", memory: "16Gi" };
  return [
    {
      apiVersion: "ray.io/v1",
      kind: "RayJob",
      metadata: { name, namespace, labels: queueLabels(props) },
      spec: {
        entrypoint: shellLine(props.command),
        backoffLimit: props.maxRestarts ?? 10,
        // Kueue takes back the nodes when the cluster goes.
        shutdownAfterJobFinishes: true,
        ttlSecondsAfterFinished: 600,
        rayClusterSpec: {
          rayVersion,
          headGroupSpec: {
            // The head gives orders and computes nothing.
            rayStartParams: { "num-cpus": "0", "num-gpus": "0" },
            template: {
              spec: {
                nodeSelector: { [poolLabel]: pool.poolName },
                tolerations: tolerationsOf([pool]),
                automountServiceAccountToken: false,
                containers: [
                  {
                    name: "ray-head",
                    image,
                    env: [{ name: "RAY_USAGE_STATS_ENABLED", value: "0" }],
                    resources: { requests: headResources, limits: headResources },
                    securityContext: { allowPrivilegeEscalation: false },
                  },
                ],
              },
            },
          },
          workerGroupSpecs: [
            {
              groupName: "nodes",
              replicas: nodes,
              minReplicas: nodes,
              maxReplicas: nodes,
              rayStartParams: {},
              template: {
                metadata: { annotations: podAnnotations(props, plan) },
                spec: nodePod(props, plan, { name: "ray-worker", image }),
              },
            },
          ],
        },
      },
    },
  ];
}
