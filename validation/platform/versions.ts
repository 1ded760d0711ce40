/** The numbers of a version, `v1.35.3-eksbuild.21` → `[1, 35, 3]`; undefined where it is none. */
export function versionNumbers(text: string): readonly number[] | undefined {
  const match = /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:[-+].*)?$/.exec(text.trim());
  return match?.slice(1).map((part) => Number(part ?? 0));
}

/** Negative where `a` is older than `b`; undefined where one is no version. Builds and pre-releases count as their release. */
export function compareVersions(a: string, b: string): number | undefined {
  const [left, right] = [versionNumbers(a), versionNumbers(b)];
  if (left === undefined || right === undefined) return undefined;
  const difference = left.map((number, index) => number - (right[index] ?? 0)).find((step) => step !== 0);
  return difference ?? 0;
}

/** Whether `a` and `b` agree in major and minor version; undefined where one is no version. */
export function sameMinor(a: string, b: string): boolean | undefined {
  const [left, right] = [versionNumbers(a), versionNumbers(b)];
  return left && right && left[0] === right[0] && left[1] === right[1];
}

/** Minor versions by which `a` is ahead of `b`, of one major version; undefined where that cannot be said. */
export function minorsAhead(a: string, b: string): number | undefined {
  const [left, right] = [versionNumbers(a), versionNumbers(b)];
  return left && right && left[0] === right[0] ? (left[1] ?? 0) - (right[1] ?? 0) : undefined;
}

/**
 * Whether a version lies in a range as charts state it: `>=1.25.0-0`, `>= 1.29.0-0 < 1.36.0`. What stands in brackets is
 * a remark. Undefined where the range holds anything else.
 */
export function inRange(version: string, range: string): boolean | undefined {
  const bare = range.replace(/\(.*?\)/g, "").trim();
  const comparators = [...bare.matchAll(/(>=|<=|>|<|=)\s*(v?\d[^\s,]*)/g)];
  if (comparators.length === 0 || bare.replace(/(>=|<=|>|<|=)\s*(v?\d[^\s,]*)[\s,]*/g, "") !== "") return undefined;
  const verdicts = comparators.map(([, operator, limit = ""]) => {
    const difference = compareVersions(version, limit);
    if (difference === undefined) return undefined;
    if (operator === ">=") return difference >= 0;
    if (operator === "<=") return difference <= 0;
    if (operator === ">") return difference > 0;
    return operator === "<" ? difference < 0 : difference === 0;
  });
  return verdicts.includes(undefined) ? undefined : verdicts.every((verdict) => verdict);
}
