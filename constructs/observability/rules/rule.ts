/** How soon somebody must act: `critical` wakes a person, `warning` waits for the working day. */
export type AlertSeverity = "critical" | "warning";

/** A rule that tells somebody. */
export interface AlertRule {
  readonly alert: string;
  readonly expr: string;
  /** How long the condition must hold: `10m`. @default - at once */
  readonly for?: string;
  readonly labels: { readonly severity: AlertSeverity };
  readonly annotations: { readonly summary: string; readonly description: string };
}

/** A rule that keeps the result of an expression under a name. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
}

/** Rules that are evaluated together, in order. */
export interface RuleGroup {
  readonly name: string;
  /** @default - Prometheus' evaluation interval */
  readonly interval?: string;
  readonly rules: readonly (AlertRule | RecordingRule)[];
}

/** An alert in one line of each: what is wrong, and what to do. */
export function alert(
  severity: AlertSeverity,
  name: string,
  expr: string,
  options: { readonly for?: string; readonly summary: string; readonly description: string },
): AlertRule {
  const { for: duration, summary, description } = options;
  return {
    alert: name,
    expr,
    ...(duration === undefined ? {} : { for: duration }),
    labels: { severity },
    annotations: { summary, description },
  };
}
