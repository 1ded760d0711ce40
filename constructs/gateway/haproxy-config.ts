import type { IModelEndpoint } from "../serving";
import {
  forwardedHeader,
  teamHeader,
  type GatewayFallback,
  type GatewayTeam,
  type InferenceGatewayProps,
} from "./gateway-props";

/** Prompts and whole answers up to this size are read: the model is in the one, the count of tokens in the other. */
const bufferBytes = 2 * 1024 * 1024;
/** A buffer is kept free for headers. */
const largestRequestBytes = bufferBytes - 128 * 1024;

/** Files that the pod mounts. */
export const haproxyFiles = {
  certificate: "/etc/haproxy/tls/tls-combined.pem",
  keys: "/etc/haproxy/keys/keys.map",
  fallbackFolder: "/etc/haproxy/fallback",
} as const;

/** HAProxy's configuration: one frontend, one backend for each model, and one more for what must stay here. */
export function haproxyConfig(props: InferenceGatewayProps): string {
  return `${[
    globalSection(),
    tables(),
    frontend(props),
    ...props.endpoints.flatMap((endpoint) => modelBackends(props, endpoint)),
    status(),
  ].join("\n\n")}\n`;
}

function globalSection(): string {
  return `global
    log stdout format raw local0 info
    maxconn 1000
    tune.bufsize ${bufferBytes}
    ssl-default-bind-options ssl-min-ver TLSv1.2 no-tls-tickets
    ssl-default-server-options ssl-min-ver TLSv1.2

resolvers cluster
    parse-resolv-conf
    hold valid 10s
    accepted_payload_size 8192

defaults
    mode http
    log global
    option dontlognull
    option redispatch
    retries 3
    retry-on conn-failure empty-response 503
    timeout connect 5s
    timeout client 30m
    timeout server 30m
    timeout http-request 60s
    timeout queue 60s`;
}

/** What teams have used: requests by the minute, tokens by the hour. */
function tables(): string {
  return `backend team_requests
    stick-table type string len 64 size 10k expire 2m store http_req_rate(1m)

backend team_tokens
    stick-table type string len 64 size 10k expire 2h store gpc(1),gpc_rate(1,1h)`;
}

/** Who asked for what, when, and how it went: never what was said. */
const auditFields = [
  ["time_ms", "%[date(0,ms)]"],
  ["request_id", "%ID"],
  ["team", "%[var(txn.team),json(utf8s)]"],
  ["client", "%ci"],
  ["model", "%[var(txn.model),json(utf8s)]"],
  ["method", "%HM"],
  ["path", "%[var(txn.path),json(utf8s)]"],
  ["status", "%ST"],
  ["reason", "%ts"],
  ["upstream", "%b/%s"],
  ["attempts", "%rc"],
  ["duration_ms", "%Ta"],
  ["bytes_in", "%U"],
  ["bytes_out", "%B"],
  ["tokens", "%[var(txn.tokens)]"],
] as const;

function frontend(props: InferenceGatewayProps): string {
  const { teams, endpoints, hostname, otherHostnames = [] } = props;
  const log = auditFields.map(([name, value]) => `\\"${name}\\":\\"${value}\\"`).join(",");
  return `frontend inference
    bind :8443 ssl crt ${haproxyFiles.certificate} alpn h2,http/1.1
    unique-id-format %{+X}o%ci%cp%Ts%rt
    log-format "{${log}}"
    option http-buffer-request
    http-request set-var(txn.path) path
    http-request deny deny_status 421 unless { hdr(host),field(1,:) -i ${[hostname, ...otherHostnames].join(" ")} }
    # Who asks: the key's team, whatever the caller writes himself.
    http-request del-header ${teamHeader}
    http-request set-var(txn.team) req.hdr(authorization),word(2,' '),map(${haproxyFiles.keys})
    http-request deny deny_status 401 hdr WWW-Authenticate Bearer unless { req.hdr(authorization) -m beg -i "Bearer " } { var(txn.team) -m found }
    http-request set-header ${teamHeader} %[var(txn.team)]
    http-request del-header authorization
    http-request track-sc0 var(txn.team) table team_requests
    http-request track-sc1 var(txn.team) table team_tokens
${teams.flatMap(limits).join("\n")}
    # What for: the model is named in the body, which must be here whole.
    http-request return status 200 content-type application/json string "${modelList(endpoints)}" if { path /v1/models } { method GET }
    http-request deny deny_status 413 if { req.body_size gt ${largestRequestBytes} }
    http-request set-var(txn.model) req.body,json_query('$.model')
    http-request set-var(txn.stream) req.body,json_query('$.stream')
    http-request deny deny_status 404 unless ${endpoints.map(({ servedName }) => `{ var(txn.model) -m str ${servedName} }`).join(" || ")}
${teams
  .filter(({ tokensPerHour }) => tokensPerHour !== undefined)
  .map(noStream)
  .join("\n")}
${endpoints.flatMap((endpoint) => choices(props, endpoint)).join("\n")}`;
}

