import { helmChart } from "../../../catalog";
import type { IPlatformComponent } from "../../contracts";
import { privilegedNamespace } from "../namespaces";
import { everyNodeTolerations, systemTolerations } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";

export interface NodeFeatureDiscoveryProps extends ComponentOptions {
  /** Lets rules taint nodes, as `PoolLabels` needs it for pools with taints. @default false */
  readonly taints?: boolean;
  /** Collects its metrics. @default - no PodMonitor */
  readonly monitoring?: IPlatformComponent;
}

/**
 * Node Feature Discovery: labels nodes by their hardware, and by what `PoolLabels` says of them. Exactly one may run on
 * a cluster: switch off the copies that the GPU, network and AMD operators bring.
 */
export class NodeFeatureDiscovery extends PlatformComponent {
  constructor(props: NodeFeatureDiscoveryProps = {}) {
    const { appVersion } = helmChart("nfd");
    super(
      {
        chartId: "nfd",
        namespaceLabels: privilegedNamespace,
        values: {
          image: { repository, tag: appVersion },
          master: { enableTaints: props.taints ?? false, tolerations: systemTolerations },
          // Every node is looked at: what it is decides which operators serve it.
          worker: { tolerations: everyNodeTolerations },
          gc: { tolerations: systemTolerations },
          prometheus: { enable: props.monitoring !== undefined },
        },
        images: [`${repository}:${appVersion}`],
        provides: ["node-feature-discovery"],
        dependsOn: [props.monitoring],
      },
      props,
    );
  }
}

const repository = "registry.k8s.io/nfd/node-feature-discovery";
