import {
  efsMetrics,
  fsxLustreMetrics,
  lustreServerMetrics,
  vastMetrics,
  wekaMetrics,
} from "../../constructs/observability";
import type { WatchedFilesystem } from "../../constructs/observability/rules/filesystem-rules";
import { silent, type RuleTest } from "./rule-tests";

/** One of each exporter: its expressions must be read, and stand beside the others. */
export const watchedFilesystems: readonly WatchedFilesystem[] = [
  {
    filesystemName: "scratch",
    metrics: fsxLustreMetrics,
    capacityGiB: 1200,
    plannedMBps: { both: 1000 },
    metadataIops: 6000,
  },
  { filesystemName: "home", metrics: efsMetrics },
  {
    filesystemName: "lustre",
    metrics: lustreServerMetrics,
    plannedMBps: { read: 1000, write: 500 },
    metadataIops: 100,
  },
  { filesystemName: "weka", metrics: wekaMetrics("default"), plannedMBps: { read: 80_000, write: undefined } },
  { filesystemName: "vast", metrics: vastMetrics, plannedMBps: { read: 40_000 } },
];

const gib = 2 ** 30;
const fsx = 'filesystem="scratch", file_system_id="fs-1"';
const efs = 'filesystem="home", file_system_id="fs-2"';
const ost = (index: number) =>
  `component="ost", target="fs-OST000${index}", filesystem="lustre", instance="oss${index}"`;
/** 85 % of 1,000 MB/s in a minute, of which half is written. */
const busyMinute = (0.85 * 1000e6 * 60) / 2;

