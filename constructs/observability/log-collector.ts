import { helmChart } from "../../catalog";
import { everyNodeTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import type { Loki } from "./loki";

export interface LogCollectorProps extends ComponentOptions {
  /** Where the lines go. */
  readonly loki: Loki;
}

/** Grafana Alloy on every node: brings the logs of the node's pods to Loki, by the Kubernetes API. */
export class LogCollector extends PlatformComponent {
  constructor({ loki, ...options }: LogCollectorProps) {
    super(
      {
        chartId: "alloy",
        namespace: loki.namespace,
        values: {
          image: { registry: "docker.io", repository: "grafana/alloy" },
          // A new configuration comes with a new release: nothing changes it in between.
          configReloader: { enabled: false },
          crds: { create: false },
          alloy: {
            enableReporting: false,
            configMap: { content: collect(loki.pushUrl) },
            extraEnv: [{ name: "NODE_NAME", valueFrom: { fieldRef: { fieldPath: "spec.nodeName" } } }],
          },
          controller: { type: "daemonset", tolerations: everyNodeTolerations },
        },
        images: [`docker.io/grafana/alloy:${helmChart("alloy").appVersion}`],
        provides: ["log-collector"],
        dependsOn: [loki],
      },
      options,
    );
  }
}

/** Alloy's configuration: the pods of its own node, labelled as the metrics are. */
function collect(pushUrl: string): string {
  const label = (from: string, to: string) =>
    `  rule {\n    source_labels = ["__meta_kubernetes_${from}"]\n    target_label = "${to}"\n  }\n`;
  return [
    'discovery.kubernetes "pods" {',
    '  role = "pod"',
    "  selectors {",
    '    role = "pod"',
    '    field = "spec.nodeName=" + sys.env("NODE_NAME")',
    "  }",
    "}",
    'discovery.relabel "pods" {',
    "  targets = discovery.kubernetes.pods.targets",
    label("namespace", "namespace") + label("pod_name", "pod") + label("pod_container_name", "container") + "}",
    'loki.source.kubernetes "pods" {',
    "  targets = discovery.relabel.pods.output",
    "  forward_to = [loki.write.store.receiver]",
    "}",
    'loki.write "store" {',
    `  endpoint {\n    url = "${pushUrl}"\n  }`,
    "}",
    "",
  ].join("\n");
}
