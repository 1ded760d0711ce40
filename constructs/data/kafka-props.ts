import type { IPlatformComponent } from "../contracts";
import type { StrimziOperator } from "./strimzi-operator";

/** A stream of messages. */
export interface KafkaTopic {
  /** Name of the topic, as clients write it. */
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
  /** Strimzi, which runs the cluster. */
  readonly operator: StrimziOperator;
  /** Name of the cluster and of the component. @default "streams" */
  readonly name?: string;
  /** Kubernetes namespace of brokers, topics and clients' secrets. @default - the operator's */
  readonly namespace?: string;
  /** Servers that keep the messages. @default 3 */
  readonly brokers?: number;
  /** Servers that keep the cluster's state: 1, 3 or 5. @default 3 */
  readonly controllers?: number;
  /** Copies of each message; the loss of one copy stops no writer. @default - 3, or the number of brokers if lower */
  readonly replicas?: number;
  /** Disk of each broker. @default 500 */
  readonly storageGiB?: number;
  /** StorageClass of the servers' disks. @default - the cluster's default class */
  readonly storageClassName?: string;
  /** Memory of each broker. @default 8 */
  readonly memoryGiB?: number;
  /** Label by whose values copies are spread; for racks of a site, their label. @default "topology.kubernetes.io/zone" */
  readonly zoneLabel?: string;
  /** Topics that are made. */
  readonly topics: readonly KafkaTopic[];
  /** Whoever is not listed cannot connect. @default - none */
  readonly clients?: readonly KafkaClient[];
  /** Collects the brokers' metrics and evaluates their alerts. @default - neither */
  readonly monitoring?: IPlatformComponent;
  /** Components that must be ready first, besides the operator. @default - none */
  readonly dependsOn?: readonly IPlatformComponent[];
}

/** Copies of each message. */
export function kafkaReplicas({ replicas, brokers = 3 }: KafkaClusterProps): number {
  return replicas ?? Math.min(3, brokers);
}
