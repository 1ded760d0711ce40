import stored from "./data/compatibility.json";
import type { Dated } from "./dated";
import { Table } from "./lookup";

/** What must hold between components, their versions, the Kubernetes version and the hardware. */
export interface CompatibilityRule extends Dated {
  /** `dra-k8s-1.34`. */
  readonly id: string;
  /** How bad it is when the rule is broken. */
  readonly severity: "error" | "warning" | "info";
  /** The rule in words. */
  readonly rule: string;
  /** Ids of the charts it speaks about. */
  readonly charts: readonly string[];
  /** Lowest Kubernetes version that the rule asks for. @default - it asks for none */
  readonly minKubernetes?: string;
  /** Highest Kubernetes version that it allows. @default - it names none */
  readonly maxKubernetes?: string;
  /** Version of the first of `charts` to which it is limited: `26.4.0`. @default - every version */
  readonly chartVersion?: string;
  /** Lowest version of the first of `charts`. @default - it asks for none */
  readonly minChartVersion?: string;
}

const table = new Table(
  "compatibility rule",
  (stored as unknown as { rows: readonly CompatibilityRule[] }).rows,
  (row) => row.id,
);

/** All compatibility rules. */
export function compatibilityRules(): readonly CompatibilityRule[] {
  return table.rows;
}

/** The rule of that id. @throws UnknownNameError */
export function compatibilityRule(id: string): CompatibilityRule {
  return table.get(id);
}

/** The rules that speak about a chart. */
export function compatibilityRulesFor(chartId: string): readonly CompatibilityRule[] {
  return table.rows.filter((rule) => rule.charts.includes(chartId));
}
