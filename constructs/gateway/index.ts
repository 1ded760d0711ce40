export * from "./boundary-issuer";
export * from "./envoy-ai-gateway";
export { EnvoyGateway } from "./envoy-gateway";
export * from "./envoy-inference-gateway";
export * from "./external-secrets";
export { GatewayMonitoring, type GatewayMonitoringProps } from "./gateway-monitoring";
export * from "./gateway-props";
export * from "./haproxy-inference-gateway";
