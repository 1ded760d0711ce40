import { helmChart } from "../../catalog";
import type { IPlatformComponent } from "../contracts";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

export interface PostgresOperatorProps extends ComponentOptions {
  /** Brings the PodMonitor definition. @default - metrics are not collected */
  readonly monitoring?: IPlatformComponent;
}

/** CloudNativePG: PostgreSQL clusters with failover. `PostgresCluster` is one. */
export class PostgresOperator extends PlatformComponent {
  constructor(props: PostgresOperatorProps = {}) {
    const repository = "ghcr.io/cloudnative-pg/cloudnative-pg";
    const tag = helmChart("cloudnative-pg").appVersion ?? "";
    super(
      {
        chartId: "cloudnative-pg",
        values: {
          image: { repository, tag },
          replicaCount: 2,
          tolerations: systemTolerations,
          monitoring: { podMonitorEnabled: props.monitoring !== undefined },
        },
        images: [`${repository}:${tag}`],
        provides: ["cloudnative-pg"],
        dependsOn: [props.monitoring],
      },
      props,
    );
  }
}
