import { createHash } from "node:crypto";
import { containerImage } from "../../catalog";
import type { Finding } from "../../validation/finding";
import type { KubernetesObject } from "../contracts";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent } from "../platform/platform-component";
import { checkGateway, gatewayFinding } from "./check-gateway";
import { certificateObject, keysObject, placeOf } from "./gateway-objects";
import { teamHeader, type IInferenceGateway, type InferenceGatewayProps } from "./gateway-props";
import { fallbackKeyVariable, haproxyConfig, haproxyFiles } from "./haproxy-config";

/**
 * The inference gateway by HAProxy: one program and one file, no operator, no store beside it. Each of its pods counts
 * for itself, so limits are divided among them; tokens are counted in whole answers only, and a team with a token quota
 * cannot stream.
 *
 * @throws FactoryError where two models or two teams share a name, a limit is none, tokens of an identity provider are
 * asked for, or a model has more than one fallback
 */
export class HaproxyInferenceGateway extends PlatformComponent implements IInferenceGateway {
  readonly baseUrl: string;
  readonly teamHeader = teamHeader;
  readonly models: readonly string[];

  constructor(props: InferenceGatewayProps) {
    checkGateway(props, checkHaproxy(props));
    const image = props.image ?? haproxyImage;
    super(
      {
        ...placeOf(props),
        manifests: haproxyObjects(props, image),
        images: [image],
        dependsOn: [props.certManager, props.authentication.keys?.externalSecrets, ...props.endpoints],
      },
      { dependsOn: props.dependsOn },
    );
    this.baseUrl = `https://${props.hostname}/v1`;
    this.models = props.endpoints.map(({ servedName }) => servedName);
  }
}

/** PromQL: requests for the endpoint in the last two minutes, answered or not. Wakes an endpoint without a copy. */
export function haproxyDemandQuery(endpointName: string): string {
  return `sum(increase(haproxy_backend_http_requests_total{proxy=~"(model|stay)_${endpointName}"}[2m])) or vector(0)`;
}

const haproxyImage = containerImage("haproxy");

function checkHaproxy(props: InferenceGatewayProps): Finding[] {
  const findings: Finding[] = [];
  if (props.authentication.keys === undefined) {
    findings.push(
      gatewayFinding(props, "authentication", "this gateway knows keys only", {
        given: "tokens of an identity provider",
        allowed: "GatewayAuthentication.apiKeys",
        fix: "use keys, or EnvoyInferenceGateway",
      }),
    );
  }
  for (const { servedName } of props.endpoints) {
    const count = (props.fallbacks ?? []).filter((fallback) => fallback.servedName === servedName).length;
    if (count <= 1) continue;
    findings.push(
      gatewayFinding(props, "fallbacks", "this gateway has one key for another site, so a model has one fallback", {
        given: `${count} for '${servedName}'`,
        allowed: "one for each model",
        fix: "remove the others, or use EnvoyInferenceGateway",
      }),
    );
  }
  return findings;
}

/** Each pod counts for itself: its part of a limit, at least one. */
function perPod(props: InferenceGatewayProps): InferenceGatewayProps {
  const pods = props.replicas ?? 2;
  const part = (limit: number | undefined) => (limit === undefined ? undefined : Math.max(1, Math.floor(limit / pods)));
  const teams = props.teams.map(({ name, tokensPerHour, requestsPerMinute }) => ({
    name,
    tokensPerHour: part(tokensPerHour),
    requestsPerMinute: part(requestsPerMinute),
  }));
  return { ...props, teams };
}

