export * from "./dashboards";
export * from "./dcgm-exporter";
export type { GrafanaDashboard } from "./factory-dashboard";
export * from "./factory-rules";
export * from "./kube-prometheus-stack";
export * from "./log-collector";
export * from "./loki";
export * from "./rules";
