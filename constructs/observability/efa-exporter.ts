import { containerImage } from "../../catalog";
import type { INodePool, IPlatformComponent, KubernetesObject } from "../contracts";
import { efaResourceName } from "../fabric/efa-facts";
import { affinityTo, tolerationsOf } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { requirePools } from "../platform/pools";

export interface EfaExporterProps extends Pick<ComponentOptions, "name" | "dependsOn"> {
  /** Pools of the cluster; the exporter runs on those that have EFA devices. At least one must. */
  readonly pools: readonly INodePool[];
  /** Collects the metrics, and brings the PodMonitor definition. */
  readonly monitoring: IPlatformComponent;
  /** Image with a shell and busybox' httpd. @default "docker.io/library/busybox:1.38.0" */
  readonly image?: string;
}

/**
 * Counters of EFA devices as metrics: bytes, retransmissions, drops, impaired and silent peers, by device and node. The
 * node exporter reads no hardware counters of EFA, and AWS publishes its exporter as source only; this one is a shell that
 * serves the kernel's own files, under the names that AWS' exporter has (`node_amazonefa_…`). Stands in the namespace of
 * the monitoring, because its pods read the host's /sys.
 *
 * @throws FactoryError where no pool has EFA devices
 */
export class EfaExporter extends PlatformComponent {
  constructor(props: EfaExporterProps) {
    const name = props.name ?? "efa-exporter";
    const pools = requirePools(name, props.pools, {
      need: `EFA devices (${efaResourceName})`,
      has: (pool) => pool.fabricDevices?.resourceName === efaResourceName,
    });
    // The tag is the one of MLflow's chart 1.11.5.
    const image = props.image ?? containerImage("busybox");
    const { namespace } = props.monitoring;
    super(
      {
        name,
        namespace,
        manifests: [daemonSet({ name, namespace, image, pools }), podMonitor(name, namespace)],
        images: [image],
        provides: ["efa-exporter"],
        dependsOn: [props.monitoring],
      },
      { dependsOn: props.dependsOn },
    );
  }
}

/**
 * Writes all numeric hardware counters below `$1` in Prometheus' text form. Reads with the shell itself: no process for
 * each of the several thousand files of a node.
 */
export const efaMetricsFunction = `efa_metrics() {
  for port in "$1"/class/infiniband/*/ports/*; do
    [ -d "$port/hw_counters" ] || continue
    device=\${port%/ports/*}
    for file in "$port"/hw_counters/*; do
      read -r value < "$file" 2>/dev/null || continue
      case "$value" in ''|*[!0-9]*) continue ;; esac
      echo "node_amazonefa_\${file##*/}{device=\\"\${device##*/}\\",port=\\"\${port##*/}\\"} $value"
    done
  done
}`;

const port = 8101;
const intervalSeconds = 15;

const script = `${efaMetricsFunction}
touch /www/metrics
httpd -p ${port} -h /www
while true; do
  efa_metrics /host/sys > /www/.next && mv /www/.next /www/metrics
  sleep ${intervalSeconds}
done`;

interface Place {
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly pools: readonly INodePool[];
}

function daemonSet({ name, namespace, image, pools }: Place): KubernetesObject {
  const labels = { app: name };
  return {
    apiVersion: "apps/v1",
    kind: "DaemonSet",
    metadata: { name, namespace, labels },
    spec: {
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          automountServiceAccountToken: false,
          affinity: affinityTo(pools),
          tolerations: tolerationsOf(pools),
          securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: "RuntimeDefault" } },
          containers: [
            {
              name: "exporter",
              image,
              command: ["sh", "-c", script],
              ports: [{ name: "metrics", containerPort: port }],
              readinessProbe: { httpGet: { path: "/metrics", port }, periodSeconds: 15 },
              resources: { requests: { cpu: "20m", memory: "16Mi" }, limits: { memory: "64Mi" } },
              securityContext: {
                allowPrivilegeEscalation: false,
                readOnlyRootFilesystem: true,
                capabilities: { drop: ["ALL"] },
              },
              volumeMounts: [
                { name: "sys", mountPath: "/host/sys", readOnly: true },
                { name: "www", mountPath: "/www" },
              ],
            },
          ],
          volumes: [
            { name: "sys", hostPath: { path: "/sys", type: "Directory" } },
            { name: "www", emptyDir: { sizeLimit: "16Mi" } },
          ],
        },
      },
    },
  };
}

function podMonitor(name: string, namespace: string): KubernetesObject {
  return {
    apiVersion: "monitoring.coreos.com/v1",
    kind: "PodMonitor",
    metadata: { name, namespace },
    spec: {
      selector: { matchLabels: { app: name } },
      // busybox' httpd names no type for a file without an ending.
      fallbackScrapeProtocol: "PrometheusText0.0.4",
      podMetricsEndpoints: [
        {
          port: "metrics",
          path: "/metrics",
          interval: `${intervalSeconds}s`,
          relabelings: [{ sourceLabels: ["__meta_kubernetes_pod_node_name"], targetLabel: "instance" }],
        },
      ],
    },
  };
}
