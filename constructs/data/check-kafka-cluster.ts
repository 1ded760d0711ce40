import type { Finding } from "../../validation/finding";
import { kafkaReplicas, type KafkaClusterProps } from "./kafka-props";

/** A hundred years: Kafka counts milliseconds, and longer times leave the whole numbers. */
const longestRetentionHours = 876_000;

/** What stands against a Kafka cluster. */
export function checkKafkaCluster(props: KafkaClusterProps, name: string): Finding[] {
  const findings: Finding[] = [];
  const check = (ok: boolean, field: string, message: string, given: unknown, allowed: unknown, fix: string) => {
    if (ok) return;
    const path = `${name}.${field}`;
    findings.push({ rule: "PLT-151-kafka", severity: "error", verdict: "fail", path, message, given, allowed, fix });
  };
  const whole = (value: number) => Number.isInteger(value) && value >= 1;
  const { brokers = 3, controllers = 3, topics, clients = [] } = props;
  const replicas = kafkaReplicas(props);
  check(whole(brokers), "brokers", "no broker keeps the messages", brokers, "a whole number from 1", "set 'brokers'");
  check(
    [1, 3, 5].includes(controllers),
    "controllers",
    "the controllers find no majority that survives a loss",
    controllers,
    [1, 3, 5],
    "set 'controllers' to 3",
  );
  check(
    whole(replicas) && replicas <= brokers,
    "replicas",
    "messages have more copies than there are brokers",
    replicas,
    `1 to ${brokers}`,
    "add brokers, or lower 'replicas'",
  );
  const names = topics.map((topic) => topic.name);
  check(
    names.length > 0 && new Set(names).size === names.length,
    "topics",
    "there is no topic, or one twice",
    names,
    "at least one, each once",
    "name the topics",
  );
  topics.forEach(({ name: topic, partitions = 12, retentionHours = 168 }, index) => {
    const kubernetesName = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/.test(topic) && topic.length <= 249;
    const path = `topics[${index}]`;
    check(
      kubernetesName,
      `${path}.name`,
      "the topic's name is no name of a Kubernetes object",
      topic,
      "lower-case letters, digits, dots and inner dashes",
      "rename it",
    );
    check(
      whole(partitions),
      `${path}.partitions`,
      `topic '${topic}' has no part to read`,
      partitions,
      "a whole number from 1",
      "set 'partitions'",
    );
    check(
      retentionHours > 0 && retentionHours <= longestRetentionHours,
      `${path}.retentionHours`,
      `topic '${topic}' keeps no message`,
      retentionHours,
      `above 0, at most ${longestRetentionHours}: a hundred years`,
      "set 'retentionHours'",
    );
  });
  const clientNames = clients.map((client) => client.name);
  check(
    new Set(clientNames).size === clientNames.length,
    "clients",
    "two clients have one name",
    clientNames,
    "each name once",
    "rename one of them",
  );
  clients.forEach(({ name: client, reads = [], writes = [] }, index) => {
    const used = [...reads, ...writes];
    check(
      used.length > 0 && used.every((topic) => names.includes(topic)),
      `clients[${index}]`,
      `client '${client}' names no topic, or one that the cluster does not have`,
      used,
      names,
      "name topics of this cluster in 'reads' and 'writes'",
    );
  });
  return findings;
}
