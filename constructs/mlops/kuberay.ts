import { helmChart } from "../../catalog";
import type { IPlatformComponent } from "../contracts";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

export interface KubeRayProps extends ComponentOptions {
  /** Brings the ServiceMonitor definition. @default - the operator's metrics are not collected */
  readonly monitoring?: IPlatformComponent;
}

/** KubeRay: RayCluster, RayJob and RayService. No Ray pod reports its use to Ray's makers. */
export class KubeRay extends PlatformComponent {
  constructor(props: KubeRayProps = {}) {
    const repository = "quay.io/kuberay/operator";
    const tag = `v${helmChart("kuberay-operator").version}`;
    super(
      {
        chartId: "kuberay-operator",
        values: {
          image: { repository, tag },
          tolerations: systemTolerations,
          metrics: { enabled: true, serviceMonitor: { enabled: props.monitoring !== undefined } },
          // Each Ray pod gets this, whoever writes its template.
          configuration: {
            enabled: true,
            defaultContainerEnvs: [{ name: "RAY_USAGE_STATS_ENABLED", value: "0" }],
          },
        },
        images: [`${repository}:${tag}`],
        provides: ["kuberay"],
        dependsOn: [props.monitoring],
      },
      props,
    );
  }
}
