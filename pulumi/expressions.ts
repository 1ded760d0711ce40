import { evaluate, type ModuleScope } from "../documents/evaluate";
import {
  expressionsIn,
  isTemplate,
  parseTemplate,
  traversals,
  type Expression,
  type Traversal,
} from "../documents/expression";
import { isFunction } from "../documents/functions";
import { toValue } from "../documents/text";
import { hasUnknown, type Value } from "../documents/value";
import { camelCase } from "./names";

/** A string of a document, read once: what it refers to, and what it becomes once that is known. */
export interface Formula {
  readonly text: string;
  readonly references: readonly Traversal[];
  /** What cannot be evaluated: functions that are not known, forms that cannot be read. */
  readonly problems: readonly string[];
  /** @param values one for each reference, in order, as Pulumi gives them */
  readonly valueWith: (values: readonly unknown[]) => unknown;
}

/** Undefined where the string is plain text. */
export function formulaOf(text: string): Formula | undefined {
  if (!isTemplate(text)) return undefined;
  const expression = parseTemplate(text);
  const references = traversals(expression);
  const problems = expressionsIn(expression).flatMap(problemOf);
  return { text, references, problems, valueWith: (values) => valueOf(expression, references, values, text) };
}

/** What Pulumi holds under a path of Terraform attributes; a single block is an object there, not a list of one. */
export function followSteps(start: unknown, traversal: Traversal, from: number): unknown {
  let value = start;
  for (const step of traversal.steps.slice(from)) {
    if (step.kind === "splat") throw new Error(`a splat is not carried over to Pulumi: ${traversal.text}`);
    const key = step.kind === "attribute" ? step.name : step.key.kind === "literal" ? step.key.value : undefined;
    if (key === undefined || key === null) {
      throw new Error(`a computed index is not carried over to Pulumi: ${traversal.text}`);
    }
    if (Array.isArray(value)) value = (value as readonly unknown[])[Number(key)];
    else if (key !== 0) value = memberOf(value, String(key));
  }
  return value;
}

/** A key of a map stands as it is written, an attribute in camel case. */
function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null) return undefined;
  const record = value as Readonly<Record<string, unknown>>;
  return Object.hasOwn(record, key) ? record[key] : record[camelCase(key)];
}

function problemOf(expression: Expression): readonly string[] {
  if (expression.kind === "call" && !isFunction(expression.name)) {
    return [`the function ${expression.name}() has no counterpart`];
  }
  return expression.kind === "unread" ? [`the expression cannot be read: ${expression.text.slice(0, 100)}`] : [];
}

function valueOf(
  expression: Expression,
  references: readonly Traversal[],
  values: readonly unknown[],
  text: string,
): unknown {
  const known = new Map(references.map((reference, index) => [reference.text, toValue(values[index] ?? null)]));
  const module: ModuleScope = {
    lookUp: (reference): Value => known.get(reference.text) ?? null,
    readFile: () => undefined,
    targets: () => [],
  };
  const value = evaluate(expression, { module });
  if (hasUnknown(value)) throw new Error(`the value of ${text} cannot be worked out from ${JSON.stringify(values)}`);
  return value;
}
