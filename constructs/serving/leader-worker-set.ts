import { helmChart } from "../../catalog";
import type { IPlatformComponent } from "../contracts";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

export interface LeaderWorkerSetProps extends ComponentOptions {
  /** Collects its metrics. @default - no ServiceMonitor */
  readonly monitoring?: IPlatformComponent;
}

/** LeaderWorkerSet: pods of several nodes that are one replica, and that start, fail and are replaced together. */
export class LeaderWorkerSet extends PlatformComponent {
  constructor(props: LeaderWorkerSetProps = {}) {
    const tag = `v${helmChart("lws").version}`;
    super(
      {
        chartId: "lws",
        values: {
          replicaCount: 2,
          enablePrometheus: props.monitoring !== undefined,
          image: { manager: { repository: image, tag, pullPolicy: "IfNotPresent" } },
          tolerations: systemTolerations,
        },
        images: [`${image}:${tag}`],
        provides: ["leader-worker-set"],
        dependsOn: [props.monitoring],
      },
      props,
    );
  }
}

const image = "registry.k8s.io/lws/lws";
