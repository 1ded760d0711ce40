import { FactoryError } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { IPlatformComponent, PostgresDatabase } from "../contracts";
import { PlatformComponent } from "../platform/platform-component";

export interface PostgresClusterProps {
  /** CloudNativePG's operator (`PostgresOperator`), which runs the servers. */
  readonly operator: IPlatformComponent;
  /** Name of the cluster and of the component. @default "<databaseName>-db" */
  readonly name?: string;
  /** Namespace of the component that uses the database: its secret stands there. */
  readonly namespace: string;
  /** Database that is made, and its owner's name. */
  readonly databaseName: string;
  /** Image of PostgreSQL for CloudNativePG, with tag: `ghcr.io/cloudnative-pg/postgresql:…`. */
  readonly image: string;
  /** Servers: one that writes, the others follow and take its place. @default 3 */
  readonly instances?: number;
  /** Disk of each server. @default 20 */
  readonly storageGiB?: number;
  /** StorageClass of the servers' disks. @default - the cluster's default class */
  readonly storageClassName?: string;
  /** Components that must be ready first, besides the operator. @default - none */
  readonly dependsOn?: readonly IPlatformComponent[];
}

/**
 * A PostgreSQL cluster of CloudNativePG with one database. Its owner's user and password are in a secret that the operator
 * makes. Backups are yours to set up.
 *
 * @throws FactoryError where the number of servers is none
 */
export class PostgresCluster extends PlatformComponent {
  /** What a component takes to use the database. */
  readonly database: PostgresDatabase;

  constructor(props: PostgresClusterProps) {
    const { namespace, databaseName, image } = props;
    const name = props.name ?? `${databaseName}-db`;
    const instances = props.instances ?? 3;
    const findings = checkInstances(instances, name);
    if (findings.length > 0) throw new FactoryError(findings);
    super(
      {
        name,
        namespace,
        manifests: [
          {
            apiVersion: "postgresql.cnpg.io/v1",
            kind: "Cluster",
            metadata: { name, namespace },
            spec: {
              instances,
              imageName: image,
              storage: {
                size: `${props.storageGiB ?? 20}Gi`,
                ...(props.storageClassName === undefined ? {} : { storageClass: props.storageClassName }),
              },
              bootstrap: { initdb: { database: databaseName, owner: databaseName } },
              // No two servers on one node.
              affinity: { enablePodAntiAffinity: true, podAntiAffinityType: "preferred" },
            },
          },
        ],
        images: [image],
        dependsOn: [props.operator],
      },
      { dependsOn: props.dependsOn },
    );
    this.database = {
      host: `${name}-rw.${namespace}.svc`,
      databaseName,
      secretName: `${name}-app`,
      component: this,
    };
  }
}

function checkInstances(given: number, name: string): readonly Finding[] {
  if (Number.isInteger(given) && given >= 1) return [];
  return [
    {
      rule: "PLT-143-postgres-instances",
      severity: "error",
      verdict: "fail",
      path: `${name}.instances`,
      message: "a PostgreSQL cluster has no server",
      given,
      allowed: "a whole number from 1; 3 survive the loss of a node",
      fix: "set 'instances'",
    },
  ];
}
