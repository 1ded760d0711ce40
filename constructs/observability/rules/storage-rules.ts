import { alert, type RuleGroup } from "./rule";

/** Volumes of pods and disks of nodes. Metrics: kubelet and node exporter. */
export function storageRules(): RuleGroup {
  const volume = "Volume {{ $labels.namespace }}/{{ $labels.persistentvolumeclaim }}";
  const free = "kubelet_volume_stats_available_bytes / kubelet_volume_stats_capacity_bytes";
  const scratch = 'node_filesystem_avail_bytes{fstype!~"tmpfs|overlay"} / node_filesystem_size_bytes';
  return {
    name: "factory-storage",
    rules: [
      alert("critical", "FilesystemAlmostFull", `${free} < 0.05`, {
        for: "5m",
        summary: `${volume} is more than 95 % full`,
        description: "Checkpoints fail when it is full. Delete old ones, release cold data, or enlarge it.",
      }),
      alert(
        "warning",
        "FilesystemFillsWithinFourHours",
        `${free} < 0.4 and predict_linear(kubelet_volume_stats_available_bytes[1h], 4 * 3600) < 0`,
        {
          for: "15m",
          summary: `${volume} will be full within four hours`,
          description: "At the rate of the last hour. Look for a job that keeps every checkpoint.",
        },
      ),
      alert(
        "warning",
        "FilesystemFilesAlmostUsedUp",
        "kubelet_volume_stats_inodes_free / kubelet_volume_stats_inodes < 0.05",
        {
          for: "15m",
          summary: `${volume} has hardly any files left`,
          description: "Pack small files into shards, or enlarge it.",
        },
      ),
      alert("warning", "NodeScratchAlmostFull", `${scratch} < 0.05`, {
        for: "10m",
        summary: "{{ $labels.mountpoint }} of {{ $labels.instance }} is 95 % full",
        description: "Pods on the node will be evicted. Clean caches and images.",
      }),
    ],
  };
}
