import type { FilesystemMetrics } from "../../contracts";
import { alert, type AlertRule, type RecordingRule, type RuleGroup } from "./rule";

/** Names of the figures of shared filesystems; each series has the label `filesystem`, those of bytes `direction` as well. */
export const filesystemFigures = {
  usedShare: "factory:filesystem_used:ratio",
  fullestTargetShare: "factory:filesystem_fullest_target:ratio",
  bytesPerSecond: "factory:filesystem_bytes_per_second:sum",
  throughputShare: "factory:filesystem_throughput:ratio",
  metadataOperationsPerSecond: "factory:filesystem_metadata_operations_per_second:sum",
  metadataShare: "factory:filesystem_metadata:ratio",
  answeringTargets: "factory:filesystem_answering_targets:count",
  plannedBytes: "factory:filesystem_planned_bytes:sum",
  plannedBytesPerSecond: "factory:filesystem_planned_bytes_per_second:sum",
  plannedMetadataOperationsPerSecond: "factory:filesystem_planned_metadata_operations_per_second:sum",
} as const;

/** A filesystem, what says how it does, and what it was planned for. */
export interface WatchedFilesystem {
  readonly filesystemName: string;
  readonly metrics: FilesystemMetrics;
  /** @default - not known: no figure needs it, or none is recorded */
  readonly capacityGiB?: number;
  /** Decimal megabytes per second, by the directions of the metrics. @default - by the metrics alone */
  readonly plannedMBps?: Readonly<Record<string, number | undefined>>;
  /** @default - not known: no alert by metadata operations */
  readonly metadataIops?: number;
}

/**
 * Figures and alerts of shared filesystems, by what was planned for each.
 *
 * @param plannedShare share of the planned throughput and metadata operations above which somebody is told, 0 to 1
 */
export function filesystemRules(filesystems: readonly WatchedFilesystem[], plannedShare: number): RuleGroup {
  const planned = plans(filesystems);
  const recorded = [...planned, ...figures(filesystems, planned)];
  return {
    name: "factory-filesystems",
    interval: "1m",
    rules: [...recorded, ...alerts(filesystems, new Set(recorded.map(({ record }) => record)), plannedShare)],
  };
}

const f = filesystemFigures;

/** What was planned, as series: dashboards and alerts read them, nobody writes them twice. */
function plans(filesystems: readonly WatchedFilesystem[]): RecordingRule[] {
  return filesystems.flatMap(({ filesystemName: filesystem, capacityGiB, plannedMBps = {}, metadataIops }) => {
    const record = (name: string, value: number | undefined, labels = {}): RecordingRule[] =>
      value === undefined ? [] : [{ record: name, expr: `vector(${value})`, labels: { filesystem, ...labels } }];
    return [
      ...record(f.plannedBytes, capacityGiB === undefined ? undefined : capacityGiB * 2 ** 30),
      ...Object.entries(plannedMBps).flatMap(([direction, mbps]) =>
        record(f.plannedBytesPerSecond, mbps === undefined ? undefined : mbps * 1e6, { direction }),
      ),
      ...record(f.plannedMetadataOperationsPerSecond, metadataIops),
    ];
  });
}

function figures(filesystems: readonly WatchedFilesystem[], planned: readonly RecordingRule[]): RecordingRule[] {
  const metrics = [...new Set(filesystems.map((each) => each.metrics))];
  const recordAny = (record: string, exprs: readonly (string | undefined)[], labels?: Record<string, string>) => {
    const given = [...new Set(exprs.filter((expr) => expr !== undefined))];
    return given.length === 0
      ? []
      : [{ record, expr: given.join(" or "), ...(labels === undefined ? {} : { labels }) }];
  };
  const byDirection = (record: string, of: (each: FilesystemMetrics) => Readonly<Record<string, string>> | undefined) =>
    [...new Set(metrics.flatMap((each) => Object.keys(of(each) ?? {})))].flatMap((direction) =>
      recordAny(
        record,
        metrics.map((each) => of(each)?.[direction]),
        { direction },
      ),
    );
  const isPlanned = (name: string) => planned.some(({ record }) => record === name);
  const operations = metrics.map((each) => each.metadataOperationsPerSecond);
  return [
    ...recordAny(
      f.usedShare,
      metrics.map(({ usedShare }) => usedShare),
    ),
    ...recordAny(
      f.fullestTargetShare,
      metrics.map(({ fullestTargetShare }) => fullestTargetShare),
    ),
    ...byDirection(f.bytesPerSecond, ({ bytesPerSecond }) => bytesPerSecond),
    ...byDirection(f.plannedBytesPerSecond, ({ plannedBytesPerSecond }) => plannedBytesPerSecond),
    ...recordAny(f.throughputShare, [
      isPlanned(f.plannedBytesPerSecond) || metrics.some((each) => each.plannedBytesPerSecond !== undefined)
        ? `${f.bytesPerSecond} / on (filesystem, direction) (${f.plannedBytesPerSecond} > 0)`
        : undefined,
    ]),
    ...recordAny(f.metadataOperationsPerSecond, operations),
    ...recordAny(f.metadataShare, [
      isPlanned(f.plannedMetadataOperationsPerSecond)
        ? `${f.metadataOperationsPerSecond} / on (filesystem) ${f.plannedMetadataOperationsPerSecond}`
        : undefined,
      ...metrics.map(({ metadataShare }) => metadataShare),
    ]),
    ...recordAny(
      f.answeringTargets,
      metrics.map(({ answeringTargets }) => answeringTargets),
    ),
  ];
}