function haproxyObjects(props: InferenceGatewayProps, image: string): KubernetesObject[] {
  const { name, namespace } = placeOf(props);
  const labels = { app: name };
  const config = haproxyConfig(perPod(props));
  const { keys } = props.authentication;
  const lines = props.teams.map((team) => `{{ index . "${team.name}" }} ${team.name}`);
  return [
    { apiVersion: "v1", kind: "ConfigMap", metadata: { name, namespace }, data: { "haproxy.cfg": config } },
    certificateObject(props, true),
    ...(keys === undefined ? [] : [keysObject(props, keys, { "keys.map": `${lines.join("\n")}\n` })]),
    deployment(props, image, config),
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: {
        name,
        namespace,
        labels,
        ...(props.serviceAnnotations === undefined ? {} : { annotations: { ...props.serviceAnnotations } }),
      },
      spec: {
        type: props.exposure === "load-balancer" ? "LoadBalancer" : "ClusterIP",
        selector: labels,
        ports: [{ name: "https", port: 443, targetPort: 8443, protocol: "TCP" }],
      },
    },
    {
      apiVersion: "policy/v1",
      kind: "PodDisruptionBudget",
      metadata: { name, namespace },
      spec: { maxUnavailable: 1, selector: { matchLabels: labels } },
    },
  ];
}

function deployment(props: InferenceGatewayProps, image: string, config: string): KubernetesObject {
  const { name, namespace } = placeOf(props);
  const labels = { app: name };
  const authorities = [...new Set((props.fallbacks ?? []).map(({ caConfigMapName }) => caConfigMapName))];
  const secret = (volume: string, secretName: string) => ({ name: volume, secret: { secretName, defaultMode: 0o440 } });
  const folder = (path: string) => path.slice(0, path.lastIndexOf("/"));
  const probe = { httpGet: { path: "/healthz", port: 8404 } };
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name, namespace, labels },
    spec: {
      replicas: props.replicas ?? 2,
      selector: { matchLabels: labels },
      template: {
        metadata: {
          labels,
          annotations: {
            // A changed file starts new pods.
            "ai-factory/configuration": createHash("sha256").update(config).digest("hex").slice(0, 16),
            "prometheus.io/port": "8404",
          },
        },
        spec: {
          automountServiceAccountToken: false,
          tolerations: systemTolerations,
          terminationGracePeriodSeconds: 120,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 99,
            runAsGroup: 99,
            fsGroup: 99,
            seccompProfile: { type: "RuntimeDefault" },
          },
          topologySpreadConstraints: [
            {
              maxSkew: 1,
              topologyKey: "kubernetes.io/hostname",
              whenUnsatisfiable: "ScheduleAnyway",
              labelSelector: { matchLabels: labels },
            },
          ],
          containers: [
            {
              name: "haproxy",
              image,
              args: ["haproxy", "-W", "-db", "-f", "/usr/local/etc/haproxy/haproxy.cfg"],
              env: props.endpoints.flatMap((endpoint) => fallbackKey(props, endpoint)),
              ports: [
                { name: "https", containerPort: 8443 },
                { name: "status", containerPort: 8404 },
              ],
              readinessProbe: { ...probe, periodSeconds: 5 },
              livenessProbe: { ...probe, periodSeconds: 10 },
              resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { memory: "5Gi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
              volumeMounts: [
                { name: "configuration", mountPath: "/usr/local/etc/haproxy" },
                { name: "certificate", mountPath: folder(haproxyFiles.certificate) },
                { name: "keys", mountPath: folder(haproxyFiles.keys) },
                ...authorities.map((authority) => ({
                  name: `ca-${authority}`,
                  mountPath: `${haproxyFiles.fallbackFolder}/${authority}`,
                })),
              ],
            },
          ],
          volumes: [
            { name: "configuration", configMap: { name } },
            secret("certificate", `${name}-tls`),
            secret("keys", `${name}-keys`),
            ...authorities.map((authority) => ({ name: `ca-${authority}`, configMap: { name: authority } })),
          ],
        },
      },
    },
  };
}

function fallbackKey({ fallbacks = [] }: InferenceGatewayProps, endpoint: InferenceGatewayProps["endpoints"][number]) {
  const fallback = fallbacks.find(({ servedName }) => servedName === endpoint.servedName);
  if (fallback === undefined) return [];
  const secretKeyRef = { name: fallback.keySecretName, key: "apiKey" };
  return [{ name: fallbackKeyVariable(endpoint), valueFrom: { secretKeyRef } }];
}
