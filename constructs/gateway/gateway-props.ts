import type { IPlatformComponent } from "../contracts";
import type { IModelEndpoint } from "../serving";

/** A team as the gateway meets it. */
export interface GatewayTeam {
  /** Name of the team; what its key or its token says. */
  readonly name: string;
  /** Tokens of one hour, input and output together, over all models. @default - no quota */
  readonly tokensPerHour?: number;
  /** Requests of one minute over all models. @default - no limit */
  readonly requestsPerMinute?: number;
}

/** Where External Secrets finds the teams' keys. */
export interface GatewayKeys {
  /** External Secrets, which brings the keys into the cluster. */
  readonly externalSecrets: IPlatformComponent;
  /** SecretStore or ClusterSecretStore that stands before your vault. */
  readonly secretStore: { readonly name: string; readonly kind: "SecretStore" | "ClusterSecretStore" };
  /** Key of a team in the vault. @default - `inference-gateway/<team>` */
  readonly remoteKeyOf?: (team: string) => string;
}

/** Tokens of your identity provider. */
export interface GatewayTokens {
  /** Your provider as its tokens name it (`iss`): `https://login.example.org/realms/factory`. */
  readonly issuer: string;
  /** Where the provider publishes its keys; inside the boundary. */
  readonly jwksUrl: string;
  /** Audiences (`aud`) of which a token must name one. */
  readonly audiences: readonly string[];
  /** Claim that names the team. @default "team" */
  readonly teamClaim?: string;
}

/** Who is let in. Nobody is let in without. */
export class GatewayAuthentication {
  /** One key for each team, sent as `Authorization: Bearer <key>`. */
  static apiKeys(keys: GatewayKeys): GatewayAuthentication {
    return new GatewayAuthentication(keys, undefined);
  }

  /** Tokens that your identity provider signed (OIDC). */
  static oidc(tokens: GatewayTokens): GatewayAuthentication {
    return new GatewayAuthentication(undefined, tokens);
  }

  private constructor(
    /** Where the teams' keys are. @default - tokens are asked for */
    readonly keys?: GatewayKeys,
    /** Whose tokens are taken. @default - keys are asked for */
    readonly tokens?: GatewayTokens,
  ) {}
}

/** Another site that serves the same model, for when no copy here answers. */
export interface GatewayFallback {
  /** What callers write in `model`. */
  readonly servedName: string;
  /** Host of the other site's gateway. */
  readonly hostname: string;
  /** TCP port of the other site's gateway. @default 443 */
  readonly port?: number;
  /** ConfigMap in the gateway's namespace with the authority of its certificate, under `ca.crt`. */
  readonly caConfigMapName: string;
  /** Secret in the gateway's namespace with the key that the other gateway knows this one by, under `apiKey`. */
  readonly keySecretName: string;
}

/** What every inference gateway is given, whichever software it is made of. */
export interface InferenceGatewayProps {
  /** Name of the gateway's component and objects. @default "inference-gateway" */
  readonly name?: string;
  /** Kubernetes namespace that it is installed in. @default "inference-gateway" */
  readonly namespace?: string;
  /** Name that callers use, and that the certificate is for. */
  readonly hostname: string;
  /** Further names that it answers to: those of another site for which it stands in. @default - none */
  readonly otherHostnames?: readonly string[];
  /** cert-manager, which keeps the gateway's certificate. */
  readonly certManager: IPlatformComponent;
  /** Issuer of the certificate, inside the boundary: `BoundaryIssuer`'s, or your own. */
  readonly issuer: { readonly name: string; readonly kind: "Issuer" | "ClusterIssuer" };
  /** How callers prove which team they are: a key, or a token of your identity provider. */
  readonly authentication: GatewayAuthentication;
  /** Teams that may call; nobody else gets an answer. */
  readonly teams: readonly GatewayTeam[];
  /** Models that are served behind it. */
  readonly endpoints: readonly IModelEndpoint[];
  /** Other sites that answer for a model when no copy here does. @default - a model is served here or not at all */
  readonly fallbacks?: readonly GatewayFallback[];
  /** Copies of the proxy. @default 2 */
  readonly replicas?: number;
  /** `cluster`: reached from inside the cluster. `load-balancer`: by a Service of that type. @default "cluster" */
  readonly exposure?: "cluster" | "load-balancer";
  /** Annotations of that Service: an internal load balancer's, for instance. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /** Image of the proxy. @default - a pinned version of the project's own */
  readonly image?: string;
  /** Components that must be ready first. @default - those that the gateway needs anyway */
  readonly dependsOn?: readonly IPlatformComponent[];
}

/**
 * One address for all models: OpenAI's API over TLS, authentication, quotas of teams, routing by model, failover, audit
 * log. Applications need not know what stands behind it.
 */
export interface IInferenceGateway extends IPlatformComponent {
  /** `https://…/v1`: what a client of OpenAI's API takes as base URL. */
  readonly baseUrl: string;
  /** Header in which models see the team; whatever a caller writes there is replaced. */
  readonly teamHeader: string;
  /** Models by the name that callers write. */
  readonly models: readonly string[];
}

/** The header of a request that another site could not answer: it is not sent on a second time. */
export const forwardedHeader = "x-ai-factory-forwarded";

/** The header in which the team travels. */
export const teamHeader = "x-ai-factory-team";
