import type { IPlatformComponent, IPodIdentity, KubernetesObject, PostgresDatabase } from "../contracts";
import { PlatformComponent } from "../platform/platform-component";
import type { RdsPostgres } from "./rds-postgres";

/** Service account of External Secrets' controller, which reads the passwords; for `addPodIdentity`. */
export const externalSecretsAccount = {
  namespace: "external-secrets",
  serviceAccountName: "external-secrets",
} as const;

export interface RdsDatabaseAccessProps {
  /** Server whose database the component uses. */
  readonly server: RdsPostgres;
  /** Brings the password from Secrets Manager to the cluster. */
  readonly externalSecrets: IPlatformComponent;
  /** Identity of External Secrets' controller: `cluster.addPodIdentity("external-secrets", externalSecretsAccount)`. */
  readonly identity: IPodIdentity;
  /** Namespace of the component that uses the database. */
  readonly namespace: string;
  /** Name of the component, and of the secret. @default - `<databaseName>-db` */
  readonly name?: string;
  /** Components that must be ready first, besides External Secrets. @default - none */
  readonly dependsOn?: readonly IPlatformComponent[];
}

/**
 * A database of RDS as a component takes it: its password as a secret in the component's namespace, which follows each
 * rotation within 15 minutes. Nothing of it is in code or in Terraform's state.
 */
export class RdsDatabaseAccess extends PlatformComponent {
  /** What a component takes to use the database. */
  readonly database: PostgresDatabase;

  constructor(props: RdsDatabaseAccessProps) {
    const { server, namespace } = props;
    const name = props.name ?? `${server.databaseName.toLowerCase().replace(/_/g, "-")}-db`;
    server.grantPasswordRead(props.identity);
    super(
      {
        name,
        namespace,
        manifests: secretObjects(server, name, namespace),
        images: [],
        dependsOn: [props.externalSecrets],
      },
      { dependsOn: props.dependsOn },
    );
    this.database = {
      host: server.host,
      port: server.port,
      databaseName: server.databaseName,
      secretName: name,
      component: this,
    };
  }
}

function secretObjects(server: RdsPostgres, name: string, namespace: string): KubernetesObject[] {
  const apiVersion = "external-secrets.io/v1";
  return [
    {
      apiVersion,
      kind: "SecretStore",
      metadata: { name, namespace },
      // Without credentials of its own the store uses those of the controller's pod identity.
      spec: { provider: { aws: { service: "SecretsManager", region: server.region } } },
    },
    {
      apiVersion,
      kind: "ExternalSecret",
      metadata: { name, namespace },
      spec: {
        refreshInterval: "15m",
        secretStoreRef: { kind: "SecretStore", name },
        target: { name },
        data: ["username", "password"].map((property) => ({
          secretKey: property,
          remoteRef: { key: server.passwordSecretArn, property },
        })),
      },
    },
  ];
}
