import { alert, type RuleGroup } from "../observability/rules/rule";

/** Copies and leaders of a Kafka cluster's partitions. Metrics: the brokers' own (Strimzi Metrics Reporter). */
export function kafkaRuleGroup(cluster: string, namespace: string): RuleGroup {
  const of = `{namespace="${namespace}"}`;
  return {
    name: `${cluster}-kafka`,
    rules: [
      alert(
        "critical",
        "KafkaPartitionsOffline",
        `max(kafka_controller_kafkacontroller_offlinepartitionscount${of}) > 0`,
        {
          for: "2m",
          summary: `{{ $value }} partitions of ${cluster} have no leader`,
          description: "Nobody can read or write them. Bring the brokers back that hold their copies.",
        },
      ),
      alert(
        "warning",
        "KafkaPartitionsUnderReplicated",
        `sum(kafka_server_replicamanager_underreplicatedpartitions${of}) > 0`,
        {
          for: "15m",
          summary: `{{ $value }} partitions of ${cluster} lack a copy`,
          description: "Another loss may stop writers. Look for a broker that is down, or whose disk is slow or full.",
        },
      ),
      alert(
        "critical",
        "KafkaBelowInSyncMinimum",
        `sum(kafka_server_replicamanager_underminisrpartitioncount${of}) > 0`,
        {
          for: "5m",
          summary: `{{ $value }} partitions of ${cluster} take no messages`,
          description: "Too few copies are up to date. Bring the missing brokers back.",
        },
      ),
    ],
  };
}
