import { helmChart } from "../../catalog";
import type { IPlatformComponent } from "../contracts";
import { restrictedNamespace } from "../platform/namespaces";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

export interface StrimziOperatorProps extends ComponentOptions {
  /** Brings the PodMonitor definition. @default - metrics are not collected */
  readonly monitoring?: IPlatformComponent;
}

/** Kafka that the operator starts where a cluster names none. */
export const kafkaVersion = "4.3.1";

/** Strimzi: Apache Kafka on Kubernetes. `KafkaCluster` is a cluster of it, in any namespace. */
export class StrimziOperator extends PlatformComponent {
  constructor(props: StrimziOperatorProps = {}) {
    const { version } = helmChart("strimzi");
    super(
      {
        chartId: "strimzi",
        namespaceLabels: restrictedNamespace,
        values: {
          watchAnyNamespace: true,
          replicas: 2,
          podDisruptionBudget: { enabled: true },
          defaultImageRegistry: "quay.io",
          defaultImageRepository: "strimzi",
          // Brokers and their operators run without privileges, as a restricted namespace demands.
          extraEnvs: [{ name: "STRIMZI_POD_SECURITY_PROVIDER_CLASS", value: "restricted" }],
          tolerations: systemTolerations,
        },
        manifests:
          props.monitoring === undefined ? [] : [podMonitor(props.namespace ?? helmChart("strimzi").namespace)],
        images: [`quay.io/strimzi/operator:${version}`, `quay.io/strimzi/kafka:${version}-kafka-${kafkaVersion}`],
        provides: ["strimzi"],
        dependsOn: [props.monitoring],
      },
      props,
    );
  }
}

function podMonitor(namespace: string) {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name: "strimzi-operator", namespace },
    spec: {
      selector: { matchLabels: { "strimzi.io/kind": "cluster-operator" } },
      podMetricsEndpoints: [{ path: "/metrics", port: "http" }],
    },
  };
}
