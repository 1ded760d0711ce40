import { PlatformComponent } from "../platform/platform-component";
import { checkGateway, gatewayFinding } from "./check-gateway";
import type { EnvoyAiGateway } from "./envoy-ai-gateway";
import { envoyImage } from "./envoy-gateway";
import { envoyObjects } from "./envoy-objects";
import { placeOf } from "./gateway-objects";
import { teamHeader, type IInferenceGateway, type InferenceGatewayProps } from "./gateway-props";

export interface EnvoyInferenceGatewayProps extends InferenceGatewayProps {
  /** Envoy AI Gateway, which routes by model and counts tokens. */
  readonly aiGateway: EnvoyAiGateway;
}

/**
 * The inference gateway by Envoy AI Gateway: counts tokens of whole and of streamed answers alike. Listens on 443.
 *
 * @throws FactoryError where two models or two teams share a name, a limit is none, or a fallback has no model
 */
export class EnvoyInferenceGateway extends PlatformComponent implements IInferenceGateway {
  readonly baseUrl: string;
  readonly teamHeader = teamHeader;
  readonly models: readonly string[];

  constructor(props: EnvoyInferenceGatewayProps) {
    // Two rules a team, of 256 that a policy can have.
    const limits = props.teams.flatMap(({ tokensPerHour, requestsPerMinute }) =>
      [tokensPerHour, requestsPerMinute].filter((limit) => limit !== undefined),
    );
    checkGateway(
      props,
      limits.length <= 256
        ? []
        : [
            gatewayFinding(props, "teams", "the teams have more limits than one policy of Envoy Gateway takes", {
              given: limits.length,
              allowed: "at most 256",
              fix: "share a limit among teams, or use a second gateway",
            }),
          ],
    );
    const { authentication } = props;
    super(
      {
        ...placeOf(props),
        manifests: envoyObjects(props),
        images: [props.image ?? envoyImage],
        dependsOn: [props.aiGateway, props.certManager, authentication.keys?.externalSecrets, ...props.endpoints],
      },
      { dependsOn: props.dependsOn },
    );
    this.baseUrl = `https://${props.hostname}/v1`;
    this.models = props.endpoints.map(({ servedName }) => servedName);
  }
}

/** PromQL: requests for the model in the last two minutes, answered or not. Wakes an endpoint without a copy. */
export function envoyDemandQuery(servedName: string): string {
  return `sum(increase(gen_ai_server_request_duration_seconds_count{gen_ai_request_model="${servedName}"}[2m])) or vector(0)`;
}
