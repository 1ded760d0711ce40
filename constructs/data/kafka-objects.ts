import type { KubernetesObject } from "../contracts";
import { ruleObject } from "../observability/rule-object";
import { kafkaReplicas, type KafkaClient, type KafkaClusterProps, type KafkaTopic } from "./kafka-props";
import { kafkaRuleGroup } from "./kafka-rules";
import { kafkaVersion } from "./strimzi-operator";

const apiVersion = "kafka.strimzi.io/v1";

interface Place {
  readonly name: string;
  readonly namespace: string;
}

/** Cluster, pools of servers, topics, clients, and what watches them. */
export function kafkaObjects(props: KafkaClusterProps, place: Place): KubernetesObject[] {
  const { brokers = 3, controllers = 3, storageGiB = 500, memoryGiB = 8, topics, clients = [] } = props;
  return [
    nodePool(props, place, "controller", { replicas: controllers, storageGiB: 20, memoryGiB: 2 }),
    nodePool(props, place, "broker", { replicas: brokers, storageGiB, memoryGiB }),
    clusterObject(props, place),
    ...topics.map((topic) => topicObject(topic, place, kafkaReplicas(props))),
    ...clients.map((client) => userObject(client, place)),
    ...(props.monitoring === undefined
      ? []
      : [podMonitor(place), ruleObject(kafkaRuleGroup(place.name, place.namespace), place.namespace)]),
  ];
}

interface PoolSize {
  readonly replicas: number;
  readonly storageGiB: number;
  readonly memoryGiB: number;
}

function nodePool(props: KafkaClusterProps, place: Place, role: "broker" | "controller", size: PoolSize) {
  const memory = `${size.memoryGiB}Gi`;
  // Kafka reads from the page cache: half of the memory is left to it.
  const heap = `${size.memoryGiB * 512}m`;
  return {
    ...objectOf("KafkaNodePool", place, role),
    spec: {
      replicas: size.replicas,
      roles: [role],
      storage: {
        type: "jbod",
        volumes: [
          {
            id: 0,
            type: "persistent-claim",
            size: `${size.storageGiB}Gi`,
            ...(props.storageClassName === undefined ? {} : { class: props.storageClassName }),
            kraftMetadata: "shared",
            // Messages outlive the cluster's object.
            deleteClaim: false,
          },
        ],
      },
      jvmOptions: { "-Xms": heap, "-Xmx": heap },
      resources: { requests: { cpu: "1", memory }, limits: { memory } },
      template: {
        pod: {
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: zoneLabel(props),
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: { matchLabels: { "strimzi.io/cluster": place.name, "strimzi.io/pool-name": role } },
            },
          ],
        },
      },
    },
  };
}

function clusterObject(props: KafkaClusterProps, place: Place): KubernetesObject {
  const replicas = kafkaReplicas(props);
  const inSync = Math.max(1, replicas - 1);
  return {
    apiVersion,
    kind: "Kafka",
    metadata: { name: place.name, namespace: place.namespace },
    spec: {
      kafka: {
        version: kafkaVersion,
        metadataVersion: kafkaVersion.replace(/^(\d+\.\d+).*/, "$1-IV0"),
        listeners: [{ name: "tls", port: 9093, type: "internal", tls: true, authentication: { type: "tls" } }],
        authorization: { type: "simple" },
        // Brokers learn their zone, so that the copies of a message stand in different ones.
        rack: { topologyKey: zoneLabel(props) },
        config: {
          "auto.create.topics.enable": false,
          "default.replication.factor": replicas,
          "min.insync.replicas": inSync,
          "offsets.topic.replication.factor": replicas,
          "transaction.state.log.replication.factor": replicas,
          "transaction.state.log.min.isr": inSync,
        },
        ...(props.monitoring === undefined ? {} : { metricsConfig: { type: "strimziMetricsReporter" } }),
      },
      entityOperator: { topicOperator: {}, userOperator: {} },
    },
  };
}

function topicObject({ name, partitions = 12, retentionHours = 168 }: KafkaTopic, place: Place, replicas: number) {
  return {
    ...objectOf("KafkaTopic", place, name),
    spec: {
      partitions,
      replicas,
      config: {
        "retention.ms": Math.round(retentionHours * 3_600_000),
        "min.insync.replicas": Math.max(1, replicas - 1),
      },
    },
  };
}

function userObject({ name, reads = [], writes = [] }: KafkaClient, place: Place): KubernetesObject {
  const topic = (topicName: string, operations: readonly string[]) => ({
    resource: { type: "topic", name: topicName, patternType: "literal" },
    operations: [...operations],
  });
  return {
    ...objectOf("KafkaUser", place, name),
    spec: {
      authentication: { type: "tls" },
      authorization: {
        type: "simple",
        acls: [
          ...reads.map((each) => topic(each, ["Read", "Describe"])),
          ...writes.map((each) => topic(each, ["Write", "Describe"])),
          ...(reads.length === 0
            ? []
            : [{ resource: { type: "group", name, patternType: "prefix" }, operations: ["Read"] }]),
        ],
      },
    },
  };
}

function podMonitor({ name, namespace }: Place): KubernetesObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name: `${name}-kafka`, namespace },
    spec: {
      selector: { matchLabels: { "strimzi.io/cluster": name, "strimzi.io/kind": "Kafka" } },
      podMetricsEndpoints: [{ path: "/metrics", port: "tcp-prometheus" }],
    },
  };
}

function objectOf(kind: string, place: Place, name: string) {
  return {
    apiVersion,
    kind,
    metadata: { name, namespace: place.namespace, labels: { "strimzi.io/cluster": place.name } },
  };
}

function zoneLabel({ zoneLabel: label }: KafkaClusterProps): string {
  return label ?? "topology.kubernetes.io/zone";
}
