/** One field that DCGM's exporter shall collect: name, Prometheus type, and what it means. */
type DcgmMetric = readonly [field: string, type: "gauge" | "counter" | "label", meaning: string];

/**
 * Fields that the factory's rules and dashboards read. The exporter's own list leaves out throttling, ECC errors and the
 * tensor pipe. Names and units: etc/dcp-metrics-included.csv of NVIDIA/dcgm-exporter.
 */
const metrics: readonly DcgmMetric[] = [
  ["DCGM_FI_DEV_SM_CLOCK", "gauge", "SM clock frequency (in MHz)"],
  ["DCGM_FI_DEV_GPU_TEMP", "gauge", "GPU temperature (in C)"],
  ["DCGM_FI_DEV_MEMORY_TEMP", "gauge", "Memory temperature (in C)"],
  ["DCGM_FI_DEV_POWER_USAGE", "gauge", "Power draw (in W)"],
  ["DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION", "counter", "Energy since boot (in mJ)"],
  ["DCGM_FI_DEV_PCIE_REPLAY_COUNTER", "counter", "PCIe retries"],
  ["DCGM_FI_DEV_GPU_UTIL", "gauge", "GPU utilization (in %)"],
  ["DCGM_FI_DEV_XID_ERRORS", "gauge", "Last XID error; 0 for none"],
  ["DCGM_FI_DEV_POWER_VIOLATION", "counter", "Throttling by power limit (in ns)"],
  ["DCGM_FI_DEV_THERMAL_VIOLATION", "counter", "Throttling by temperature (in ns)"],
  ["DCGM_FI_DEV_FB_FREE", "gauge", "Memory free (in MiB)"],
  ["DCGM_FI_DEV_FB_USED", "gauge", "Memory used (in MiB)"],
  ["DCGM_FI_DEV_ECC_SBE_VOL_TOTAL", "counter", "Single-bit ECC errors since boot"],
  ["DCGM_FI_DEV_ECC_DBE_VOL_TOTAL", "counter", "Double-bit ECC errors since boot"],
  ["DCGM_FI_DEV_UNCORRECTABLE_REMAPPED_ROWS", "counter", "Rows remapped for uncorrectable errors"],
  ["DCGM_FI_DEV_ROW_REMAP_FAILURE", "gauge", "Whether remapping of rows has failed"],
  ["DCGM_FI_DEV_NVLINK_BANDWIDTH_TOTAL", "counter", "NVLink bandwidth of all lanes"],
  ["DCGM_FI_PROF_GR_ENGINE_ACTIVE", "gauge", "Share of time that the engine is active"],
  ["DCGM_FI_PROF_PIPE_TENSOR_ACTIVE", "gauge", "Share of cycles that the tensor pipe is active"],
  ["DCGM_FI_PROF_DRAM_ACTIVE", "gauge", "Share of cycles that the memory interface is active"],
  ["DCGM_FI_DRIVER_VERSION", "label", "Driver version"],
];

/** The list as the exporter reads it. */
export const dcgmMetricsCsv: string = metrics.map((metric) => `${metric.join(", ")}.\n`).join("");

/** Names of the fields. */
export const dcgmMetricNames: readonly string[] = metrics.map(([field]) => field);
