import { helmChart } from "../../catalog";
import type { IPlatformComponent } from "../contracts";
import { keyEnvironment, useBucket, type BucketUse } from "../platform/bucket-use";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

export interface LokiProps extends Omit<ComponentOptions, "namespace"> {
  /** Bucket that logs are kept in, and the identity of Loki's pods. */
  readonly bucket: BucketUse;
  /** Grafana, which gets Loki as a data source, and Prometheus. */
  readonly monitoring: IPlatformComponent;
  /** Days that logs are kept. @default 30 */
  readonly retentionDays?: number;
  /** Copies of Loki, each of which writes every line. @default 3 */
  readonly replicas?: number;
  /** Disk of each copy for what is not in the bucket yet. @default 20 */
  readonly storageGiB?: number;
  /** StorageClass of the copies' disks. @default - the cluster's default class */
  readonly storageClassName?: string;
}

/** Loki, which keeps the cluster's logs in the factory's object store. `LogCollector` brings them to it. */
export class Loki extends PlatformComponent {
  /** Where collectors send lines to. */
  readonly pushUrl: string;

  constructor(props: LokiProps) {
    const access = useBucket(props.bucket);
    const { namespace, serviceAccountName } = props.bucket.identity;
    const replicas = props.replicas ?? 3;
    const name = props.name ?? "loki";
    const off = { enabled: false };
    super(
      {
        chartId: "loki",
        name,
        namespace,
        values: {
          fullnameOverride: name,
          deploymentMode: "Monolithic",
          loki: {
            auth_enabled: false,
            image: { registry: "docker.io", repository: "grafana/loki" },
            commonConfig: { replication_factor: replicas },
            storage: {
              type: "s3",
              bucketNames: { chunks: access.bucketName, ruler: access.bucketName },
              s3: {
                region: access.region,
                s3ForcePathStyle: access.endpointUrl !== undefined,
                insecure: access.plainHttp,
                ...(access.endpointHost === undefined ? {} : { endpoint: access.endpointHost }),
              },
            },
            schemaConfig: {
              configs: [
                {
                  from: "2024-04-01",
                  store: "tsdb",
                  object_store: "s3",
                  schema: "v13",
                  index: { prefix: "index_", period: "24h" },
                },
              ],
            },
            limits_config: { retention_period: `${(props.retentionDays ?? 30) * 24}h` },
            compactor: { retention_enabled: true, delete_request_store: "s3" },
            analytics: { reporting_enabled: false },
          },
          serviceAccount: { create: true, name: serviceAccountName },
          singleBinary: {
            replicas,
            extraEnv: keyEnvironment(access),
            tolerations: systemTolerations,
            persistence: {
              size: `${props.storageGiB ?? 20}Gi`,
              ...(props.storageClassName === undefined ? {} : { storageClass: props.storageClassName }),
            },
          },
          read: { replicas: 0 },
          write: { replicas: 0 },
          backend: { replicas: 0 },
          gateway: off,
          lokiCanary: off,
          test: off,
          chunksCache: off,
          resultsCache: off,
          sidecar: { rules: off },
          monitoring: { serviceMonitor: { enabled: true } },
        },
        manifests: [
          {
            apiVersion: "v1",
            kind: "ConfigMap",
            // Grafana's sidecar loads the ConfigMaps with this label.
            metadata: {
              name: `datasource-${name}`,
              namespace: props.monitoring.namespace,
              labels: { grafana_datasource: "1" },
            },
            data: { [`${name}.yaml`]: dataSource(`http://${name}.${namespace}.svc:3100`) },
          },
        ],
        images: [`docker.io/grafana/loki:${helmChart("loki").appVersion}`],
        provides: ["log-store"],
        dependsOn: [props.monitoring],
      },
      props,
    );
    this.pushUrl = `http://${name}.${namespace}.svc:3100/loki/api/v1/push`;
  }
}

/** JSON is YAML. */
function dataSource(url: string): string {
  return JSON.stringify({
    apiVersion: 1,
    datasources: [{ name: "Loki", uid: "loki", type: "loki", access: "proxy", url }],
  });
}
