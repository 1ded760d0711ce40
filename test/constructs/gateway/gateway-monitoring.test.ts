import {
  EnvoyAiGateway,
  EnvoyAiGatewayCrds,
  EnvoyGateway,
  EnvoyInferenceGateway,
  ExternalSecrets,
  GatewayAuthentication,
  GatewayMonitoring,
  HaproxyInferenceGateway,
} from "../../../constructs/gateway";
import { KubePrometheusStack } from "../../../constructs/observability";
import { objectOf } from "../platform/every-component";
import { endpoint, servingParts } from "../serving/fixture";

const parts = servingParts();
const monitoring = new KubePrometheusStack();
const shared = {
  hostname: "ai.example.org",
  certManager: parts.certManager,
  issuer: { name: "inside", kind: "ClusterIssuer" },
  authentication: GatewayAuthentication.apiKeys({
    externalSecrets: new ExternalSecrets(),
    secretStore: { name: "vault", kind: "ClusterSecretStore" },
  }),
  teams: [{ name: "search" }],
  endpoints: [endpoint(parts)],
} as const;
const envoyGateway = new EnvoyGateway({ namespace: "proxies" });
const aiGateway = new EnvoyAiGateway({ crds: new EnvoyAiGatewayCrds(), envoyGateway });
const envoy = new EnvoyInferenceGateway({ ...shared, aiGateway });
const haproxy = new HaproxyInferenceGateway({ ...shared, name: "small" });

describe("what a gateway says of itself", () => {
  it("is collected where Envoy Gateway starts the proxies, from Envoy and from the process that counts tokens", () => {
    expect(objectOf(new GatewayMonitoring({ gateway: envoy, monitoring }), "PodMonitor").spec).toMatchObject({
      namespaceSelector: { matchNames: ["proxies"] },
      selector: { matchLabels: { "gateway.envoyproxy.io/owning-gateway-name": "inference-gateway" } },
      podMetricsEndpoints: [{ portNumber: 19001, path: "/stats/prometheus" }, { portNumber: 1064 }],
    });
  });

  it("is collected from HAProxy's own port, which no Service opens", () => {
    const { manifests } = haproxy;
    const ports = manifests.filter(({ kind }) => kind === "Service").map(({ spec }) => JSON.stringify(spec));
    expect(ports.join()).not.toContain("8404");
    expect(objectOf(new GatewayMonitoring({ gateway: haproxy, monitoring }), "PodMonitor").spec).toEqual({
      selector: { matchLabels: { app: "small" } },
      podMetricsEndpoints: [{ port: "status", path: "/metrics" }],
    });
  });

  it("is judged by the job of its own PodMonitor alone", () => {
    for (const gateway of [envoy, haproxy]) {
      const { groups, dependsOn } = new GatewayMonitoring({ gateway, monitoring });
      const expressions = groups.flatMap(({ rules }) => rules.map(({ expr }) => expr));
      expect(expressions.length).toBeGreaterThan(3);
      for (const expr of expressions) expect(expr).toContain(`job="inference-gateway/${gateway.name}"`);
      expect(dependsOn).toEqual([gateway, monitoring]);
    }
  });

  it("takes the objective that is given, and refuses one that is none", () => {
    const expressions = (timeToFirstTokenSec: number) =>
      JSON.stringify(new GatewayMonitoring({ gateway: envoy, monitoring, timeToFirstTokenSec }).manifests);
    expect(expressions(0.7)).toMatch(/first_token_seconds_bucket[^>]*> 0\.7/);
    expect(() => expressions(0)).toThrow(/the objective is none/);
  });
});
