import type { FilesystemMetrics } from "../contracts";
import { filesystemFigures } from "./rules/filesystem-rules";

const { plannedBytes } = filesystemFigures;
const byFilesystem = (metric: string) => `sum by (filesystem) (${metric})`;
const max = (metric: string) => `max by (filesystem) (${metric})`;
const perSecond = (metric: string) => byFilesystem(`rate(${metric}[5m])`);
/** CloudWatch gives the sum of one minute. */
const perMinute = (metric: string) => `max by (filesystem) (${metric}) / 60`;

/**
 * FSx for Lustre by CloudWatch. Statistics are over the storage targets: their sum, the smallest, and how many there are.
 *
 * Source: FSx for Lustre User Guide, metrics and dimensions (the statistics of free capacity in its public source at
 * awsdocs/amazon-fsx-lustre-user-guide b646de7, monitoring-cloudwatch.md); names as
 * prometheus/cloudwatch_exporter v0.18.0 makes them.
 */
export const fsxLustreMetrics: FilesystemMetrics = {
  exporter: "prometheus/cloudwatch_exporter v0.18.0, AWS/FSx",
  usedShare: `1 - ${max("aws_fsx_free_data_storage_capacity_sum")} / on (filesystem) ${plannedBytes}`,
  fullestTargetShare:
    `1 - ${max("aws_fsx_free_data_storage_capacity_minimum * aws_fsx_free_data_storage_capacity_sample_count")}` +
    ` / on (filesystem) ${plannedBytes}`,
  bytesPerSecond: {
    read: perMinute("aws_fsx_data_read_bytes_sum"),
    write: perMinute("aws_fsx_data_write_bytes_sum"),
    both: perMinute("aws_fsx_data_read_bytes_sum + aws_fsx_data_write_bytes_sum"),
  },
  metadataOperationsPerSecond: perMinute("aws_fsx_metadata_operations_sum"),
  answeringTargets: max("aws_fsx_free_data_storage_capacity_sample_count"),
};

/**
 * EFS by CloudWatch: throughput as EFS meters it, against what it permits at the time.
 *
 * Source: EFS User Guide, CloudWatch metrics; names as prometheus/cloudwatch_exporter v0.18.0 makes them.
 */
export const efsMetrics: FilesystemMetrics = {
  exporter: "prometheus/cloudwatch_exporter v0.18.0, AWS/EFS",
  bytesPerSecond: {
    read: perMinute("aws_efs_data_read_iobytes_sum"),
    write: perMinute("aws_efs_data_write_iobytes_sum"),
    both: perMinute("aws_efs_metered_iobytes_sum"),
  },
  plannedBytesPerSecond: { both: max("aws_efs_permitted_throughput_average") },
  metadataShare: `${max("aws_efs_percent_iolimit_maximum")} / 100`,
};

/**
 * Servers of Lustre by Whamcloud's exporter, which runs on each of them.
 *
 * Source: whamcloud/lustrefs-exporter 0.12.6, `register_metric` of its modules and the snapshots of its tests.
 */
export const lustreServerMetrics: FilesystemMetrics = {
  exporter: "whamcloud/lustrefs-exporter 0.12.6",
  usedShare:
    `1 - ${byFilesystem('lustre_available_kilobytes{component="ost"}')}` +
    ` / ${byFilesystem('lustre_capacity_kilobytes{component="ost"}')}`,
  fullestTargetShare: max(
    '1 - lustre_available_kilobytes{component="ost"} / lustre_capacity_kilobytes{component="ost"}',
  ),
  bytesPerSecond: {
    read: perSecond('lustre_read_bytes_total{component="ost"}'),
    write: perSecond('lustre_write_bytes_total{component="ost"}'),
  },
  metadataOperationsPerSecond: perSecond('lustre_stats_total{component="mdt"}'),
  answeringTargets: 'count by (filesystem) (lustre_capacity_kilobytes{component=~"ost|mdt"})',
  // A server that is down says nothing, and neither does its exporter.
  failed: 'count by (filesystem) (lustre_health_healthy == 0 or up{filesystem!=""} == 0)',
  // How many the last recovery of a target threw out: a rise is a new recovery that did.
  evictedClients: byFilesystem("delta(recovery_status_evicted_clients[15m]) > 0"),
};

/**
 * WEKA by its maker's exporter; throughput and operations are those of the whole cluster.
 *
 * Source: weka/export 401fa6f, collector.py.
 *
 * @param wekaFilesystem name of the filesystem in WEKA
 */
export function wekaMetrics(wekaFilesystem: string): FilesystemMetrics {
  const activity = "weka_overview_activity";
  return {
    exporter: "weka/export 20260212",
    usedShare: `${max(`weka_fs{name="${wekaFilesystem}", stat="total_percent_used"}`)} / 100`,
    bytesPerSecond: {
      read: max(`${activity}_read_bytespersec`),
      write: max(`${activity}_write_bytespersec`),
    },
    metadataOperationsPerSecond: max(`${activity}_ops - ${activity}_read_iops - ${activity}_write_iops`),
    answeringTargets: max("weka_num_servers_active"),
    failed: max("weka_num_drives_total - weka_num_drives_active"),
  };
}

/**
 * VAST by the exporter within its management system; the figures are those of the whole cluster.
 *
 * Source: vast-data/vast-grafana-dashboards 3ec027f, README.md and dashboards 5.2.0 to 5.4.1.
 */
export const vastMetrics: FilesystemMetrics = {
  exporter: "VAST management system 5.2",
  usedShare: `${max("vast_cluster_physical_space_in_use")} / ${max("vast_cluster_physical_space")}`,
  bytesPerSecond: {
    read: perSecond('vast_cluster_metrics_ProtoMetrics_read_size_sum{proto_name="ProtoAll"}'),
    write: perSecond('vast_cluster_metrics_ProtoMetrics_write_size_sum{proto_name="ProtoAll"}'),
  },
  metadataOperationsPerSecond:
    `${max('vast_cluster_metrics_ProtoMetrics_rd_md_iops{proto_name="ProtoAll"}')}` +
    ` + ${max('vast_cluster_metrics_ProtoMetrics_wr_md_iops{proto_name="ProtoAll"}')}`,
  failed: `${byFilesystem("vast_cnode_failed")} + ${byFilesystem("vast_dnode_failed")}`,
};
