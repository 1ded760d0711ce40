import { containerImage } from "../../../catalog";
import { poolLabel, type INodePool, type KubernetesObject } from "../../contracts";
import { restrictedNamespace } from "../../platform/namespaces";
import { systemTolerations, tolerationsOf } from "../../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../../platform/platform-component";
import type { SecretKey } from "./secret-reference";

export interface SlurmDatabaseProps extends Pick<ComponentOptions, "dependsOn"> {
  /** StorageClass of its disk. @default - the cluster's default class */
  readonly storageClassName?: string;
  /** Pool that it runs on. @default - any node without a taint */
  readonly pool?: INodePool;
  /** Disk of the database in GiB. @default 32 */
  readonly diskGiB?: number;
  /** Memory for the buffer pool, on which the speed of accounting hangs. @default 4 */
  readonly bufferPoolGiB?: number;
  /** Secret in the namespace of the database with the password of root, in the key `password`. @default "slurm-db-root" */
  readonly rootPasswordSecretName?: string;
  /** The password of Slurm's user; the same value in Slurm's namespace. @default "slurm-db-password", key "password" */
  readonly passwordSecretName?: string;
  /** Kubernetes namespace that it is installed in. @default "slurm-db" */
  readonly namespace?: string;
}

/**
 * A MariaDB for Slurm's accounting: slurmdbd speaks to MariaDB and MySQL only, PostgreSQL does not serve it. One server
 * with a disk, no standby: while it is away Slurm goes on and keeps the records back. Back it up with your own means.
 */
export class SlurmDatabase extends PlatformComponent {
  /** Host name that slurmdbd reaches it by. */
  readonly host: string;

  constructor(props: SlurmDatabaseProps = {}) {
    const namespace = props.namespace ?? "slurm-db";
    super(
      {
        name: "slurm-db",
        namespace,
        namespaceLabels: restrictedNamespace,
        manifests: databaseObjects(props, namespace),
        images: [databaseImage],
      },
      { dependsOn: props.dependsOn },
    );
    this.host = `${databaseName}.${namespace}.svc`;
  }
}

const databaseName = "slurm-db";
const databaseImage = containerImage("mariadb");
const databaseUser = 999;

function databaseObjects(props: SlurmDatabaseProps, namespace: string): KubernetesObject[] {
  const labels = { app: databaseName };
  const bufferPoolGiB = props.bufferPoolGiB ?? 4;
  const password = (name: string) => ({ secretKeyRef: { name, key: "password" } });
  return [
    {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: databaseName, namespace },
      data: { "slurm.cnf": serverSettings(bufferPoolGiB) },
    },
    {
      apiVersion: "v1",
      kind: "Service",
      metadata: { name: databaseName, namespace },
      spec: { selector: labels, ports: [{ name: "mysql", port: 3306, targetPort: "mysql" }] },
    },
    {
      apiVersion: "apps/v1",
      kind: "StatefulSet",
      metadata: { name: databaseName, namespace },
      spec: {
        serviceName: databaseName,
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            automountServiceAccountToken: false,
            ...(props.pool === undefined ? {} : { nodeSelector: { [poolLabel]: props.pool.poolName } }),
            tolerations: [...systemTolerations, ...tolerationsOf(props.pool === undefined ? [] : [props.pool])],
            securityContext: {
              runAsNonRoot: true,
              runAsUser: databaseUser,
              runAsGroup: databaseUser,
              fsGroup: databaseUser,
              seccompProfile: { type: "RuntimeDefault" },
            },
            containers: [
              {
                name: "mariadb",
                image: databaseImage,
                ports: [{ name: "mysql", containerPort: 3306 }],
                env: [
                  { name: "MARIADB_DATABASE", value: accountingDatabase },
                  { name: "MARIADB_USER", value: "slurm" },
                  { name: "MARIADB_PASSWORD", valueFrom: password(props.passwordSecretName ?? "slurm-db-password") },
                  {
                    name: "MARIADB_ROOT_PASSWORD",
                    valueFrom: password(props.rootPasswordSecretName ?? "slurm-db-root"),
                  },
                ],
                securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
                resources: {
                  requests: { cpu: "1", memory: `${bufferPoolGiB + 1}Gi` },
                  limits: { memory: `${bufferPoolGiB + 2}Gi` },
                },
                readinessProbe: { exec: { command: ["healthcheck.sh", "--connect", "--innodb_initialized"] } },
                volumeMounts: [
                  { name: "data", mountPath: "/var/lib/mysql" },
                  { name: "config", mountPath: "/etc/mysql/conf.d" },
                ],
              },
            ],
            volumes: [{ name: "config", configMap: { name: databaseName } }],
          },
        },
        volumeClaimTemplates: [
          {
            metadata: { name: "data" },
            spec: {
              accessModes: ["ReadWriteOnce"],
              ...(props.storageClassName === undefined ? {} : { storageClassName: props.storageClassName }),
              resources: { requests: { storage: `${props.diskGiB ?? 32}Gi` } },
            },
          },
        ],
      },
    },
  ];
}

