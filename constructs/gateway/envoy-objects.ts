import type { KubernetesObject } from "../contracts";
import { systemTolerations } from "../platform/placement";
import type { IModelEndpoint } from "../serving";
import { envoyImage, gatewayController } from "./envoy-gateway";
import { certificateObject, keysObject, placeOf } from "./gateway-objects";
import {
  forwardedHeader,
  teamHeader,
  type GatewayFallback,
  type GatewayTeam,
  type InferenceGatewayProps,
} from "./gateway-props";

/** Everything that the gateway consists of. */
export function envoyObjects(props: InferenceGatewayProps): KubernetesObject[] {
  const { keys } = props.authentication;
  return [
    gatewayClass(props),
    proxyObject(props),
    gatewayObject(props),
    certificateObject(props, false),
    ...(keys === undefined ? [] : [keysObject(props, keys)]),
    securityPolicy(props),
    clientPolicy(props),
    trafficPolicy(props),
    ...props.endpoints.flatMap((endpoint) => modelObjects(props, endpoint)),
  ];
}

const policyGroup = "gateway.envoyproxy.io/v1alpha1";
const aiGroup = "aigateway.envoyproxy.io/v1beta1";
/** Where Envoy AI Gateway leaves its counts, and what we call the count that quotas are made of. */
const metadataNamespace = "io.envoy.ai_gateway";
const totalTokens = "llm_total_token";
const tokenCosts = [
  { metadataKey: "llm_input_token", type: "InputToken" },
  { metadataKey: "llm_output_token", type: "OutputToken" },
  { metadataKey: totalTokens, type: "TotalToken" },
];

function gatewayTarget(props: InferenceGatewayProps) {
  return [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: placeOf(props).name }];
}

function gatewayClass(props: InferenceGatewayProps): KubernetesObject {
  const { name } = placeOf(props);
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "GatewayClass",
    metadata: { name },
    spec: { controllerName: gatewayController },
  };
}

function gatewayObject(props: InferenceGatewayProps): KubernetesObject {
  const { name, namespace } = placeOf(props);
  return {
    apiVersion: "gateway.networking.k8s.io/v1",
    kind: "Gateway",
    metadata: { name, namespace },
    spec: {
      gatewayClassName: name,
      infrastructure: { parametersRef: { group: "gateway.envoyproxy.io", kind: "EnvoyProxy", name } },
      listeners: [props.hostname, ...(props.otherHostnames ?? [])].map((hostname, index) => ({
        name: index === 0 ? "https" : `https-${index + 1}`,
        protocol: "HTTPS",
        port: 443,
        hostname,
        allowedRoutes: { namespaces: { from: "Same" } },
        tls: { mode: "Terminate", certificateRefs: [{ kind: "Secret", name: `${name}-tls` }] },
      })),
    },
  };
}

/** Who asked for what, when, and what it cost: never what was said. */
const auditLog = {
  time: "%START_TIME%",
  request_id: "%REQ(X-REQUEST-ID)%",
  team: `%REQ(${teamHeader.toUpperCase()})%`,
  client: "%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%",
  model: "%REQ(X-AI-EG-MODEL)%",
  method: "%REQ(:METHOD)%",
  path: "%REQ(X-ENVOY-ORIGINAL-PATH?:PATH)%",
  status: "%RESPONSE_CODE%",
  reason: "%RESPONSE_CODE_DETAILS%",
  upstream: "%UPSTREAM_CLUSTER%",
  attempts: "%UPSTREAM_REQUEST_ATTEMPT_COUNT%",
  duration_ms: "%DURATION%",
  bytes_in: "%BYTES_RECEIVED%",
  bytes_out: "%BYTES_SENT%",
  input_tokens: `%DYNAMIC_METADATA(${metadataNamespace}:llm_input_token)%`,
  output_tokens: `%DYNAMIC_METADATA(${metadataNamespace}:llm_output_token)%`,
};

