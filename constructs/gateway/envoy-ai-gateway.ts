import { helmChart } from "../../catalog";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import type { EnvoyGateway } from "./envoy-gateway";

/** Definitions of Envoy AI Gateway; a release of their own, because Helm never upgrades a `crds` folder. */
export class EnvoyAiGatewayCrds extends PlatformComponent {
  constructor(props: ComponentOptions = {}) {
    super({ chartId: "envoy-ai-gateway-crds", images: [], provides: ["ai-gateway-definitions"] }, props);
  }
}

export interface EnvoyAiGatewayProps extends ComponentOptions {
  /** The definitions, which must be there first. */
  readonly crds: EnvoyAiGatewayCrds;
  /** Envoy Gateway, which it extends. */
  readonly envoyGateway: EnvoyGateway;
}

/** Envoy AI Gateway: reads the model out of a request, counts the tokens of its answer. */
export class EnvoyAiGateway extends PlatformComponent {
  constructor(props: EnvoyAiGatewayProps) {
    const { version: tag } = helmChart("envoy-ai-gateway");
    super(
      {
        chartId: "envoy-ai-gateway",
        values: {
          controller: {
            // Envoy Gateway finds it by this name.
            fullnameOverride: "ai-gateway-controller",
            image: { repository: `${registry}/ai-gateway-controller`, tag },
            replicaCount: 2,
            podDisruptionBudget: { enabled: true },
            metricsRequestHeaderAttributes: "x-ai-factory-team:ai_factory.team",
            tolerations: systemTolerations,
          },
          // Prompts and answers stay out of its log.
          extProc: { image: { repository: `${registry}/ai-gateway-extproc`, tag }, enableRedaction: true },
          envoyGateway: { namespace: props.envoyGateway.namespace },
        },
        images: [`${registry}/ai-gateway-controller:${tag}`, `${registry}/ai-gateway-extproc:${tag}`],
        provides: ["ai-gateway"],
        dependsOn: [props.crds, props.envoyGateway],
      },
      props,
    );
  }
}

const registry = "docker.io/envoyproxy";
