/** How soon somebody must act: `critical` wakes a person, `warning` waits for the working day. */
export type AlertSeverity = "critical" | "warning";

/** A rule that tells somebody. */
export interface AlertRule {
  /** Name of the alert. */
  readonly alert: string;
  /** PromQL that is true while the alert holds. */
  readonly expr: string;
  /** How long the condition must hold: `10m`. @default - at once */
  readonly for?: string;
  /** Labels by which alerts are routed. */
  readonly labels: { readonly severity: AlertSeverity };
  /** What people read: one line, and what to do. */
  readonly annotations: { readonly summary: string; readonly description: string };
}

/** A rule that keeps the result of an expression under a name. */
export interface RecordingRule {
  /** Name of the metric that it makes. */
  readonly record: string;
  /** PromQL whose result is kept. */
  readonly expr: string;
  /** Labels that the result gets. @default - those of the expression */
  readonly labels?: Readonly<Record<string, string>>;
}

/** Rules that are evaluated together, in order. */
export interface RuleGroup {
  /** Name of the group, unique in its object. */
  readonly name: string;
  /** How often it is evaluated: `1m`. @default - Prometheus' evaluation interval */
  readonly interval?: string;
  /** Rules in the order of evaluation. */
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
