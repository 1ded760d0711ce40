import { helmChart } from "../../catalog";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

export interface KubeflowTrainerProps extends ComponentOptions {
  /**
   * Whether the chart brings JobSet. Switch it off only where the cluster has JobSet already: two copies fight for one
   * webhook.
   *
   * @default true
   */
  readonly installJobSet?: boolean;
}

/** Kubeflow Trainer: TrainJob and its runtimes, on JobSet. */
export class KubeflowTrainer extends PlatformComponent {
  constructor(props: KubeflowTrainerProps = {}) {
    const trainer = "kubeflow/trainer/trainer-controller-manager";
    const installJobSet = props.installJobSet ?? true;
    super(
      {
        chartId: "kubeflow-trainer",
        values: {
          image: { registry: "ghcr.io", repository: trainer, tag: `v${helmChart("kubeflow-trainer").version}` },
          manager: { replicas: 2, tolerations: systemTolerations },
          jobset: installJobSet
            ? {
                install: true,
                image: { repository: jobSetImage, tag: jobSetTag, pullPolicy: "IfNotPresent" },
                controller: { tolerations: systemTolerations },
              }
            : { install: false },
        },
        provides: installJobSet ? ["jobset"] : [],
        images: [
          `ghcr.io/${trainer}:v${helmChart("kubeflow-trainer").version}`,
          ...(installJobSet ? [`${jobSetImage}:${jobSetTag}`] : []),
        ],
      },
      props,
    );
  }
}

// The chart's dependency on JobSet is pinned in its Chart.yaml.
const jobSetImage = "registry.k8s.io/jobset/jobset";
const jobSetTag = "v0.12.0";
