/** One thing that is wrong with an input of the estimator. */
export interface InputProblem {
  /** The field of the input: `accelerators`. */
  readonly field: string;
  /** What is wrong, lower case, without a full stop. */
  readonly message: string;
  /** The value that was given. */
  readonly given: unknown;
  /** What would have been allowed, in words. */
  readonly allowed: string;
  /** How to mend it, as an instruction. */
  readonly fix: string;
}

/** Which numbers a field may have. */
export interface NumberRange {
  readonly min: number;
  readonly max: number;
  /** @default false */
  readonly whole?: boolean;
  /** @default false */
  readonly required?: boolean;
}

/** Adds a problem where `value` is given and is no finite number from `min` to `max` (whole, if asked). */
export function checkNumber(
  problems: InputProblem[],
  field: string,
  value: number | undefined,
  range: NumberRange,
): void {
  if (value === undefined && range.required !== true) return;
  const fits = typeof value === "number" && value >= range.min && value <= range.max;
  if (fits && (range.whole !== true || Number.isInteger(value))) return;
  problems.push({
    field,
    message: value === undefined ? `${field} is missing` : `${field} is out of range`,
    given: value,
    allowed: `${range.whole === true ? "a whole number" : "a number"} from ${range.min} to ${range.max}`,
    fix: `set ${field} within the allowed range`,
  });
}

/** Adds a problem where `value` is given and is none of `allowed`. */
export function checkOneOf(
  problems: InputProblem[],
  field: string,
  value: string | undefined,
  allowed: readonly string[],
): void {
  if (value === undefined || allowed.includes(value)) return;
  const list = allowed.join(", ");
  problems.push({ field, message: `${field} is not known`, given: value, allowed: list, fix: `use one of ${list}` });
}
