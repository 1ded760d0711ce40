import type { KubernetesObject } from "./platform-component";

/**
 * Where the figures of a filesystem are in the metrics of one exporter. Each is an expression of PromQL with one series for
 * each value of the label `filesystem`.
 */
export interface FilesystemMetrics {
  /** Exporter and version that has metrics of these names. */
  readonly exporter: string;
  /** Share of the capacity that is used, 0 to 1. @default - no metric says it */
  readonly usedShare?: string;
  /** Share of the fullest storage target that is used, 0 to 1: a file that lies there cannot grow. @default - no metric says it */
  readonly fullestTargetShare?: string;
  /** What clients move, bytes per second, by direction: `read`, `write`, or `both` where only the sum has a limit. */
  readonly bytesPerSecond: Readonly<Record<string, string>>;
  /** What they may move, bytes per second, by direction, where a metric says it. @default - what was provisioned */
  readonly plannedBytesPerSecond?: Readonly<Record<string, string>>;
  /** Metadata operations per second. @default - no metric says it */
  readonly metadataOperationsPerSecond?: string;
  /** Share of what the metadata service can do, 0 to 1, where a metric says it. @default - by the provisioned operations */
  readonly metadataShare?: string;
  /** Number of storage targets or servers that answer: fewer than in the last day are an alert. @default - no metric says it */
  readonly answeringTargets?: string;
  /** Number of servers or devices that are known to have failed. @default - no metric says it */
  readonly failed?: string;
  /** Clients that the servers threw out. @default - no metric says it */
  readonly evictedClients?: string;
}

/** What is to be built for an exporter. */
export interface ExporterParts {
  /** What starts it, and what tells Prometheus of it. */
  readonly manifests: readonly KubernetesObject[];
  /** Images that the objects name. */
  readonly images: readonly string[];
}

/** The exporter that says how a filesystem does: at its servers, or started on the cluster. */
export interface IFilesystemExporter {
  /** Where the filesystem's figures are in its metrics. */
  readonly metrics: FilesystemMetrics;
  /** What collects it, and starts it where the servers do not. `name` is the objects', `filesystem` the label's value. */
  parts(place: { readonly name: string; readonly namespace: string; readonly filesystem: string }): ExporterParts;
}
