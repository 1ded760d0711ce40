import { containerImage, helmChart } from "../../catalog";
import type { KubernetesObject } from "../contracts";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

const registry = "docker.io/envoyproxy";
/** Data plane and rate limiter that Envoy Gateway 1.9 starts. */
export const envoyImage = containerImage("envoy");
const rateLimitImage = containerImage("envoy-ratelimit");
const counterImage = containerImage("valkey");
const counters = "rate-limit-counters";

/**
 * Envoy Gateway with the definitions of the Gateway API, opened for Envoy AI Gateway, and with a store in which its rate
 * limiter counts. Counts that are lost with the store's pod begin anew: a quota is a guard, no bill.
 */
export class EnvoyGateway extends PlatformComponent {
  constructor(props: ComponentOptions = {}) {
    const { version, namespace: usual } = helmChart("envoy-gateway");
    const gatewayImage = `${registry}/gateway:${version}`;
    const namespace = props.namespace ?? usual;
    super(
      {
        chartId: "envoy-gateway",
        name: "envoy-gateway",
        values: {
          global: {
            images: {
              envoyGateway: { image: gatewayImage },
              envoyProxy: { image: envoyImage },
              ratelimit: { image: rateLimitImage },
            },
          },
          deployment: { replicas: 2, pod: { tolerations: systemTolerations } },
          podDisruptionBudget: { minAvailable: 1 },
          certgen: { job: { tolerations: systemTolerations } },
          config: {
            envoyGateway: {
              gateway: { controllerName: gatewayController },
              provider: { type: "Kubernetes" },
              extensionApis: { enableBackend: true, enableEnvoyPatchPolicy: true },
              extensionManager,
              rateLimit: {
                backend: { type: "Redis", redis: { url: `${counters}.${namespace}.svc.cluster.local:6379` } },
              },
            },
          },
        },
        manifests: counterObjects(namespace),
        images: [gatewayImage, envoyImage, rateLimitImage, counterImage],
        provides: ["gateway-api-definitions"],
      },
      props,
    );
  }
}

export const gatewayController = "gateway.envoyproxy.io/gatewayclass-controller";

/** What Envoy AI Gateway's documentation sets: it writes into the listeners, routes and clusters before Envoy gets them. */
const extensionManager = {
  hooks: {
    xdsTranslator: {
      translation: {
        listener: { includeAll: true },
        route: { includeAll: true },
        cluster: { includeAll: true },
        secret: { includeAll: true },
      },
      post: ["Translation", "Cluster", "Route"],
    },
  },
  service: {
    fqdn: { hostname: "ai-gateway-controller.envoy-ai-gateway-system.svc.cluster.local", port: 1063 },
  },
};

function counterObjects(namespace: string): KubernetesObject[] {
  const labels = { app: counters };
  const metadata = { name: counters, namespace, labels };
  return [
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata,
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            automountServiceAccountToken: false,
            tolerations: systemTolerations,
            securityContext: { runAsNonRoot: true, runAsUser: 999, seccompProfile: { type: "RuntimeDefault" } },
            containers: [
              {
                name: "valkey",
                image: counterImage,
                args: [
                  "--save",
                  "",
                  "--appendonly",
                  "no",
                  "--maxmemory",
                  "200mb",
                  "--maxmemory-policy",
                  "volatile-ttl",
                ],
                ports: [{ name: "valkey", containerPort: 6379 }],
                readinessProbe: { tcpSocket: { port: 6379 }, periodSeconds: 5 },
                resources: { requests: { cpu: "100m", memory: "256Mi" }, limits: { memory: "256Mi" } },
                securityContext: {
                  allowPrivilegeEscalation: false,
                  readOnlyRootFilesystem: true,
                  capabilities: { drop: ["ALL"] },
                },
              },
            ],
          },
        },
      },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata,
      spec: { selector: labels, ports: [{ name: "valkey", port: 6379 }] },
    },
    {
      apiVersion: "networking.k8s.io/v1",
      kind: "NetworkPolicy",
      metadata: { name: counters, namespace },
      spec: {
        podSelector: { matchLabels: labels },
        policyTypes: ["Ingress"],
        ingress: [{ from: [{ podSelector: {} }], ports: [{ port: 6379, protocol: "TCP" }] }],
      },
    },
  ];
}