/** Source: Slurm documentation, Accounting and Resource Limits, "Slurm Accounting Configuration Before Build". */
function serverSettings(bufferPoolGiB: number): string {
  return [
    "[mariadb]",
    `innodb_buffer_pool_size=${bufferPoolGiB}G`,
    "innodb_log_file_size=1G",
    "innodb_lock_wait_timeout=900",
    "max_allowed_packet=256M",
    "",
  ].join("\n");
}

const accountingDatabase = "slurm_acct_db";

/** A MariaDB or MySQL that exists. */
export interface ExistingSlurmDatabase {
  /** Name or address of the server. */
  readonly host: string;
  /** TCP port of the server. @default 3306 */
  readonly port?: number;
  /** Database that holds the records; slurmdbd makes its tables. @default "slurm_acct_db" */
  readonly database?: string;
  /** User that slurmdbd signs on as, with all rights on the database. @default "slurm" */
  readonly username?: string;
  /** Secret in Slurm's namespace with that user's password. */
  readonly password: SecretKey;
}

/** Where Slurm keeps who used what; quotas, fair share and reports need it. */
export class SlurmAccounting {
  /** With a `SlurmDatabase` of the same cluster; the password's secret stands in Slurm's namespace as well. */
  static inCluster(
    database: SlurmDatabase,
    password: SecretKey = { name: "slurm-db-password", key: "password" },
  ): SlurmAccounting {
    return new SlurmAccounting(database, { host: database.host, password });
  }

  /** With a MariaDB or MySQL that exists: that of the site's other Slurm clusters. */
  static withDatabase(database: ExistingSlurmDatabase): SlurmAccounting {
    return new SlurmAccounting(undefined, database);
  }

  /** With a slurmdbd that exists outside of Kubernetes. */
  static withSlurmdbd(host: string, port = 6819): SlurmAccounting {
    return new SlurmAccounting(undefined, undefined, { host, port });
  }

  private constructor(
    /** Component that must be ready first. */
    readonly component: SlurmDatabase | undefined,
    /** Database that slurmdbd writes to; undefined where slurmdbd itself is outside. */
    readonly database: ExistingSlurmDatabase | undefined,
    /** A slurmdbd outside of Kubernetes. @default - Slinky runs one */
    readonly slurmdbd?: { readonly host: string; readonly port: number },
  ) {}

  /** The part of Slinky's Accounting object that says where records go. */
  toSpec(): Readonly<Record<string, unknown>> {
    if (this.slurmdbd !== undefined) return { external: true, externalConfig: this.slurmdbd };
    const { host = "", port = 3306, database = accountingDatabase, username = "slurm", password } = this.database ?? {};
    return { storageConfig: { host, port, database, username, passwordKeyRef: password } };
  }
}
