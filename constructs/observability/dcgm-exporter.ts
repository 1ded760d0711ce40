import type { INodePool, IPlatformComponent } from "../contracts";
import { affinityTo, tolerationsOf } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { requirePools } from "../platform/pools";
import { dcgmMetricsCsv } from "./dcgm-metrics";

export interface DcgmExporterProps extends ComponentOptions {
  /** Pools of the cluster; the exporter runs on those with NVIDIA GPUs. At least one must have them. */
  readonly pools: readonly INodePool[];
  /** Collects the metrics, and brings the ServiceMonitor definition. */
  readonly monitoring: IPlatformComponent;
}

/**
 * NVIDIA DCGM exporter: utilisation, memory, temperature, power, NVLink and errors (Xid, ECC) of every GPU. The GPU
 * operator brings its own; install this one only beside `NvidiaDevicePlugin`. Stands in the namespace of the monitoring,
 * because its pods need the host's kubelet socket.
 *
 * @throws FactoryError where no pool has NVIDIA GPUs
 */
export class DcgmExporter extends PlatformComponent {
  constructor(props: DcgmExporterProps) {
    const pools = requirePools("dcgm-exporter", props.pools, {
      need: "NVIDIA GPUs",
      has: (pool) => pool.acceleratorVendor === "nvidia",
    });
    const repository = "nvcr.io/nvidia/k8s/dcgm-exporter";
    super(
      {
        chartId: "dcgm-exporter",
        namespace: props.monitoring.namespace,
        values: {
          image: { repository, tag },
          affinity: affinityTo(pools),
          tolerations: tolerationsOf(pools),
          serviceMonitor: { enabled: true, interval: "15s", honorLabels: true },
          kubernetes: { enablePodLabels: true },
          customMetrics: dcgmMetricsCsv,
        },
        images: [`${repository}:${tag}`],
        provides: ["dcgm-exporter"],
        dependsOn: [props.monitoring],
      },
      props,
    );
  }
}

// Chart 4.8.2, values.yaml.
const tag = "4.5.3-4.8.2-distroless";
