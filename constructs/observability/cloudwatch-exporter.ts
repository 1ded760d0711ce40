import { containerImage } from "../../catalog";
import { throwErrors } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { IPlatformComponent, PolicyStatement } from "../contracts";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import type { IEfsSharedHome, ILustreFilesystem } from "../storage";
import { efsCsiDriver, elasticCapacityGiB } from "../storage/csi";
import { efsMetrics, fsxLustreMetrics } from "./filesystem-metrics";
import { checkPlannedShare } from "./planned-share";
import { ruleObject } from "./rule-object";
import { filesystemRules, type WatchedFilesystem } from "./rules/filesystem-rules";
import type { RuleGroup } from "./rules/rule";

export interface CloudWatchExporterProps extends Omit<ComponentOptions, "namespace"> {
  /** Filesystems whose metrics are fetched: FSx for Lustre and EFS. At least one. */
  readonly filesystems: readonly (ILustreFilesystem | IEfsSharedHome)[];
  /** Region of the filesystems; no other is asked. */
  readonly region: string;
  /** Collects the metrics, evaluates the rules, and brings their definitions. */
  readonly monitoring: IPlatformComponent;
  /** Share of the provisioned throughput and metadata operations above which somebody is told. @default 0.8 */
  readonly plannedShare?: number;
}

/** Namespace and service account of the exporter: what its AWS identity is bound to. */
export const cloudWatchExporterAccount = {
  namespace: "monitoring",
  serviceAccountName: "cloudwatch-exporter",
} as const;

/**
 * Figures and alerts of FSx for Lustre and EFS, from CloudWatch by Prometheus' own exporter. It needs an AWS identity with
 * `cloudWatchExporterStatements`, and reaches the region's endpoint `monitoring` and no other. Names of the filesystems
 * are the label `filesystem`; the rules measure by what was provisioned.
 *
 * @throws FactoryError where there is no filesystem, or the share is none
 */
export class CloudWatchExporter extends PlatformComponent {
  /** The rules, by group. */
  readonly groups: readonly RuleGroup[];

  constructor(props: CloudWatchExporterProps) {
    const name = props.name ?? "cloudwatch-exporter";
    const { filesystems, region, plannedShare = 0.8 } = props;
    throwErrors([...checkFilesystems(filesystems, name), ...checkPlannedShare(plannedShare, name)]);
    const { namespace, serviceAccountName } = cloudWatchExporterAccount;
    const image = containerImage("cloudwatch-exporter");
    const [repository, tag] = image.split(":");
    const groups = [filesystemRules(filesystems.map(watched), plannedShare)];
    super(
      {
        chartId: "prometheus-cloudwatch-exporter",
        name,
        namespace,
        values: {
          fullnameOverride: name,
          image: { repository, tag },
          serviceAccount: { create: true, name: serviceAccountName, automountServiceAccountToken: false },
          rbac: { create: false },
          config: JSON.stringify(configuration(region, filesystems), undefined, 2),
          // Without its own identity it must not fall back to the node's.
          extraEnv: [{ name: "AWS_EC2_METADATA_DISABLED", value: "true" }],
          serviceMonitor: {
            enabled: true,
            interval: "60s",
            timeout: "45s",
            metricRelabelings: filesystems.map(({ fileSystemId, filesystemName }) => ({
              sourceLabels: ["file_system_id"],
              regex: fileSystemId,
              targetLabel: "filesystem",
              replacement: filesystemName,
            })),
          },
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65534,
            fsGroup: 65534,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
          resources: { requests: { cpu: "50m", memory: "256Mi" }, limits: { memory: "512Mi" } },
          tolerations: systemTolerations,
        },
        manifests: groups.map((group) => ruleObject(group, namespace)),
        images: [image],
        provides: ["filesystem-rules"],
        dependsOn: [props.monitoring],
      },
      props,
    );
    this.groups = groups;
  }
}

/**
 * What the exporter may do. CloudWatch knows no resources in permissions; the region is what bounds it.
 *
 * Source: README.md of prometheus/cloudwatch_exporter; ListMetrics is not asked where every dimension is given.
 */
export function cloudWatchExporterStatements(region: string): readonly PolicyStatement[] {
  return [
    {
      sid: "ReadMetrics",
      actions: ["cloudwatch:GetMetricStatistics"],
      resources: ["*"],
      conditions: { StringEquals: { "aws:RequestedRegion": region } },
    },
  ];
}

type Filesystem = CloudWatchExporterProps["filesystems"][number];

function isEfs(filesystem: Filesystem): filesystem is IEfsSharedHome {
  return filesystem.volumeSource.driver === efsCsiDriver;
}

function watched(filesystem: Filesystem): WatchedFilesystem {
  const { filesystemName } = filesystem;
  if (isEfs(filesystem)) return { filesystemName, metrics: efsMetrics };
  const { readMBps, metadataIops } = filesystem;
  const { capacityGiB } = filesystem.volumeSource;
  return {
    filesystemName,
    metrics: fsxLustreMetrics,
    capacityGiB: capacityGiB === elasticCapacityGiB ? undefined : capacityGiB,
    // Reads and writes share the servers' throughput.
    plannedMBps: { both: readMBps },
    metadataIops,
  };
}

/** Statistics by metric; the single dimension of each is FileSystemId. */
const lustreStatistics = {
  DataReadBytes: ["Sum"],
  DataWriteBytes: ["Sum"],
  MetadataOperations: ["Sum"],
  FreeDataStorageCapacity: ["Sum", "Minimum", "SampleCount"],
} as const;

const efsStatistics = {
  DataReadIOBytes: ["Sum"],
  DataWriteIOBytes: ["Sum"],
  MeteredIOBytes: ["Sum"],
  PermittedThroughput: ["Average"],
  PercentIOLimit: ["Maximum"],
} as const;

/**
 * YAML, of which JSON is a part. Values are those of the newest whole minute, given as of now: under their own time
 * Prometheus would find them too old.
 */
function configuration(region: string, filesystems: readonly Filesystem[]) {
  const of = (namespace: string, statistics: Readonly<Record<string, readonly string[]>>, ids: readonly string[]) =>
    ids.length === 0
      ? []
      : Object.entries(statistics).map(([metric, names]) => ({
          aws_namespace: namespace,
          aws_metric_name: metric,
          aws_dimensions: ["FileSystemId"],
          aws_dimension_select: { FileSystemId: ids },
          aws_statistics: names,
        }));
  const ids = (wanted: boolean) =>
    filesystems.filter((each) => isEfs(each) === wanted).map(({ fileSystemId }) => fileSystemId);
  return {
    region,
    period_seconds: 60,
    delay_seconds: 120,
    range_seconds: 600,
    set_timestamp: false,
    metrics: [...of("AWS/FSx", lustreStatistics, ids(false)), ...of("AWS/EFS", efsStatistics, ids(true))],
  };
}

function checkFilesystems(filesystems: readonly Filesystem[], path: string): Finding[] {
  if (filesystems.length > 0) return [];
  return [
    {
      rule: "PLT-152-filesystem-exporter",
      severity: "error",
      verdict: "fail",
      path: `${path}.filesystems`,
      message: "there is no filesystem to watch",
      given: [],
      allowed: "at least one filesystem",
      fix: "name a filesystem, or leave the exporter out",
    },
  ];
}
