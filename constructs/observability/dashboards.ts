import type { IPlatformComponent, KubernetesObject } from "../contracts";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { factoryDashboard, type GrafanaDashboard } from "./factory-dashboard";

export interface FactoryDashboardsProps extends Omit<
  ComponentOptions,
  "chartVersion" | "chartRepository" | "values" | "images" | "namespace"
> {
  /** Grafana, which takes up the dashboards of its own namespace. */
  readonly monitoring: IPlatformComponent;
  /** Records the figures that the first dashboard shows. */
  readonly rules: IPlatformComponent;
  /** Dashboards beside the factory's own. Each needs a `uid` of its own. @default - none */
  readonly dashboards?: readonly GrafanaDashboard[];
}

/** The factory's dashboard, and further ones, where Grafana finds them. */
export class FactoryDashboards extends PlatformComponent {
  constructor(props: FactoryDashboardsProps) {
    const { namespace } = props.monitoring;
    super(
      {
        name: "factory-dashboards",
        namespace,
        manifests: [factoryDashboard(), ...(props.dashboards ?? [])].map((each) => dashboardObject(each, namespace)),
        images: [],
        dependsOn: [props.monitoring, props.rules],
      },
      props,
    );
  }
}

/** Grafana's sidecar loads the ConfigMaps with this label. */
const dashboardLabel = { grafana_dashboard: "1" };

function dashboardObject(dashboard: GrafanaDashboard, namespace: string): KubernetesObject {
  return {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: `dashboard-${dashboard.uid}`, namespace, labels: dashboardLabel },
    data: { [`${dashboard.uid}.json`]: JSON.stringify(dashboard, undefined, 2) },
  };
}
