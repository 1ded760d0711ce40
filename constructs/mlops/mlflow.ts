import { helmChart } from "../../catalog";
import type { IPlatformComponent, PostgresDatabase } from "../contracts";
import { useBucket, type BucketUse } from "../platform/bucket-use";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

/** Sign-on to MLflow by an OpenID provider. */
export interface MlflowSignOn {
  /** The provider's description of itself: `https://login.example.org/.well-known/openid-configuration`. */
  readonly discoveryUrl: string;
  /** Id of the client that the provider knows MLflow by. */
  readonly clientId: string;
  /** Secret with the client's secret in `OIDC_CLIENT_SECRET`, in MLflow's namespace. You make it. */
  readonly secretName: string;
  /** Where people reach MLflow: `https://mlflow.example.org`. */
  readonly publicUrl: string;
  /** Groups that may use it. */
  readonly groups: readonly string[];
  /** Groups that may do everything. */
  readonly adminGroups: readonly string[];
}

export interface MlflowProps extends Omit<ComponentOptions, "namespace"> {
  /** Records of runs and of registered models. */
  readonly database: PostgresDatabase;
  /** Bucket of artefacts and model weights, and the identity of MLflow's pods; MLflow stands in its namespace. */
  readonly bucket: BucketUse;
  /**
   * Sign-on by your OpenID provider, and the groups that may use it.
   * @default - none: whoever reaches the service may use it
   */
  readonly signOn?: MlflowSignOn;
  /** Copies of the server. @default 2 */
  readonly replicas?: number;
  /** Brings the ServiceMonitor definition. @default - metrics are not collected */
  readonly monitoring?: IPlatformComponent;
}

/**
 * MLflow's tracking server and model registry: records in PostgreSQL, artefacts in the factory's object store. Clients
 * send artefacts through the server, and need no access to the bucket of their own.
 */
export class Mlflow extends PlatformComponent {
  /** What clients take as `MLFLOW_TRACKING_URI`, inside of the cluster. */
  readonly trackingUri: string;

  constructor(props: MlflowProps) {
    const access = useBucket(props.bucket);
    const { database, monitoring, signOn } = props;
    const { namespace, serviceAccountName } = props.bucket.identity;
    const name = props.name ?? "mlflow";
    const tag = helmChart("mlflow").appVersion ?? "";
    super(
      {
        chartId: "mlflow",
        name,
        namespace,
        values: {
          fullnameOverride: name,
          image: { repository, tag },
          initImages: {
            dbchecker: { repository: busybox, tag: busyboxTag },
            mlflowDbMigration: { repository, tag },
            iniFileInitializer: { repository: busybox, tag: busyboxTag },
          },
          replicaCount: props.replicas ?? 2,
          telemetry: { enabled: false },
          serviceAccount: { create: true, name: serviceAccountName },
          backendStore: {
            databaseMigration: true,
            databaseConnectionCheck: true,
            postgres: {
              enabled: true,
              host: database.host,
              port: database.port ?? 5432,
              database: database.databaseName,
            },
            existingDatabaseSecret: {
              name: database.secretName,
              usernameKey: database.usernameKey ?? "username",
              passwordKey: database.passwordKey ?? "password",
            },
          },
          artifactRoot: {
            proxiedArtifactStorage: true,
            s3: {
              enabled: true,
              bucket: access.bucketName,
              path: "mlflow",
              ...(access.keys === undefined
                ? {}
                : {
                    existingSecret: {
                      name: access.keys.secretName,
                      keyOfAccessKeyId: access.keys.accessKeyField,
                      keyOfSecretAccessKey: access.keys.secretKeyField,
                    },
                  }),
            },
          },
          extraEnvVars: {
            AWS_DEFAULT_REGION: access.region,
            ...(access.endpointUrl === undefined ? {} : { MLFLOW_S3_ENDPOINT_URL: access.endpointUrl }),
          },
          ...(signOn === undefined ? {} : { oidcAuth: signOnValues(signOn) }),
          serviceMonitor:
            monitoring === undefined ? { enabled: false } : { enabled: true, namespace: monitoring.namespace },
          tolerations: systemTolerations,
        },
        images: [`${repository}:${tag}`, `${busybox}:${busyboxTag}`],
        dependsOn: [database.component, monitoring],
      },
      props,
    );
    this.trackingUri = `http://${name}.${namespace}.svc`;
  }
}

function signOnValues({ discoveryUrl, clientId, secretName, publicUrl, groups, adminGroups }: MlflowSignOn) {
  return {
    enabled: true,
    discoveryUrl,
    clientId,
    existingSecret: { name: secretName, clientSecretKey: "OIDC_CLIENT_SECRET" },
    redirectUri: `${publicUrl}/callback`,
    groupName: [...groups],
    adminGroupName: [...adminGroups],
    defaultPermission: "READ",
  };
}

const repository = "docker.io/burakince/mlflow";
const busybox = "docker.io/library/busybox";
// Chart 1.11.5, values.yaml.
const busyboxTag = "1.38.0";