function proxyObject(props: InferenceGatewayProps): KubernetesObject {
  const { name, namespace } = placeOf(props);
  const isPublic = props.exposure === "load-balancer";
  return {
    apiVersion: policyGroup,
    kind: "EnvoyProxy",
    metadata: { name, namespace },
    spec: {
      provider: {
        type: "Kubernetes",
        kubernetes: {
          envoyDeployment: {
            replicas: props.replicas ?? 2,
            container: {
              image: props.image ?? envoyImage,
              resources: { requests: { cpu: "1", memory: "1Gi" }, limits: { memory: "2Gi" } },
            },
            pod: { tolerations: systemTolerations },
          },
          envoyService: {
            type: isPublic ? "LoadBalancer" : "ClusterIP",
            ...(props.serviceAnnotations === undefined ? {} : { annotations: { ...props.serviceAnnotations } }),
          },
        },
      },
      telemetry: {
        accessLog: {
          settings: [
            { format: { type: "JSON", json: auditLog }, sinks: [{ type: "File", file: { path: "/dev/stdout" } }] },
          ],
        },
      },
    },
  };
}

function securityPolicy(props: InferenceGatewayProps): KubernetesObject {
  const { name, namespace } = placeOf(props);
  return {
    apiVersion: policyGroup,
    kind: "SecurityPolicy",
    metadata: { name, namespace },
    spec: { targetRefs: gatewayTarget(props), ...authenticationOf(props, name) },
  };
}

function authenticationOf({ authentication, teams }: InferenceGatewayProps, name: string) {
  const { tokens } = authentication;
  if (tokens === undefined) {
    return {
      apiKeyAuth: {
        credentialRefs: [{ kind: "Secret", name: `${name}-keys` }],
        extractFrom: [{ headers: ["Authorization"] }],
        forwardClientIDHeader: teamHeader,
        // The key itself never reaches a model.
        sanitize: true,
      },
    };
  }
  const claim = tokens.teamClaim ?? "team";
  return {
    jwt: {
      providers: [
        {
          name: "identity",
          issuer: tokens.issuer,
          audiences: [...tokens.audiences],
          remoteJWKS: { uri: tokens.jwksUrl },
          claimToHeaders: [{ claim, header: teamHeader }],
        },
      ],
    },
    // A valid token of somebody who is in no team is not enough.
    authorization: {
      defaultAction: "Deny",
      rules: [
        {
          name: "teams",
          action: "Allow",
          principal: {
            jwt: {
              provider: "identity",
              claims: [{ name: claim, valueType: "String", values: teams.map((team) => team.name) }],
            },
          },
        },
      ],
    },
  };
}

/** What a caller writes into the header of teams is removed before anybody reads it. */
function clientPolicy(props: InferenceGatewayProps): KubernetesObject {
  const { name, namespace } = placeOf(props);
  return {
    apiVersion: policyGroup,
    kind: "ClientTrafficPolicy",
    metadata: { name, namespace },
    spec: {
      targetRefs: gatewayTarget(props),
      headers: { earlyRequestHeaders: { remove: [teamHeader] } },
      tls: { minVersion: "1.2" },
      // Prompts with long contexts are megabytes.
      connection: { bufferLimit: "50Mi" },
    },
  };
}

function trafficPolicy(props: InferenceGatewayProps): KubernetesObject {
  const { name, namespace } = placeOf(props);
  const rules = props.teams.flatMap(limitsOf);
  return {
    apiVersion: policyGroup,
    kind: "BackendTrafficPolicy",
    metadata: { name, namespace },
    spec: {
      targetRefs: gatewayTarget(props),
      ...(rules.length === 0 ? {} : { rateLimit: { type: "Global", global: { rules } } }),
      // A long answer is no fault: only the wait for a connection is short.
      timeout: { tcp: { connectTimeout: "5s" }, http: { requestTimeout: "0s" } },
      retry: {
        numRetries: 3,
        numAttemptsPerPriority: 1,
        retryOn: { triggers: ["connect-failure", "retriable-status-codes"], httpStatusCodes: [503] },
        perRetry: { backOff: { baseInterval: "100ms", maxInterval: "2s" } },
      },
      healthCheck: {
        passive: {
          consecutive5XxErrors: 5,
          consecutiveLocalOriginFailures: 1,
          interval: "2s",
          baseEjectionTime: "15s",
          maxEjectionPercent: 100,
        },
      },
    },
  };
}

