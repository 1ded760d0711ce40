export * from "./argo-workflows";
export * from "./kafka-cluster";
export type { KafkaClient, KafkaClusterProps, KafkaTopic } from "./kafka-props";
export * from "./lakefs";
export * from "./qdrant";
export { StrimziOperator, type StrimziOperatorProps } from "./strimzi-operator";