/** Alerts about what is recorded, and about what the exporters say by themselves. */
function alerts(
  filesystems: readonly WatchedFilesystem[],
  recorded: ReadonlySet<string>,
  plannedShare: number,
): AlertRule[] {
  const filesystem = "Filesystem {{ $labels.filesystem }}";
  const share = "{{ $value | humanizePercentage }}";
  const any = (of: (metrics: FilesystemMetrics) => string | undefined) =>
    [...new Set(filesystems.flatMap(({ metrics }) => of(metrics) ?? []))].join(" or ");
  const failed = any((metrics) => metrics.failed);
  const evicted = any((metrics) => metrics.evictedClients);
  const silent = filesystems
    .map(({ filesystemName }) => `absent(${f.bytesPerSecond}{filesystem="${filesystemName}"})`)
    .join(" or ");
  const of = (figure: string, rules: readonly AlertRule[]) => (recorded.has(figure) ? rules : []);
  return [
    ...of(f.usedShare, [
      alert("warning", "SharedFilesystemFills", `${f.usedShare} > 0.85`, {
        for: "15m",
        summary: `${filesystem} is more than 85 % full`,
        description: "Targets fill unevenly from here on. Release or delete old checkpoints, or enlarge it.",
      }),
      alert("critical", "SharedFilesystemAlmostFull", `${f.usedShare} > 0.95`, {
        for: "5m",
        summary: `${filesystem} is more than 95 % full`,
        description: "Checkpoints of every job fail when it is full. Release or delete old ones now, or enlarge it.",
      }),
    ]),
    ...of(f.fullestTargetShare, [
      alert("warning", "SharedFilesystemTargetAlmostFull", `${f.fullestTargetShare} > 0.95`, {
        for: "15m",
        summary: `A storage target of ${filesystem} is more than 95 % full`,
        description:
          "Files that lie on it cannot grow, however much is free elsewhere. Stripe large files, or move them.",
      }),
    ]),
    ...of(f.throughputShare, [
      alert("warning", "SharedFilesystemThroughputSaturated", `${f.throughputShare} > ${plannedShare}`, {
        for: "15m",
        summary: `${filesystem} moves ${share} of its planned throughput ({{ $labels.direction }})`,
        description: "Accelerators wait for data. Look for the job that reads or writes most, or provision more.",
      }),
    ]),
    ...of(f.metadataShare, [
      alert("warning", "SharedFilesystemMetadataSaturated", `${f.metadataShare} > ${plannedShare}`, {
        for: "15m",
        summary: `${filesystem} is at ${share} of its planned metadata operations`,
        description:
          "Opening and listing files waits. Look for a job with many small files, pack them, or provision more.",
      }),
    ]),
    ...of(f.answeringTargets, [
      alert(
        "critical",
        "SharedFilesystemTargetsMissing",
        `${f.answeringTargets} < max_over_time(${f.answeringTargets}[1d])`,
        {
          for: "5m",
          summary: `Only {{ $value }} targets or servers of ${filesystem} answer`,
          description: "There were more within a day. Files that lie on the others cannot be read.",
        },
      ),
    ]),
    ...(failed === ""
      ? []
      : [
          alert("critical", "SharedFilesystemServerFailed", `(${failed}) > 0`, {
            for: "2m",
            summary: `{{ $value }} servers or devices of ${filesystem} have failed`,
            description: "Look at the servers that stand behind it; clients may hang until another takes over.",
          }),
        ]),
    ...(evicted === ""
      ? []
      : [
          alert("warning", "SharedFilesystemClientsEvicted", `(${evicted}) > 0`, {
            summary: `${filesystem} threw clients out`,
            description: "What they had not written is lost. Look at the nodes' network, and at jobs that hang.",
          }),
        ]),
    alert("warning", "SharedFilesystemMetricsMissing", silent, {
      for: "15m",
      summary: `${filesystem} has no metrics`,
      description: "No alert about it can fire. Look at its exporter.",
    }),
  ];
}
