export * from "./dcgm-exporter";
export * from "./kube-prometheus-stack";
