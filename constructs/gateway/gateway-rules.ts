import { alert, type AlertRule, type RuleGroup } from "../observability/rules/rule";

/** Alerts about a gateway of Envoy. Metrics: Envoy's, and those of Envoy AI Gateway (OpenTelemetry's names for GenAI). */
export function envoyRules(gateway: string, job: string, timeToFirstTokenSec: number): RuleGroup {
  const of = (more = "") => `{job="${job}"${more}}`;
  const outside = ',envoy_http_conn_manager_prefix!="admin"';
  const requests = `sum(rate(envoy_http_downstream_rq_total${of(outside)}[5m]))`;
  const failed = `sum(rate(envoy_http_downstream_rq_xx${of(`${outside},envoy_response_code_class="5"`)}[5m]))`;
  const refused = `sum(rate(envoy_cluster_ratelimit_over_limit${of()}[5m]))`;
  return {
    name: `${gateway}-gateway`,
    rules: [
      down(gateway, job),
      errors(gateway, failed, requests),
      refusals(gateway, refused, requests),
      alert("critical", "GatewayQuotasNotCounted", `sum(rate(envoy_cluster_ratelimit_error${of()}[5m])) > 0`, {
        for: "5m",
        summary: `${gateway} reaches no rate limiter`,
        description: "Teams' quotas are not kept. Look at Envoy's rate limiter and at the store it counts in.",
      }),
      unreachable(gateway, `min by (envoy_cluster_name) (envoy_cluster_membership_healthy${of()}) == 0`, {
        from: "envoy_cluster_name",
        unless: `max by (envoy_cluster_name) (envoy_cluster_membership_total${of()}) == 0`,
      }),
      alert(
        "warning",
        "GatewayTimeToFirstTokenTooLong",
        "histogram_quantile(0.95, sum by (gen_ai_request_model, le) " +
          `(rate(gen_ai_server_time_to_first_token_seconds_bucket${of()}[5m]))) > ${timeToFirstTokenSec}`,
        {
          for: "10m",
          summary: "Model {{ $labels.gen_ai_request_model }} takes {{ $value }} s to its first token at the gateway",
          description:
            `The objective is ${timeToFirstTokenSec} s for 95 % of requests. Where the model itself is in time, ` +
            "requests wait at the gateway or on the way.",
        },
      ),
    ],
  };
}

/** Alerts about a gateway of HAProxy. Metrics: its own exporter. */
export function haproxyRules(gateway: string, job: string): RuleGroup {
  const of = (labels: string) => `{job="${job}",${labels}}`;
  const requests = `sum(rate(haproxy_frontend_http_requests_total${of('proxy="inference"')}[5m]))`;
  const failed = `sum(rate(haproxy_frontend_http_responses_total${of('proxy="inference",code="5xx"')}[5m]))`;
  const refused = `sum(rate(haproxy_frontend_requests_denied_total${of('proxy="inference"')}[5m]))`;
  return {
    name: `${gateway}-gateway`,
    rules: [
      down(gateway, job),
      errors(gateway, failed, requests),
      refusals(gateway, refused, requests),
      unreachable(gateway, `max by (proxy) (haproxy_backend_active_servers${of('proxy=~"model_.*"')}) == 0`, {
        from: "proxy",
        // A copy at another site still answers.
        unless: `max by (proxy) (haproxy_backend_backup_servers${of('proxy=~"model_.*"')}) > 0`,
      }),
    ],
  };
}

function down(gateway: string, job: string): AlertRule {
  return alert("critical", "GatewayDown", `absent(up{job="${job}"} == 1)`, {
    for: "5m",
    summary: `${gateway} does not run`,
    description: "Nobody reaches a model. Look at the gateway's pods and at the operator that starts them.",
  });
}

function errors(gateway: string, failed: string, requests: string): AlertRule {
  return alert("critical", "GatewayErrors", `${failed} / (${requests} > 0) > 0.05`, {
    for: "5m",
    summary: `More than one in twenty requests to ${gateway} fails`,
    description: "They end with 5xx. Look which model they were for in the gateway's audit log, and at its copies.",
  });
}

function refusals(gateway: string, refused: string, requests: string): AlertRule {
  return alert("warning", "GatewayRefuses", `${refused} / (${requests} > 0) > 0.2`, {
    for: "15m",
    summary: `${gateway} refuses more than one in five requests`,
    description: "They are above a team's quota (429), or without a key. The audit log says whose.",
  });
}

function unreachable(
  gateway: string,
  condition: string,
  { from, unless }: { readonly from: string; readonly unless: string },
): AlertRule {
  return alert("critical", "GatewayModelUnreachable", `${condition} unless ${unless}`, {
    for: "5m",
    summary: `{{ $labels.${from} }} has no copy that ${gateway} could ask`,
    description: "Its callers get 503, unless the model was scaled to zero and is on its way.",
  });
}
