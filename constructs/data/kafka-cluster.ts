import { throwErrors } from "../../validation/factory-error";
import { restrictedNamespace } from "../platform/namespaces";
import { PlatformComponent } from "../platform/platform-component";
import { checkKafkaCluster } from "./check-kafka-cluster";
import { kafkaObjects } from "./kafka-objects";
import type { KafkaClusterProps } from "./kafka-props";

/**
 * A Kafka cluster of Strimzi, without ZooKeeper: copies of every message in several zones, topics and clients as code,
 * connections by TLS and certificates of its own authority, and nobody who was not named.
 *
 * @throws FactoryError where copies are more than brokers, or a client names a topic that is none
 */
export class KafkaCluster extends PlatformComponent {
  /** What clients take as `bootstrap.servers`; TLS with a certificate. */
  readonly bootstrapServers: string;
  /** Secret with the authority's certificate in `ca.crt`, in the cluster's namespace. */
  readonly authoritySecretName: string;

  constructor(props: KafkaClusterProps) {
    const name = props.name ?? "streams";
    throwErrors(checkKafkaCluster(props, name));
    const namespace = props.namespace ?? props.operator.namespace;
    super(
      {
        name,
        namespace,
        namespaceLabels: restrictedNamespace,
        manifests: kafkaObjects(props, { name, namespace }),
        // The operator's images: it starts all of the cluster's pods.
        images: [],
        dependsOn: [props.operator, props.monitoring],
      },
      { dependsOn: props.dependsOn },
    );
    this.bootstrapServers = `${name}-kafka-bootstrap.${namespace}.svc:9093`;
    this.authoritySecretName = `${name}-cluster-ca-cert`;
  }
}
