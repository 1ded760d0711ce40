import type { KubernetesObject } from "../contracts";
import type { TrainingJobProps } from "./training-job-props";
import type { TrainingJobPlan } from "./training-plan";
import { nodePod, podAnnotations, queueLabels } from "./training-pod";

const apiVersion = "trainer.kubeflow.org/v1alpha1";

/** A runtime of the job's own, with its pods as the pool needs them, and the job. */
export function kubeflowObjects(
  props: TrainingJobProps,
  plan: TrainingJobPlan,
  namespace: string,
  image: string,
): KubernetesObject[] {
  const { name, nodes } = props;
  return [
    {
      apiVersion,
      kind: "ClusterTrainingRuntime",
      metadata: { name: `${namespace}-${name}` },
      spec: {
        mlPolicy: { numNodes: nodes, torch: {} },
        template: {
          spec: {
            // A lost node ends all ranks: the whole set starts again from the last checkpoint.
            failurePolicy: { maxRestarts: props.maxRestarts ?? 10 },
            replicatedJobs: [
              {
                name: "node",
                template: {
                  // By this label the trainer finds the job that its settings go to.
                  metadata: { labels: { "trainer.kubeflow.org/trainjob-ancestor-step": "trainer" } },
                  spec: {
                    backoffLimit: 0,
                    template: {
                      metadata: { annotations: podAnnotations(props, plan) },
                      spec: { restartPolicy: "Never", ...nodePod(props, plan, { name: "node", image }) },
                    },
                  },
                },
              },
            ],
          },
        },
      },
    },
    {
      apiVersion,
      kind: "TrainJob",
      metadata: { name, namespace, labels: queueLabels(props) },
      spec: {
        runtimeRef: { apiGroup: "trainer.kubeflow.org", kind: "ClusterTrainingRuntime", name: `${namespace}-${name}` },
        trainer: {
          image,
          command: [...props.command],
          numNodes: nodes,
          numProcPerNode: plan.processesPerNode,
        },
      },
    },
  ];
}
