import type { IPlatformComponent, PostgresDatabase } from "../contracts";
import { keyEnvironment, useBucket, type BucketAccess, type BucketUse } from "../platform/bucket-use";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

export interface LakeFsProps extends Omit<ComponentOptions, "namespace"> {
  /** Branches, commits and users; its secret stands in lakeFS' namespace. TLS is required. */
  readonly database: PostgresDatabase;
  /** Bucket of the versioned objects, and the identity of lakeFS' pods; lakeFS stands in its namespace. */
  readonly bucket: BucketUse;
  /**
   * Secret with `auth_encrypt_secret_key`, a random text that encrypts users' keys in the database, in lakeFS' namespace.
   * You make it, once: a new one makes all keys unreadable.
   */
  readonly encryptionSecretName: string;
  /** Prefix of all repositories in the bucket. @default "lakefs" */
  readonly prefix?: string;
  /** Host name under which S3 clients reach lakeFS. @default - they use the service's name with path-style addresses */
  readonly s3DomainName?: string;
  /** Copies of the server. @default 2 */
  readonly replicas?: number;
  /** Brings the ServiceMonitor definition. @default - metrics are not collected */
  readonly monitoring?: IPlatformComponent;
}

/**
 * lakeFS: versions of data sets, as branches and commits over the factory's own object store. A training run that names a
 * commit reads the same bytes whenever it runs. Speaks S3 to its clients; nothing leaves the boundary.
 */
export class LakeFs extends PlatformComponent {
  /** What S3 clients and lakeFS' own take as their endpoint, inside of the cluster. */
  readonly endpointUrl: string;
  /** Where repositories are created in the bucket: `s3://…`. */
  readonly storageNamespace: string;

  constructor(props: LakeFsProps) {
    const access = useBucket(props.bucket);
    const { database, monitoring } = props;
    const { namespace, serviceAccountName } = props.bucket.identity;
    const name = props.name ?? "lakefs";
    const storageNamespace = `s3://${access.bucketName}/${props.prefix ?? "lakefs"}`;
    const login = (variable: string, key: string) => ({
      name: variable,
      valueFrom: { secretKeyRef: { name: database.secretName, key } },
    });
    super(
      {
        chartId: "lakefs",
        name,
        namespace,
        values: {
          fullnameOverride: name,
          replicaCount: props.replicas ?? 2,
          image: { repository, tag },
          existingSecret: props.encryptionSecretName,
          secretKeys: { authEncryptSecretKey: "auth_encrypt_secret_key" },
          serviceAccount: { create: true, name: serviceAccountName },
          lakefsConfig: configuration(props, access, storageNamespace),
          // libpq's variables: a password in the connection string would have to be escaped.
          extraEnvVars: [
            login("PGUSER", database.usernameKey ?? "username"),
            login("PGPASSWORD", database.passwordKey ?? "password"),
            ...keyEnvironment(access),
          ],
          podSecurityContext: { seccompProfile: { type: "RuntimeDefault" } },
          securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
          tolerations: systemTolerations,
        },
        manifests: monitoring === undefined ? [] : [serviceMonitor(name, namespace)],
        images: [`${repository}:${tag}`],
        dependsOn: [database.component, monitoring],
      },
      props,
    );
    this.endpointUrl = `http://${name}.${namespace}.svc`;
    this.storageNamespace = storageNamespace;
  }
}

const repository = "docker.io/treeverse/lakefs";
// Chart 1.12.16, values.yaml: image.community.tag.
const tag = "1.84.0";

/** lakeFS' own configuration file; JSON is YAML. It holds no secret. */
function configuration(props: LakeFsProps, access: BucketAccess, storageNamespace: string): string {
  const { host, port = 5432, databaseName } = props.database;
  return JSON.stringify({
    database: {
      type: "postgres",
      postgres: { connection_string: `postgres://${host}:${port}/${databaseName}?sslmode=require` },
    },
    blockstore: {
      type: "s3",
      default_namespace_prefix: storageNamespace,
      s3: {
        region: access.region,
        ...(access.endpointUrl === undefined ? {} : { endpoint: access.endpointUrl, force_path_style: true }),
      },
    },
    gateways: {
      s3: {
        region: access.region,
        ...(props.s3DomainName === undefined ? {} : { domain_name: props.s3DomainName }),
      },
    },
    // All that lakeFS would send or ask outside (docs.lakefs.io, "Outbound Connections").
    stats: { enabled: false },
    email_subscription: { enabled: false },
    security: { audit_check_url: "", check_latest_version: false },
  });
}

function serviceMonitor(name: string, namespace: string) {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "ServiceMonitor",
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { "app.kubernetes.io/name": "lakefs", "app.kubernetes.io/instance": name } },
      endpoints: [{ port: "http", path: "/metrics" }],
    },
  };
}