/** A team's budget over all models: tokens are taken from it when the answer is done. */
function limitsOf({ name, tokensPerHour, requestsPerMinute }: GatewayTeam) {
  const clientSelectors = [{ headers: [{ name: teamHeader, type: "Exact", value: name }] }];
  const tokens = {
    clientSelectors,
    limit: { requests: tokensPerHour, unit: "Hour" },
    cost: {
      request: { from: "Number", number: 0 },
      response: { from: "Metadata", metadata: { namespace: metadataNamespace, key: totalTokens } },
    },
    shared: true,
  };
  const requests = { clientSelectors, limit: { requests: requestsPerMinute, unit: "Minute" }, shared: true };
  return [...(tokensPerHour === undefined ? [] : [tokens]), ...(requestsPerMinute === undefined ? [] : [requests])];
}

function modelObjects(props: InferenceGatewayProps, endpoint: IModelEndpoint): KubernetesObject[] {
  const { namespace } = placeOf(props);
  const fallbacks = (props.fallbacks ?? []).filter(({ servedName }) => servedName === endpoint.servedName);
  const remote = fallbacks.map((fallback, index) => ({ fallback, name: `${endpoint.name}-fallback-${index + 1}` }));
  const local = endpoint.backends.map(({ name, percent }) => ({ name, weight: percent, priority: 0 }));
  const model = { type: "Exact", name: "x-ai-eg-model", value: endpoint.servedName };
  const forwarded = { type: "Exact", name: forwardedHeader, value: "true" };
  return [
    ...endpoint.backends.flatMap(({ name, serviceName, namespace: where, port }) => [
      aiBackend(namespace, name),
      backend(namespace, name, { hostname: `${serviceName}.${where}.svc.cluster.local`, port }),
    ]),
    ...remote.flatMap(({ fallback, name }) => [
      aiBackend(namespace, name),
      remoteBackend(namespace, name, fallback),
      remoteKey(namespace, name, fallback),
    ]),
    {
      apiVersion: aiGroup,
      kind: "AIGatewayRoute",
      metadata: { name: endpoint.name, namespace },
      spec: {
        parentRefs: [{ group: "gateway.networking.k8s.io", kind: "Gateway", name: placeOf(props).name }],
        llmRequestCosts: tokenCosts,
        rules: [
          // The more headers a rule asks for, the earlier it is tried. What was sent on once stays here.
          ...(remote.length === 0
            ? []
            : [{ matches: [{ headers: [model, forwarded] }], modelsOwnedBy: "ai-factory", backendRefs: local }]),
          {
            matches: [{ headers: [model] }],
            modelsOwnedBy: "ai-factory",
            backendRefs: [
              ...local,
              ...remote.map(({ name }, index) => ({
                name,
                weight: 1,
                priority: index + 1,
                headerMutation: { set: [{ name: forwardedHeader, value: "true" }] },
              })),
            ],
          },
        ],
      },
    },
  ];
}

function aiBackend(namespace: string, name: string): KubernetesObject {
  return {
    apiVersion: aiGroup,
    kind: "AIServiceBackend",
    metadata: { name, namespace },
    spec: {
      schema: { name: "OpenAI" },
      backendRef: { group: "gateway.envoyproxy.io", kind: "Backend", name },
    },
  };
}

function backend(namespace: string, name: string, fqdn: { readonly hostname: string; readonly port: number }) {
  return {
    apiVersion: policyGroup,
    kind: "Backend",
    metadata: { name, namespace },
    spec: { endpoints: [{ fqdn }] },
  };
}

function remoteBackend(namespace: string, name: string, fallback: GatewayFallback): KubernetesObject {
  const { hostname, port = 443, caConfigMapName } = fallback;
  return {
    ...backend(namespace, name, { hostname, port }),
    spec: {
      endpoints: [{ fqdn: { hostname, port } }],
      tls: { sni: hostname, caCertificateRefs: [{ group: "", kind: "ConfigMap", name: caConfigMapName }] },
    },
  };
}

/** The other site's gateway asks for a key as this one does. */
function remoteKey(namespace: string, name: string, { keySecretName }: GatewayFallback): KubernetesObject {
  return {
    apiVersion: aiGroup,
    kind: "BackendSecurityPolicy",
    metadata: { name, namespace },
    spec: {
      type: "APIKey",
      apiKey: { secretRef: { name: keySecretName, namespace } },
      targetRefs: [{ group: "aigateway.envoyproxy.io", kind: "AIServiceBackend", name }],
    },
  };
}
