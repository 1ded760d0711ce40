import type { PostgresDatabase } from "../../constructs/contracts";
import type { KafkaClusterProps } from "../../constructs/data";
import type { NotebookProfile } from "../../constructs/mlops";
import type { UnitPrices } from "../../constructs/observability";
import type { ModelCanary, ModelEndpointProps, ModelWeights } from "../../constructs/serving";
import type { GatewayFallback, GatewayKeys } from "../../constructs/gateway";
import type { TeamProps } from "../../constructs/tenancy";
import type { TrainingJobProps } from "../../constructs/training";

/** The identity provider, as the pages of a preset meet it. Each page is a client of its own there. */
export interface PresetSignOn {
  /** `https://id.example.org`: where `/.well-known/openid-configuration` is. */
  readonly issuerUrl: string;
  /** The provider's authorisation endpoint, which people's browsers open. */
  readonly authorizeUrl: string;
  /** The provider's token endpoint, which the pages ask. */
  readonly tokenUrl: string;
  /** The provider's userinfo endpoint, which the pages ask for name and groups. */
  readonly userInfoUrl: string;
  /** Groups that may use the pages. */
  readonly groups: readonly string[];
  /** Groups that administer them. */
  readonly adminGroups: readonly string[];
}

/** What every preset is given. */
export interface TeamsPresetProps {
  /** Domain of the pages and of the API: `notebooks.<domain>`, `mlflow.<domain>`, `workflows.<domain>`, `ai.<domain>`. */
  readonly domain: string;
  /** Whose shares add up to 1 at the most. */
  readonly teams: readonly PresetTeam[];
  /** Names of the factory's buckets. @default - datasets, artefacts, weights, logs */
  readonly buckets?: Partial<Readonly<Record<"datasets" | "artefacts" | "weights" | "logs", string>>>;
  /** What a vCPU, a GiB and an accelerator cost: costs by team, and of a million tokens. @default - no costs are shown */
  readonly prices?: UnitPrices;
}

/** What every preset is given in which people work on data. */
export interface PresetProps extends TeamsPresetProps {
  /** Provider that people sign on by, and the groups that may. */
  readonly signOn: PresetSignOn;
  /** Image of PostgreSQL for CloudNativePG, with tag. */
  readonly postgresImage: string;
  /** Databases that there are, such as RDS gives: each in the namespace of its name. @default - CloudNativePG's */
  readonly databases?: Partial<Readonly<Record<PresetDatabaseName, PostgresDatabase>>>;
  /** Topics of Kafka, and who reads and writes them. @default - no Kafka */
  readonly streams?: Pick<KafkaClusterProps, "topics" | "clients" | "brokers" | "storageGiB" | "zoneLabel">;
  /** Image of notebooks, with tag. */
  readonly notebookImage: string;
  /** What people choose a notebook from; the first is chosen for them. */
  readonly notebooks: readonly PresetNotebook[];
  /** Minutes without work after which a notebook is stopped. @default 60 */
  readonly notebookIdleMinutes?: number;
}

/** Who needs a database; also the namespace in which its secret is. */
export type PresetDatabaseName = "mlflow" | "lakefs";

/** A notebook profile, its pool by name. */
export interface PresetNotebook extends Omit<NotebookProfile, "pool"> {
  /** Name of the pool. */
  readonly pool: string;
}

/** A team; its datasets are under `teams/<name>` of the bucket of datasets. */
export type PresetTeam = Omit<TeamProps, "kueue" | "priorities" | "storage" | "dependsOn">;

/** A model to serve; its pool and its team by name. */
export interface PresetModel
  extends
    Pick<
      ModelEndpointProps,
      "name" | "model" | "precision" | "contextTokens" | "concurrency" | "split" | "replicas" | "weightsReadGBps"
    >,
    Pick<ModelWeights, "prefix" | "sha256OfSums"> {
  /** Name of the pool. */
  readonly pool: string;
  /** Copies at the most, by demand; with 0 of them at rest where `scaleToZero`. @default - `replicas`, whatever the demand */
  readonly maxReplicas?: number;
  /** Whether the last copy goes when nobody asks. @default false */
  readonly scaleToZero?: boolean;
  /** Another version of the weights, for a part of the requests. @default - one version gets all requests */
  readonly canary?: Pick<ModelCanary, "percent"> & Pick<ModelWeights, "prefix" | "sha256OfSums">;
}

/** A training job; its pool and its team by name. */
export interface PresetTraining extends Omit<
  TrainingJobProps,
  "pool" | "namespace" | "runtime" | "queueName" | "dependsOn"
> {
  /** Name of the pool. */
  readonly pool: string;
  /** Team that the job is of: its namespace and its quota. */
  readonly team: string;
  /** Image of the job, with tag. */
  readonly image: string;
}

/** Models, and what they are served by. */
export interface PresetServing {
  /** Models that are served. */
  readonly models: readonly PresetModel[];
  /** Gateway in front of the models, and the team that runs them. */
  readonly gateway: PresetGateway;
  /**
   * Image with vLLM, with tag; a model that spans nodes with EFA needs one with libfabric and aws-ofi-nccl.
   * @default - the project's own image of the catalogue's version
   */
  readonly engineImage?: string;
}

/** What stands between applications and models. */
export interface PresetGateway extends Pick<GatewayKeys, "secretStore" | "remoteKeyOf"> {
  /** Team that runs the models: its namespace and its quota. */
  readonly servingTeam: string;
  /** `cluster`: reached from inside the cluster. `load-balancer`: by a Service of that type. @default "cluster" */
  readonly exposure?: "cluster" | "load-balancer";
  /** Annotations of that Service: an internal load balancer's, for instance. @default - none */
  readonly serviceAnnotations?: Readonly<Record<string, string>>;
  /** Models at other sites that stand in for those here. @default - none */
  readonly fallbacks?: readonly GatewayFallback[];
}