/** What another site has sent on is answered here or not at all. */
function choices(props: InferenceGatewayProps, endpoint: IModelEndpoint): string[] {
  const asked = `if { var(txn.model) -m str ${endpoint.servedName} }`;
  const stay = `    use_backend stay_${endpoint.name} ${asked} { req.hdr(${forwardedHeader}) -m found }`;
  const local = `    use_backend model_${endpoint.name} ${asked}`;
  return fallbacksOf(props, endpoint).length === 0 ? [local] : [stay, local];
}

function limits({ name, tokensPerHour, requestsPerMinute }: GatewayTeam): string[] {
  const team = `{ var(txn.team) -m str ${name} }`;
  return [
    ...(requestsPerMinute === undefined
      ? []
      : [`    http-request deny deny_status 429 if ${team} { sc_http_req_rate(0) gt ${requestsPerMinute} }`]),
    ...(tokensPerHour === undefined
      ? []
      : [`    http-request deny deny_status 429 if ${team} { sc_gpc_rate(0,1) ge ${tokensPerHour} }`]),
  ];
}

/** HAProxy cannot read how many tokens a stream had: a team with a quota gets whole answers only. */
function noStream({ name }: GatewayTeam): string {
  return (
    `    http-request return status 400 content-type application/json string ` +
    `"{\\"error\\":{\\"message\\":\\"a team with a token quota cannot stream through this gateway\\"}}" ` +
    `if { var(txn.team) -m str ${name} } { var(txn.stream) -m str true }`
  );
}

function modelList(endpoints: readonly IModelEndpoint[]): string {
  const data = endpoints.map(({ servedName }) => ({ id: servedName, object: "model", owned_by: "ai-factory" }));
  return JSON.stringify({ object: "list", data }).replaceAll('"', '\\"');
}

function fallbacksOf({ fallbacks = [] }: InferenceGatewayProps, { servedName }: IModelEndpoint) {
  return fallbacks.filter((fallback) => fallback.servedName === servedName);
}

function modelBackends(props: InferenceGatewayProps, endpoint: IModelEndpoint): string[] {
  const { name } = endpoint;
  const fallbacks = fallbacksOf(props, endpoint);
  const [stay, model] = [`stay_${name}`, `model_${name}`];
  const sentOn = [
    `http-request set-header authorization "Bearer \${${fallbackKeyVariable(endpoint)}}"`,
    `http-request set-header ${forwardedHeader} true`,
  ].map((rule) => `${rule} if { nbsrv(${stay}) eq 0 }`);
  const local = endpoint.backends.map(
    (each) =>
      `server ${each.name} ${each.serviceName}.${each.namespace}.svc.cluster.local:${each.port} weight ${each.percent}`,
  );
  const here = backend(model, [
    "option httpchk GET /health",
    "default-server check inter 5s fall 2 rise 1 resolvers cluster init-addr none",
    ...(fallbacks.length === 0 ? [] : sentOn),
    ...countTokens,
    ...local,
    ...fallbacks.map(remote),
  ]);
  if (fallbacks.length === 0) return [here];
  const tracked = endpoint.backends.map((each, index) => `${local[index] ?? ""} track ${model}/${each.name}`);
  return [here, backend(stay, ["default-server resolvers cluster init-addr none", ...countTokens, ...tracked])];
}

const countTokens = [
  "http-response wait-for-body time 30m if { var(txn.stream) -m str false } || !{ var(txn.stream) -m found }",
  "http-response set-var(txn.tokens) res.body,json_query('$.usage.total_tokens','int')",
  "http-response sc-add-gpc(0,1) var(txn.tokens) if { var(txn.tokens) -m found }",
];

function backend(name: string, lines: readonly string[]): string {
  return [`backend ${name}`, ...["balance roundrobin", ...lines].map((line) => `    ${line}`)].join("\n");
}

/** Variable of the pod with the key that the other site's gateway knows this one by. */
export function fallbackKeyVariable({ name }: IModelEndpoint): string {
  return `FALLBACK_KEY_${name.toUpperCase().replaceAll("-", "_")}`;
}

function remote({ hostname, port = 443, caConfigMapName }: GatewayFallback, index: number): string {
  const file = `${haproxyFiles.fallbackFolder}/${caConfigMapName}/ca.crt`;
  return `server fallback-${index + 1} ${hostname}:${port} backup no-check ssl verify required ca-file ${file} sni str(${hostname})`;
}

/** For the pod's probes and Prometheus; not reachable through the Service. */
function status(): string {
  return `frontend status
    bind :8404
    no log
    http-request return status 200 if { path /healthz }
    http-request use-service prometheus-exporter if { path /metrics }
    http-request deny deny_status 404`;
}
