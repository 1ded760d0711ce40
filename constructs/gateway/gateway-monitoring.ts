import { throwErrors } from "../../validation/factory-error";
import type { IPlatformComponent, KubernetesObject } from "../contracts";
import { ruleObject } from "../observability/rule-object";
import type { RuleGroup } from "../observability/rules/rule";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { gatewayFinding } from "./check-gateway";
import { EnvoyAiGateway } from "./envoy-ai-gateway";
import { EnvoyGateway } from "./envoy-gateway";
import { EnvoyInferenceGateway } from "./envoy-inference-gateway";
import { envoyRules, haproxyRules } from "./gateway-rules";
import type { HaproxyInferenceGateway } from "./haproxy-inference-gateway";

export interface GatewayMonitoringProps extends Pick<ComponentOptions, "name" | "dependsOn"> {
  /** The gateway that is watched. */
  readonly gateway: EnvoyInferenceGateway | HaproxyInferenceGateway;
  /** Collects the gateway's metrics and evaluates its alerts. */
  readonly monitoring: IPlatformComponent;
  /** Time to the first token that 95 % of requests must keep at the gateway, seconds; HAProxy does not see it. @default 3 */
  readonly timeToFirstTokenSec?: number;
}

/**
 * The gateway's own metrics, and alerts about errors, refused requests, quotas that are not counted, models that cannot be
 * reached and late first tokens. Scaling from zero by the gateway's demand needs these metrics.
 *
 * @throws FactoryError where the objective is not above 0
 */
export class GatewayMonitoring extends PlatformComponent {
  /** The rules, by group. */
  readonly groups: readonly RuleGroup[];

  constructor(props: GatewayMonitoringProps) {
    const { gateway, monitoring, timeToFirstTokenSec = 3 } = props;
    const { name: gatewayName, namespace } = gateway;
    const name = props.name ?? `${gatewayName}-monitoring`;
    throwErrors(
      timeToFirstTokenSec > 0
        ? []
        : [
            gatewayFinding({ name }, "timeToFirstTokenSec", "the objective is none that can be kept", {
              given: timeToFirstTokenSec,
              allowed: "a number above 0",
              fix: "set 'timeToFirstTokenSec'",
            }),
          ],
    );
    // The operator of Prometheus calls the job after its PodMonitor.
    const job = `${namespace}/${gatewayName}`;
    const isEnvoy = gateway instanceof EnvoyInferenceGateway;
    const groups = [isEnvoy ? envoyRules(gatewayName, job, timeToFirstTokenSec) : haproxyRules(gatewayName, job)];
    const monitor = isEnvoy ? envoyMonitor(gateway) : haproxyMonitor(gateway);
    super(
      {
        name,
        namespace,
        manifests: [monitor, ...groups.map((group) => ruleObject(group, namespace))],
        images: [],
        dependsOn: [gateway, monitoring],
      },
      { dependsOn: props.dependsOn },
    );
    this.groups = groups;
  }
}

/** Envoy's own figures, and those of the process beside it that reads tokens and models. */
function envoyMonitor(gateway: EnvoyInferenceGateway): KubernetesObject {
  const aiGateway = gateway.dependsOn.find((component) => component instanceof EnvoyAiGateway);
  const operator = aiGateway?.dependsOn.find((component) => component instanceof EnvoyGateway);
  return podMonitor(gateway, {
    // Envoy Gateway starts its proxies beside itself.
    namespaceSelector: { matchNames: [operator?.namespace ?? gateway.namespace] },
    selector: {
      matchLabels: {
        "gateway.envoyproxy.io/owning-gateway-name": gateway.name,
        "gateway.envoyproxy.io/owning-gateway-namespace": gateway.namespace,
      },
    },
    podMetricsEndpoints: [
      { portNumber: 19001, path: "/stats/prometheus" },
      { portNumber: 1064, path: "/metrics" },
    ],
  });
}

function haproxyMonitor(gateway: HaproxyInferenceGateway): KubernetesObject {
  return podMonitor(gateway, {
    selector: { matchLabels: { app: gateway.name } },
    podMetricsEndpoints: [{ port: "status", path: "/metrics" }],
  });
}

function podMonitor(
  { name, namespace }: IPlatformComponent,
  spec: Readonly<Record<string, unknown>>,
): KubernetesObject {
  return { apiVersion: "monitoring.coreos.com/v1", kind: "PodMonitor", metadata: { name, namespace }, spec };
}
