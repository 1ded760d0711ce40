export interface Difference {
  /** Keys from the top, joined by dots. */
  readonly path: string;
  /** @default - absent */
  readonly left?: unknown;
  /** @default - absent */
  readonly right?: unknown;
}

/** Where two JSON values differ, leaf by leaf. */
export function differences(left: unknown, right: unknown, path = ""): readonly Difference[] {
  if (!isObject(left) || !isObject(right)) return left === right ? [] : [{ path, left, right }];
  const keys = [...new Set([...Object.keys(left), ...Object.keys(right)])];
  return keys.flatMap((key) => differences(left[key], right[key], path === "" ? key : `${path}.${key}`));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