export const filesystemRuleTests: readonly RuleTest[] = [
  {
    title: "FSx: reads and writes together above four fifths of what was provisioned, and a target that is full",
    interval: "1m",
    input_series: [
      { series: `aws_fsx_data_read_bytes_sum{${fsx}}`, values: `${busyMinute}x30` },
      { series: `aws_fsx_data_write_bytes_sum{${fsx}}`, values: `${busyMinute}x30` },
      { series: `aws_fsx_metadata_operations_sum{${fsx}}`, values: `${60 * 3000}x30` },
      { series: `aws_fsx_free_data_storage_capacity_sum{${fsx}}`, values: `${120 * gib}x30` },
      { series: `aws_fsx_free_data_storage_capacity_minimum{${fsx}}`, values: `${10 * gib}x30` },
      { series: `aws_fsx_free_data_storage_capacity_sample_count{${fsx}}`, values: "4x20 3x10" },
    ],
    promql_expr_test: [
      {
        expr: 'factory:filesystem_throughput:ratio{filesystem="scratch"}',
        eval_time: "10m",
        exp_samples: [
          { labels: 'factory:filesystem_throughput:ratio{filesystem="scratch", direction="both"}', value: 0.85 },
        ],
      },
      {
        expr: 'factory:filesystem_used:ratio{filesystem="scratch"}',
        eval_time: "10m",
        exp_samples: [{ labels: 'factory:filesystem_used:ratio{filesystem="scratch"}', value: 0.9 }],
      },
      {
        expr: 'factory:filesystem_metadata:ratio{filesystem="scratch"}',
        eval_time: "10m",
        exp_samples: [{ labels: 'factory:filesystem_metadata:ratio{filesystem="scratch"}', value: 0.5 }],
      },
    ],
    alert_rule_test: [
      silent("SharedFilesystemThroughputSaturated", "10m"),
      silent("SharedFilesystemMetadataSaturated", "20m"),
      silent("SharedFilesystemAlmostFull", "20m"),
      {
        eval_time: "20m",
        alertname: "SharedFilesystemThroughputSaturated",
        exp_alerts: [
          {
            exp_labels: { severity: "warning", filesystem: "scratch", direction: "both" },
            exp_annotations: {
              summary: "Filesystem scratch moves 85% of its planned throughput (both)",
              description: "Accelerators wait for data. Look for the job that reads or writes most, or provision more.",
            },
          },
        ],
      },
      {
        eval_time: "20m",
        alertname: "SharedFilesystemTargetAlmostFull",
        exp_alerts: [
          {
            exp_labels: { severity: "warning", filesystem: "scratch" },
            exp_annotations: {
              summary: "A storage target of Filesystem scratch is more than 95 % full",
              description:
                "Files that lie on it cannot grow, however much is free elsewhere. Stripe large files, or move them.",
            },
          },
        ],
      },
      {
        eval_time: "28m",
        alertname: "SharedFilesystemTargetsMissing",
        exp_alerts: [
          {
            exp_labels: { severity: "critical", filesystem: "scratch" },
            exp_annotations: {
              summary: "Only 3 targets or servers of Filesystem scratch answer",
              description: "There were more within a day. Files that lie on the others cannot be read.",
            },
          },
        ],
      },
    ],
  },
  {
    title: "EFS: what it meters, against what it permits at the time; a filesystem that says nothing is named",
    interval: "1m",
    input_series: [
      { series: `aws_efs_data_read_iobytes_sum{${efs}}`, values: `${60 * 300e6}x30` },
      { series: `aws_efs_data_write_iobytes_sum{${efs}}`, values: "0x30" },
      { series: `aws_efs_metered_iobytes_sum{${efs}}`, values: `${60 * 100e6}x30` },
      { series: `aws_efs_permitted_throughput_average{${efs}}`, values: "200000000x30" },
      { series: `aws_efs_percent_iolimit_maximum{${efs}}`, values: "20x30" },
      { series: 'weka_overview_activity_read_bytespersec{filesystem="weka", cluster="w"}', values: "1e9x30" },
      {
        series: 'vast_cluster_metrics_ProtoMetrics_read_size_sum{filesystem="vast", proto_name="ProtoAll"}',
        values: "0+6e9x30",
      },
      { series: `lustre_read_bytes_total{${ost(0)}}`, values: "0+6e9x30" },
    ],
    promql_expr_test: [
      {
        expr: 'factory:filesystem_throughput:ratio{direction!="write"}',
        eval_time: "20m",
        exp_samples: [
          { labels: 'factory:filesystem_throughput:ratio{filesystem="home", direction="both"}', value: 0.5 },
          { labels: 'factory:filesystem_throughput:ratio{filesystem="weka", direction="read"}', value: 0.0125 },
          { labels: 'factory:filesystem_throughput:ratio{filesystem="vast", direction="read"}', value: 0.0025 },
          { labels: 'factory:filesystem_throughput:ratio{filesystem="lustre", direction="read"}', value: 0.1 },
        ],
      },
      {
        expr: "factory:filesystem_metadata:ratio",
        eval_time: "20m",
        exp_samples: [{ labels: 'factory:filesystem_metadata:ratio{filesystem="home"}', value: 0.2 }],
      },
    ],
    alert_rule_test: [
      silent("SharedFilesystemThroughputSaturated", "25m"),
      {
        eval_time: "25m",
        alertname: "SharedFilesystemMetricsMissing",
        exp_alerts: [
          {
            exp_labels: { severity: "warning", filesystem: "scratch" },
            exp_annotations: {
              summary: "Filesystem scratch has no metrics",
              description: "No alert about it can fire. Look at its exporter.",
            },
          },
        ],
      },
    ],
  },
  {
    title: "Lustre: metadata above what was planned, a server that is down, and a recovery that threw clients out",
    interval: "1m",
    input_series: [
      { series: 'lustre_stats_total{component="mdt", operation="open", filesystem="lustre"}', values: "0+5400x30" },
      { series: 'lustre_stats_total{component="mdt", operation="close", filesystem="lustre"}', values: "0+600x30" },
      { series: 'up{job="filesystem-lustre", instance="oss0", filesystem="lustre"}', values: "1x30" },
      { series: 'up{job="filesystem-lustre", instance="oss1", filesystem="lustre"}', values: "1x10 0x20" },
      { series: 'lustre_health_healthy{instance="oss0", filesystem="lustre"}', values: "1x30" },
      { series: `recovery_status_evicted_clients{${ost(0)}}`, values: "0x20 3x10" },
      { series: `lustre_capacity_kilobytes{${ost(0)}}`, values: "1000x30" },
      { series: `lustre_available_kilobytes{${ost(0)}}`, values: "600x30" },
      { series: `lustre_capacity_kilobytes{${ost(1)}}`, values: "1000x30" },
      { series: `lustre_available_kilobytes{${ost(1)}}`, values: "20x30" },
    ],
    promql_expr_test: [
      {
        expr: 'factory:filesystem_used:ratio{filesystem="lustre"}',
        eval_time: "20m",
        exp_samples: [{ labels: 'factory:filesystem_used:ratio{filesystem="lustre"}', value: 0.69 }],
      },
      {
        expr: 'factory:filesystem_fullest_target:ratio{filesystem="lustre"}',
        eval_time: "20m",
        exp_samples: [{ labels: 'factory:filesystem_fullest_target:ratio{filesystem="lustre"}', value: 0.98 }],
      },
    ],
    alert_rule_test: [
      silent("SharedFilesystemServerFailed", "10m"),
      silent("SharedFilesystemClientsEvicted", "15m"),
      {
        eval_time: "25m",
        alertname: "SharedFilesystemMetadataSaturated",
        exp_alerts: [
          {
            exp_labels: { severity: "warning", filesystem: "lustre" },
            exp_annotations: {
              summary: "Filesystem lustre is at 100% of its planned metadata operations",
              description:
                "Opening and listing files waits. Look for a job with many small files, pack them, or provision more.",
            },
          },
        ],
      },
      {
        eval_time: "20m",
        alertname: "SharedFilesystemServerFailed",
        exp_alerts: [
          {
            exp_labels: { severity: "critical", filesystem: "lustre" },
            exp_annotations: {
              summary: "1 servers or devices of Filesystem lustre have failed",
              description: "Look at the servers that stand behind it; clients may hang until another takes over.",
            },
          },
        ],
      },
      {
        eval_time: "25m",
        alertname: "SharedFilesystemClientsEvicted",
        exp_alerts: [
          {
            exp_labels: { severity: "warning", filesystem: "lustre" },
            exp_annotations: {
              summary: "Filesystem lustre threw clients out",
              description: "What they had not written is lost. Look at the nodes' network, and at jobs that hang.",
            },
          },
        ],
      },
    ],
  },
];
