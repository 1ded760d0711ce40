import { arnMatches, textMatches } from "./match";

type Conditions = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
type Context = Readonly<Record<string, string | readonly string[]>>;
type Test = (given: string, wanted: string) => boolean;

const number =
  (test: (a: number, b: number) => boolean): Test =>
  (given, wanted) =>
    test(Number(given), Number(wanted));

/** Operators by which a given value fits one of the wanted; those with `Not` are their opposites. */
const operators: Readonly<Record<string, Test>> = {
  StringEquals: (given, wanted) => given === wanted,
  StringEqualsIgnoreCase: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
  StringLike: (given, wanted) => textMatches(wanted, given),
  ArnEquals: (given, wanted) => arnMatches(wanted, given),
  ArnLike: (given, wanted) => arnMatches(wanted, given),
  Bool: (given, wanted) => given.toLowerCase() === wanted.toLowerCase(),
  NumericEquals: number((a, b) => a === b),
  NumericLessThan: number((a, b) => a < b),
  NumericLessThanEquals: number((a, b) => a <= b),
  NumericGreaterThan: number((a, b) => a > b),
  NumericGreaterThanEquals: number((a, b) => a >= b),
};

/** Whether all conditions of a statement hold. @throws Error for an operator that is not known here */
export function conditionsHold(conditions: Conditions, context: Context): boolean {
  const lowered = new Map(Object.entries(context).map(([key, value]) => [key.toLowerCase(), value]));
  return Object.entries(conditions).every(([operator, keys]) =>
    Object.entries(keys).every(([key, wanted]) => holds(operator, lowered.get(key.toLowerCase()), [wanted].flat())),
  );
}

function holds(operator: string, given: string | readonly string[] | undefined, wanted: readonly string[]): boolean {
  if (operator === "Null") return wanted.some((value) => (value.toLowerCase() === "true") === (given === undefined));
  const [, set, ifExists, name] = parse(operator);
  const negated = /^(String|Arn|Numeric)Not/.test(name);
  const test = operators[name.replace(/^(String|Arn|Numeric)Not/, "$1")];
  if (test === undefined) throw new Error(`the operator '${operator}' is not known to this evaluator`);
  const fits = (value: string) => wanted.some((each) => test(value, each)) !== negated;
  const values = given === undefined ? [] : [given].flat();
  if (set === "ForAnyValue") return values.some(fits);
  if (set === "ForAllValues") return values.every(fits);
  // A key that is absent fits no value, so that every negated operator holds.
  if (values.length === 0) return ifExists || negated;
  return values.some(fits);
}

function parse(operator: string): readonly [string, string, boolean, string] {
  const [set, rest] = operator.includes(":") ? (operator.split(":") as [string, string]) : ["", operator];
  const ifExists = rest.endsWith("IfExists");
  return [operator, set, ifExists, ifExists ? rest.slice(0, -"IfExists".length) : rest];
}
