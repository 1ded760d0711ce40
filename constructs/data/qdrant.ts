import { helmChart } from "../../catalog";
import type { IPlatformComponent } from "../contracts";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

export interface QdrantProps extends ComponentOptions {
  /** Secret in Qdrant's namespace with the key that clients must show. You make it. */
  readonly apiKeySecretName: string;
  /** Key of the secret. @default "api-key" */
  readonly apiKeySecretKey?: string;
  /** Peers. Collections are kept on several only where they are made with a replication factor. @default 3 */
  readonly replicas?: number;
  /** Disk of each peer. @default 100 */
  readonly storageGiB?: number;
  /** Disk of each peer for snapshots. @default - as much as for the data */
  readonly snapshotGiB?: number;
  /** StorageClass of the peers' disks. @default - the cluster's default class */
  readonly storageClassName?: string;
  /** Memory of each peer: vectors that are searched at once must fit. @default 16 */
  readonly memoryGiB?: number;
  /** Brings the ServiceMonitor definition. @default - metrics are not collected */
  readonly monitoring?: IPlatformComponent;
}

/** Qdrant: a vector database of several peers, with an API key, and without reports to its maker. */
export class Qdrant extends PlatformComponent {
  /** Where clients send their requests to, inside of the cluster. */
  readonly url: string;

  constructor(props: QdrantProps) {
    const replicas = props.replicas ?? 3;
    const storageGiB = props.storageGiB ?? 100;
    const memory = `${props.memoryGiB ?? 16}Gi`;
    const name = props.name ?? "qdrant";
    const apiKey = { name: props.apiKeySecretName, key: props.apiKeySecretKey ?? "api-key" };
    const disk = (sizeGiB: number) => ({
      size: `${sizeGiB}Gi`,
      ...(props.storageClassName === undefined ? {} : { storageClassName: props.storageClassName }),
    });
    const repository = "docker.io/qdrant/qdrant";
    const tag = helmChart("qdrant").appVersion ?? "";
    super(
      {
        chartId: "qdrant",
        name,
        values: {
          fullnameOverride: name,
          replicaCount: replicas,
          image: { repository, tag, useUnprivilegedImage: true },
          env: [{ name: "QDRANT__TELEMETRY_DISABLED", value: "true" }],
          apiKey: { valueFrom: { secretKeyRef: apiKey } },
          config: { cluster: { enabled: replicas > 1 } },
          persistence: disk(storageGiB),
          snapshotPersistence: { enabled: true, ...disk(props.snapshotGiB ?? storageGiB) },
          resources: { requests: { cpu: "2", memory }, limits: { memory } },
          podDisruptionBudget: { enabled: replicas > 1, maxUnavailable: 1 },
          metrics: {
            serviceMonitor:
              props.monitoring === undefined
                ? { enabled: false }
                : { enabled: true, authorization: { type: "Bearer", credentials: apiKey } },
          },
        },
        images: [`${repository}:${tag}-unprivileged`],
        dependsOn: [props.monitoring],
      },
      props,
    );
    this.url = `http://${name}.${this.namespace}.svc:6333`;
  }
}
