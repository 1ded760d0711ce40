import { helmChart } from "../../catalog";
import { privilegedNamespace } from "../platform/namespaces";
import { everyNodeTolerations, systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";

export interface KubePrometheusStackProps extends ComponentOptions {
  /** Days that metrics are kept. @default 30 */
  readonly retentionDays?: number;
  /** Disk of each Prometheus; the oldest metrics go when nine tenths of it are full. @default 100 */
  readonly storageGiB?: number;
  /** StorageClass of the disks of Prometheus, Alertmanager and Grafana. @default - the cluster's default class */
  readonly storageClassName?: string;
  /**
   * Whether the control plane's own processes can be reached, which a managed cluster such as EKS hides.
   *
   * @default false
   */
  readonly controlPlaneReachable?: boolean;
}

/**
 * Prometheus, Alertmanager, Grafana, node exporter and kube-state-metrics, with the custom resource definitions that
 * ServiceMonitors of other components need. Takes up ServiceMonitors, ScrapeConfigs and rules of every namespace.
 */
export class KubePrometheusStack extends PlatformComponent {
  constructor(props: KubePrometheusStackProps = {}) {
    const { appVersion } = helmChart("kube-prometheus-stack");
    const storageGiB = props.storageGiB ?? 100;
    const controlPlane = { enabled: props.controlPlaneReachable ?? false };
    const volume = (sizeGiB: number) => ({
      volumeClaimTemplate: {
        spec: {
          ...(props.storageClassName === undefined ? {} : { storageClassName: props.storageClassName }),
          accessModes: ["ReadWriteOnce"],
          resources: { requests: { storage: `${sizeGiB}Gi` } },
        },
      },
    });
    super(
      {
        chartId: "kube-prometheus-stack",
        // The node exporter reads the host's /proc and /sys.
        namespaceLabels: privilegedNamespace,
        values: {
          crds: { enabled: true },
          kubeControllerManager: controlPlane,
          kubeScheduler: controlPlane,
          kubeEtcd: controlPlane,
          kubeProxy: controlPlane,
          prometheusOperator: {
            image: image("quay.io", "prometheus-operator/prometheus-operator"),
            prometheusConfigReloader: { image: image("quay.io", "prometheus-operator/prometheus-config-reloader") },
            admissionWebhooks: {
              patch: {
                image: image("ghcr.io", "jkroepke/kube-webhook-certgen"),
                tolerations: systemTolerations,
              },
            },
            tolerations: systemTolerations,
          },
          prometheus: {
            prometheusSpec: {
              image: image("quay.io", "prometheus/prometheus"),
              retention: `${props.retentionDays ?? 30}d`,
              retentionSize: `${Math.floor(storageGiB * 0.9)}GiB`,
              storageSpec: volume(storageGiB),
              serviceMonitorSelectorNilUsesHelmValues: false,
              podMonitorSelectorNilUsesHelmValues: false,
              scrapeConfigSelectorNilUsesHelmValues: false,
              ruleSelectorNilUsesHelmValues: false,
              tolerations: systemTolerations,
            },
          },
          alertmanager: {
            alertmanagerSpec: {
              image: image("quay.io", "prometheus/alertmanager"),
              storage: volume(5),
              tolerations: systemTolerations,
            },
          },
          grafana: {
            image: image("docker.io", "grafana/grafana"),
            sidecar: { image: image("quay.io", "kiwigrid/k8s-sidecar") },
            testFramework: { enabled: false },
            initChownData: { enabled: false },
            persistence: {
              enabled: true,
              size: "10Gi",
              ...(props.storageClassName === undefined ? {} : { storageClassName: props.storageClassName }),
            },
            tolerations: systemTolerations,
            "grafana.ini": {
              analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
              news: { news_feed_enabled: false },
              security: { disable_gravatar: true },
            },
          },
          "kube-state-metrics": {
            image: image("registry.k8s.io", "kube-state-metrics/kube-state-metrics"),
            tolerations: systemTolerations,
          },
          "prometheus-node-exporter": {
            image: image("quay.io", "prometheus/node-exporter"),
            tolerations: everyNodeTolerations,
          },
        },
        images: [
          `quay.io/prometheus-operator/prometheus-operator:${appVersion}`,
          `quay.io/prometheus-operator/prometheus-config-reloader:${appVersion}`,
          ...otherImages,
        ],
      },
      props,
    );
  }
}

function image(registry: string, repository: string) {
  return { registry, repository };
}

// values.yaml of kube-prometheus-stack 88.5.3 and of its dependencies: kube-state-metrics 8.4.0, node exporter 4.56.1,
// Grafana 12.11.1.
const otherImages: readonly string[] = [
  "ghcr.io/jkroepke/kube-webhook-certgen:1.8.7",
  "quay.io/prometheus/prometheus:v3.14.0-distroless",
  "quay.io/prometheus/alertmanager:v0.34.0",
  "registry.k8s.io/kube-state-metrics/kube-state-metrics:v2.20.0",
  "quay.io/prometheus/node-exporter:v1.12.1-distroless",
  "docker.io/grafana/grafana:13.2.0",
  "quay.io/kiwigrid/k8s-sidecar:2.10.1",
];
