import type { IPlatformComponent } from "../../constructs/contracts";
import {
  BoundaryIssuer,
  EnvoyAiGateway,
  EnvoyAiGatewayCrds,
  EnvoyGateway,
  envoyDemandQuery,
  EnvoyInferenceGateway,
  ExternalSecrets,
  GatewayAuthentication,
  GatewayMonitoring,
} from "../../constructs/gateway";
import {
  Keda,
  KServe,
  KServeCrds,
  LeaderWorkerSet,
  ModelEndpoint,
  VllmRuntime,
  weightsIn,
  type ModelWeights,
} from "../../constructs/serving";
import type { Team } from "../../constructs/tenancy";
import type { PresetParts } from "./parts";
import type { PresetModel, PresetServing, PresetTeam, TeamsPresetProps } from "./props";
import { teamOf, type Surroundings, type Teams } from "./teams";

/** What serves the models, and the gateway in front of them. */
export function serving(
  parts: PresetParts,
  props: TeamsPresetProps & PresetServing,
  people: Teams,
): readonly IPlatformComponent[] {
  const team = teamOf(people, props.gateway.servingTeam, "gateway.servingTeam");
  const { certManager, monitoring } = parts;
  const crds = new KServeCrds();
  const kserve = new KServe({ crds, certManager });
  const runtime = new VllmRuntime({ kserve, image: props.engineImage });
  const leaderWorkerSet = new LeaderWorkerSet({ monitoring });
  const keda = new Keda({ monitoring });
  const engines: Engines = { kserve, runtime, leaderWorkerSet, keda };
  const endpoints = props.models.map((model) => endpoint(parts, props, model, team, engines));

  const envoyGateway = new EnvoyGateway();
  const aiCrds = new EnvoyAiGatewayCrds();
  const aiGateway = new EnvoyAiGateway({ crds: aiCrds, envoyGateway });
  const externalSecrets = new ExternalSecrets({ monitoring });
  const issuer = new BoundaryIssuer({ certManager });
  const { secretStore, remoteKeyOf, exposure, serviceAnnotations, fallbacks } = props.gateway;
  const gateway = new EnvoyInferenceGateway({
    hostname: `ai.${props.domain}`,
    aiGateway,
    certManager,
    issuer: issuer.issuer,
    authentication: GatewayAuthentication.apiKeys({ externalSecrets, secretStore, remoteKeyOf }),
    teams: [...people.byName.values()].map(({ gateway: access }) => access),
    endpoints,
    exposure,
    serviceAnnotations,
    fallbacks,
    dependsOn: [issuer],
  });
  return [
    ...[crds, kserve, runtime, leaderWorkerSet, keda],
    ...endpoints,
    ...[envoyGateway, aiCrds, aiGateway, externalSecrets, issuer, gateway],
    // Waking an endpoint from zero asks the gateway's metrics.
    new GatewayMonitoring({ gateway, monitoring }),
  ];
}

/** Envoy Gateway starts the proxies in its own namespace. */
const gatewayPods = "envoy-gateway-system";

/** Models are reached by the gateway alone; the other teams reach the gateway. */
export function servingSurroundings(
  { name }: PresetTeam,
  servingTeam: string,
  { monitoring }: PresetParts,
): Surroundings {
  return name === servingTeam
    ? { ingressNamespaces: [gatewayPods, monitoring.namespace] }
    : { egressNamespaces: [gatewayPods] };
}

interface Engines {
  readonly kserve: KServe;
  readonly runtime: VllmRuntime;
  readonly leaderWorkerSet: LeaderWorkerSet;
  readonly keda: Keda;
}

function endpoint(
  parts: PresetParts,
  props: TeamsPresetProps,
  { pool, prefix, sha256OfSums, maxReplicas, scaleToZero, canary, ...model }: PresetModel,
  team: Team,
  { keda, ...engines }: Engines,
): ModelEndpoint {
  const { monitoring } = parts;
  const { namespace } = team;
  const weights = (files: Pick<ModelWeights, "prefix" | "sha256OfSums">) =>
    weightsIn(parts.bucket(props.buckets?.weights ?? "weights", namespace, model.name), files);
  return new ModelEndpoint({
    ...model,
    ...engines,
    namespace,
    pool: parts.pool(pool),
    weights: weights({ prefix, sha256OfSums }),
    canary: canary && { percent: canary.percent, weights: weights(canary) },
    scaling:
      maxReplicas === undefined
        ? undefined
        : {
            keda,
            monitoring,
            maxReplicas,
            minReplicas: scaleToZero === true ? 0 : model.replicas,
            scaleToZero: scaleToZero === true ? { wakeQuery: envoyDemandQuery(model.name) } : undefined,
          },
    queueName: team.queueName,
    priorityClassName: team.priorityClassName,
    dependsOn: [team],
  });
}
