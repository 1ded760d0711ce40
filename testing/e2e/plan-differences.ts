/** One resource that a plan wants to change, with the arguments that differ. */
export interface PlannedDifference {
  readonly address: string;
  readonly type: string;
  readonly action: string;
  /** Top-level arguments that differ, with both values in short. */
  readonly arguments: readonly ArgumentDifference[];
}

export interface ArgumentDifference {
  readonly name: string;
  readonly before: string;
  readonly after: string;
}

interface ShownPlan {
  readonly resource_changes?: readonly {
    readonly address: string;
    readonly type: string;
    readonly change: {
      readonly actions: readonly string[];
      readonly before?: Values | null;
      readonly after?: Values | null;
      readonly after_unknown?: Values | null;
    };
  }[];
  readonly output_changes?: Readonly<
    Record<string, { readonly actions: readonly string[]; before?: unknown; after?: unknown }>
  >;
}
type Values = Readonly<Record<string, unknown>>;

/** Reads `terraform show -json <plan>`: everything the plan would do, reading data sources aside. */
export function plannedDifferences(shownPlan: string): readonly PlannedDifference[] {
  const plan = JSON.parse(shownPlan) as ShownPlan;
  const resources = (plan.resource_changes ?? [])
    .map(({ address, type, change }) => ({ address, type, action: change.actions.join("+"), change }))
    .filter(({ action }) => action !== "no-op" && action !== "read")
    .map(({ address, type, action, change }) => {
      const { before, after, after_unknown: unknown } = change;
      return { address, type, action, arguments: differingArguments(before ?? {}, after ?? {}, unknown ?? {}) };
    });
  const outputs = Object.entries(plan.output_changes ?? {})
    .map(([name, { actions, before, after }]) => ({ name, action: actions.join("+"), before, after }))
    .filter(({ action }) => action !== "no-op")
    .map(({ name, action, before, after }) => {
      return {
        address: `output.${name}`,
        type: "output",
        action,
        arguments: differingArguments({ value: before }, { value: after }, {}),
      };
    });
  return [...resources, ...outputs];
}

function differingArguments(before: Values, after: Values, unknown: Values): ArgumentDifference[] {
  const names = new Set([...Object.keys(before), ...Object.keys(after), ...Object.keys(unknown)]);
  return [...names]
    .map((name) => {
      const afterwards = unknown[name] === true ? "(known after apply)" : short(after[name]);
      return { name, before: short(before[name]), after: afterwards };
    })
    .filter(({ name, after: afterwards }) => {
      return afterwards === "(known after apply)" || JSON.stringify(before[name]) !== JSON.stringify(after[name]);
    });
}

function short(value: unknown): string {
  const text = JSON.stringify(value ?? null);
  return text.length > 200 ? `${text.slice(0, 197)}...` : text;
}
