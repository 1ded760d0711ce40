import { alert, type RuleGroup } from "./rule";

/**
 * XIDs that a job causes by itself and that say nothing about the hardware: 13 graphics engine exception, 31 memory page
 * fault, 43 stopped processing, 45 preemptive cleanup (NVIDIA's XID catalogue).
 */
const applicationXids = [13, 31, 43, 45];

/** Errors and heat of NVIDIA GPUs, and collectives that hang. Metrics: DCGM exporter with `dcgmMetricsCsv`. */
export function acceleratorRules(): RuleGroup {
  const gpu = "GPU {{ $labels.gpu }} of {{ $labels.Hostname }}";
  const ofTheJob = applicationXids.map((xid) => `DCGM_FI_DEV_XID_ERRORS != ${xid}`).join(" and ");
  return {
    name: "factory-accelerators",
    rules: [
      alert("critical", "AcceleratorXid", `DCGM_FI_DEV_XID_ERRORS > 0 and ${ofTheJob}`, {
        summary: `${gpu} reported Xid {{ $value }}`,
        description: "An error of the hardware or the driver. Drain the node, run the diagnostics, and reset the GPU.",
      }),
      alert("critical", "AcceleratorDoubleBitEcc", "increase(DCGM_FI_DEV_ECC_DBE_VOL_TOTAL[15m]) > 0", {
        summary: `${gpu} had an uncorrectable memory error`,
        description: "Results of the job that ran on it are not to be trusted. Drain the node and reset the GPU.",
      }),
      alert("warning", "AcceleratorSingleBitEcc", "increase(DCGM_FI_DEV_ECC_SBE_VOL_TOTAL[1h]) > 100", {
        summary: `${gpu} corrects many memory errors`,
        description: "More than 100 in an hour. Plan a replacement, and look at its remapped rows.",
      }),
      alert("critical", "AcceleratorRowRemapFailed", "DCGM_FI_DEV_ROW_REMAP_FAILURE > 0", {
        summary: `${gpu} has no spare memory rows left`,
        description: "The GPU must be replaced.",
      }),
      alert("warning", "AcceleratorThermalThrottling", "rate(DCGM_FI_DEV_THERMAL_VIOLATION[5m]) / 1e9 > 0.05", {
        for: "10m",
        summary: `${gpu} is slowed down by heat`,
        description: "More than one twentieth of the time. Look at coolant, fans and inlet temperature of the rack.",
      }),
      alert(
        "warning",
        "CollectiveStalled",
        "avg by (namespace, pod) (DCGM_FI_DEV_GPU_UTIL) > 98" +
          ' and on (namespace, pod) avg by (namespace, pod) (DCGM_FI_PROF_PIPE_TENSOR_ACTIVE{pod!=""}) < 0.01',
        {
          for: "15m",
          summary: "Pod {{ $labels.namespace }}/{{ $labels.pod }} waits in a collective",
          description:
            "Its GPUs are busy and compute nothing, as NCCL's kernels are that wait for another rank. " +
            "Find the rank that is missing, and look at the fabric's alerts.",
        },
      ),
      alert("warning", "AcceleratorExporterDown", 'absent(DCGM_FI_DEV_GPU_TEMP) or up{job=~".*dcgm-exporter.*"} == 0', {
        for: "10m",
        summary: "GPU metrics are missing",
        description: "No alert about GPUs can fire. Look at the pods of the DCGM exporter.",
      }),
    ],
  };
}
