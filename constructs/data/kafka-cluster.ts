import { throwErrors } from "../../validation/factory-error";
import type { IPlatformComponent } from "../contracts";
import { restrictedNamespace } from "../platform/namespaces";
import { PlatformComponent } from "../platform/platform-component";
import { checkKafkaCluster } from "./check-kafka-cluster";
import { kafkaObjects } from "./kafka-objects";
import type { StrimziOperator } from "./strimzi-operator";

/** A stream of messages. */
export interface KafkaTopic {
  readonly name: string;
  /** Parts that consumers read in parallel; it can grow, never shrink. @default 12 */
  readonly partitions?: number;
  /** Hours that messages are kept. @default 168 */
  readonly retentionHours?: number;
}

/** Someone who reads or writes; the operator makes a certificate for it. */
export interface KafkaClient {
  /** Also the name of the secret with `user.crt` and `user.key`, in the cluster's namespace. */
  readonly name: string;
  /** Topics that it may read, in consumer groups whose names begin with its own. @default - none */
  readonly reads?: readonly string[];
  /** Topics that it may write. @default - none */
  readonly writes?: readonly string[];
}

export interface KafkaClusterProps {
  readonly operator: StrimziOperator;
  /** Name of the cluster and of the component. @default "streams" */
  readonly name?: string;
  /** @default - the operator's */
  readonly namespace?: string;
  /** Servers that keep the messages. @default 3 */
  readonly brokers?: number;
  /** Servers that keep the cluster's state: 1, 3 or 5. @default 3 */
  readonly controllers?: number;
  /** Copies of each message; the loss of one copy stops no writer. @default - 3, or the number of brokers if lower */
  readonly replicas?: number;
  /** Disk of each broker. @default 500 */
  readonly storageGiB?: number;
  /** @default - the cluster's default class */
  readonly storageClassName?: string;
  /** Memory of each broker. @default 8 */
  readonly memoryGiB?: number;
  /** Label by whose values copies are spread; for racks of a site, their label. @default "topology.kubernetes.io/zone" */
  readonly zoneLabel?: string;
  readonly topics: readonly KafkaTopic[];
  /** Whoever is not listed cannot connect. @default - none */
  readonly clients?: readonly KafkaClient[];
  /** Collects the brokers' metrics and evaluates their alerts. @default - neither */
  readonly monitoring?: IPlatformComponent;
  /** Components that must be ready first, besides the operator. @default - none */
  readonly dependsOn?: readonly IPlatformComponent[];
}

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

/** Copies of each message. */
export function kafkaReplicas({ replicas, brokers = 3 }: KafkaClusterProps): number {
  return replicas ?? Math.min(3, brokers);
}
