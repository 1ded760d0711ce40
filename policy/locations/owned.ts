import { regionAttributes, typeFacts } from "./schema";

/** Attributes that name something elsewhere by ARN or name, the rule that judges them, and what they name. */
export interface ReferringAttribute {
  readonly rule: string;
  readonly type: string;
  readonly path: string;
  readonly what: string;
}

const row = (rule: string, type: string, path: string, what: string): ReferringAttribute => ({
  rule,
  type,
  path,
  what,
});
const objects = "SOV-RES-04-object-copies";
const replicas = "SOV-RES-05-replicas";
const backups = "SOV-RES-06-backup-copies";
const artefacts = "SOV-RES-07-artefact-distribution";
const records = "SOV-RES-08-logs-and-findings";

/** The table of attributes that carry a place in a name only. */
export const referringAttributes: readonly ReferringAttribute[] = [
  row(objects, "aws_s3_bucket_replication_configuration", "rule.destination.bucket", "the replica's bucket"),
  row(objects, "aws_s3_bucket", "replication_configuration.rules.destination.bucket", "the replica's bucket"),
  row(objects, "aws_s3_bucket_inventory", "destination.bucket.bucket_arn", "the inventory's bucket"),
  row(
    objects,
    "aws_s3_bucket_analytics_configuration",
    "storage_class_analysis.data_export.destination.s3_bucket_destination.bucket_arn",
    "the analysis's bucket",
  ),
  row(
    objects,
    "aws_s3control_storage_lens_configuration",
    "storage_lens_configuration.data_export.s3_bucket_destination.arn",
    "the lens's bucket",
  ),
  row(
    objects,
    "aws_s3tables_table_bucket_replication",
    "rule.destination.destination_table_bucket_arn",
    "the replica's table bucket",
  ),
  row(
    objects,
    "aws_s3tables_table_replication",
    "rule.destination.destination_table_bucket_arn",
    "the replica's table bucket",
  ),
  row(objects, "aws_datasync_location_s3", "s3_bucket_arn", "the bucket of the transfer"),
  row(objects, "aws_datasync_task", "destination_location_arn", "the destination of the transfer"),
  row(objects, "aws_datasync_task", "source_location_arn", "the source of the transfer"),
  row(objects, "aws_s3control_multi_region_access_point", "details.region.bucket", "the access point's bucket"),
  row(replicas, "aws_db_instance", "replicate_source_db", "the replicated database"),
  row(replicas, "aws_rds_cluster", "replication_source_identifier", "the replicated cluster"),
  row(replicas, "aws_dynamodb_table_replica", "global_table_arn", "the replicated table"),
  row(replicas, "aws_mq_broker", "data_replication_primary_broker_arn", "the primary broker"),
  row(replicas, "aws_msk_replicator", "kafka_cluster.amazon_msk_cluster.msk_cluster_arn", "the replicated cluster"),
  row(replicas, "aws_cloudwatch_event_endpoint", "event_bus.event_bus_arn", "the endpoint's bus"),
  row(replicas, "aws_elasticache_replication_group", "global_replication_group_id", "the global datastore"),
  row(replicas, "aws_dsql_cluster_peering", "clusters", "the peered cluster"),
  row(backups, "aws_backup_plan", "rule.copy_action.destination_vault_arn", "the vault of the copies"),
  row(backups, "aws_backup_plan", "rule.target_logically_air_gapped_backup_vault_arn", "the air-gapped vault"),
  row(
    backups,
    "aws_db_instance_automated_backups_replication",
    "source_db_instance_arn",
    "the database whose backups are copied",
  ),
  row(backups, "aws_ebs_snapshot_copy", "source_snapshot_id", "the copied snapshot"),
  row(artefacts, "aws_codepipeline", "artifact_store.location", "the pipeline's bucket"),
  row(records, "aws_cloudwatch_log_subscription_filter", "destination_arn", "the destination of the logs"),
  row(records, "aws_cloudwatch_log_destination", "target_arn", "the destination of the logs"),
  row(records, "aws_oam_link", "sink_identifier", "the sink of the metrics"),
  row(records, "aws_guardduty_publishing_destination", "destination_arn", "the destination of the findings"),
  row(records, "aws_cloudtrail", "s3_bucket_name", "the trail's bucket"),
  row(records, "aws_cloudtrail", "cloud_watch_logs_group_arn", "the trail's log group"),
  row(records, "aws_config_delivery_channel", "s3_bucket_name", "the bucket of the configuration history"),
  row(records, "aws_flow_log", "log_destination", "the destination of the flow logs"),
  row(records, "aws_s3_bucket_logging", "target_bucket", "the bucket of the access logs"),
  row(records, "aws_lb", "access_logs.bucket", "the bucket of the access logs"),
  row(records, "aws_kinesis_firehose_delivery_stream", "extended_s3_configuration.bucket_arn", "the stream's bucket"),
  row(
    records,
    "aws_networkfirewall_logging_configuration",
    "logging_configuration.log_destination_config.log_destination.bucketName",
    "the bucket of the firewall's logs",
  ),
  row(records, "aws_route53_resolver_query_log_config", "destination_arn", "the destination of the query logs"),
];

const byType = new Map<string, readonly ReferringAttribute[]>();
for (const entry of referringAttributes) byType.set(entry.type, [...(byType.get(entry.type) ?? []), entry]);

const owned = new Map<string, ReadonlySet<string>>();

/** Paths of a type that a rule of their own judges, so that the sweep of all texts need not say it again. */
export function ownedPaths(type: string): ReadonlySet<string> {
  let paths = owned.get(type);
  if (paths === undefined) {
    const classified = regionAttributes(type).filter(({ rule, kind }) => rule !== undefined && kind !== "flag");
    paths = new Set([
      "region",
      ...classified.map(({ path }) => path),
      ...regionAttributes(type)
        .filter(({ kind }) => kind === "inward" || kind === "not-a-place")
        .map(({ path }) => path),
      ...(typeFacts(type)?.key ?? []),
      // Judged by the rule of network paths.
      ...(type === "aws_vpc_endpoint" ? ["service_name"] : []),
      ...(byType.get(type) ?? []).map(({ path }) => path),
    ]);
    owned.set(type, paths);
  }
  return paths;
}
