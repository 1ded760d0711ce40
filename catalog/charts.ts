import stored from "./data/charts.json";
import type { Confidence, Dated } from "./dated";
import { Table, UnknownNameError } from "./lookup";

/** How a Kubernetes component is published. */
export type ChartKind = "helm" | "manifest" | "kustomize" | "managed" | "cli";

/** A Kubernetes component with the version the catalogue pins. */
export interface Chart extends Dated {
  /** `gpu-operator`. */
  readonly id: string;
  /** What it is for: `scheduling`, `storage` … */
  readonly category: string;
  /** How it is installed: a chart, manifests, or nothing at all. */
  readonly kind: ChartKind;
  /**
   * What Terraform's `helm_release` takes as `repository`: an https URL or `oci://…` without the chart's name.
   * @default - no Helm chart
   */
  readonly repository?: string;
  /** Name of the chart within the repository. @default - no Helm chart */
  readonly chart?: string;
  /** Version of the chart. @default - none found: a user must name one */
  readonly version?: string;
  /** Version of the software that the chart installs. @default - not stated by the chart */
  readonly appVersion?: string;
  /** Constraint on the Kubernetes version, as the chart states it. */
  readonly kubeVersion?: string;
  /** Namespace that it is usually installed in. @default - the component is not installed in a namespace of its own */
  readonly namespace?: string;
  /** Whether the namespace is a habit of users rather than a default of the chart. */
  readonly namespaceIsConvention: boolean;
  /** Resources the component offers to pods. */
  readonly extendedResources: readonly string[];
  /** Version that NVIDIA's AI Cluster Runtime pins. */
  readonly aicrTestedVersion?: string;
  /** Keys that were found in the chart's own values. */
  readonly keyValuesVerified: readonly string[];
  /** What else a reader should know. */
  readonly notes?: string;
  /** How sure the figures are. */
  readonly confidence: Confidence;
}

const table = new Table("chart", (stored as unknown as { rows: readonly Chart[] }).rows, (row) => row.id);

/** All components. */
export function charts(): readonly Chart[] {
  return table.rows;
}

/** The component of that id, or undefined. */
export function findChart(id: string): Chart | undefined {
  return table.find(id);
}

/** The component of that id. @throws UnknownNameError */
export function chart(id: string): Chart {
  return table.get(id);
}

/** A component that is a Helm chart with everything a release needs. */
export type HelmChart = Chart & Required<Pick<Chart, "repository" | "chart" | "version" | "namespace">>;

/**
 * The Helm chart of that id, with repository, chart, version and namespace.
 *
 * @throws UnknownNameError where there is no such component, or where it cannot be installed by Helm as it stands: it
 * is no chart, or no version of it is known (the reason says which)
 */
export function helmChart(id: string): HelmChart {
  const row = chart(id);
  const missing = (["repository", "chart", "version", "namespace"] as const).filter(
    (field) => row[field] === undefined,
  );
  if (missing.length === 0) return row as HelmChart;
  const reason =
    row.kind === "helm"
      ? `the catalogue has no ${missing.join(", ")} for it; name one`
      : `it is published as '${row.kind}', not as a Helm chart`;
  throw new UnknownNameError("Helm chart", id, [], reason);
}
