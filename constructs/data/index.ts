export * from "./argo-workflows";
export { KafkaCluster, type KafkaClient, type KafkaClusterProps, type KafkaTopic } from "./kafka-cluster";
export * from "./lakefs";
export * from "./qdrant";
export { StrimziOperator, type StrimziOperatorProps } from "./strimzi-operator";
