import { helmChart } from "../../catalog";
import type { IPlatformComponent } from "../contracts";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

export interface KedaProps extends ComponentOptions {
  /** Collects KEDA's own metrics. @default - no ServiceMonitor */
  readonly monitoring?: IPlatformComponent;
}

/** KEDA: scales on figures of Prometheus, and to zero. A cluster has one server of external metrics: this one. */
export class Keda extends PlatformComponent {
  constructor(props: KedaProps = {}) {
    const { version: tag } = helmChart("keda");
    const collects = props.monitoring !== undefined;
    const collected = { enabled: collects, serviceMonitor: { enabled: collects } };
    super(
      {
        chartId: "keda",
        values: {
          image: Object.fromEntries(
            Object.entries(repositories).map(([part, repository]) => [part, { registry, repository, tag }]),
          ),
          operator: { replicaCount: 2 },
          metricsServer: { replicaCount: 2 },
          tolerations: systemTolerations,
          prometheus: { operator: collected, metricServer: collected },
        },
        images: Object.values(repositories).map((repository) => `${registry}/${repository}:${tag}`),
        provides: ["external-metrics"],
        dependsOn: [props.monitoring],
      },
      props,
    );
  }
}

const registry = "ghcr.io";
const repositories = {
  keda: "kedacore/keda",
  metricsApiServer: "kedacore/keda-metrics-apiserver",
  webhooks: "kedacore/keda-admission-webhooks",
} as const;
