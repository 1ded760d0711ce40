import type { IConstruct } from "constructs";
import { concern, problem } from "../constructs/aws/problem";
import type { ShapeProblem } from "../model";
import { throwErrors } from "../validation/factory-error";
import type { Finding } from "../validation/finding";
import { resultProblems, shapeProblems, type PropsType } from "../validation/props-schema";

/**
 * What a check finds in props of the right shape; where the shape is wrong, that alone: no other code touches them then.
 * A program in TypeScript hands on what its types allow; JavaScript, `any` and files bring anything.
 */
export function checkShapeFirst<Props>(
  type: PropsType,
  props: Props,
  path: string,
  check: (props: Props, path: string) => readonly Finding[],
): Finding[] {
  const shape = checkShape(type, props, path);
  return shape.some(({ severity }) => severity === "error") ? shape : [...shape, ...check(props, path)];
}

/** A finding for each value that is of another type than its prop, that is missing, or whose name no prop has. */
export function checkShape(type: PropsType, props: unknown, path: string): Finding[] {
  return shapeProblems(type, props).map((each) => finding(each, path));
}

/**
 * What a function of the props makes; undefined where the props have none.
 *
 * @param construct part of the factory whose props have the function
 * @throws FactoryError where it makes something else than it should
 */
export function madeBy<Given extends readonly unknown[], Result>(
  type: PropsType,
  prop: string,
  construct: IConstruct,
  make: ((...given: Given) => Result) | undefined,
  ...given: Given
): Result | undefined {
  if (make === undefined) return undefined;
  const result = make(...given);
  const path = `${construct.node.scope?.node.path ?? construct.node.path}.${prop}`;
  throwErrors(resultProblems(type, prop, result).map((each) => finding(each, path)));
  return result;
}

function finding({ path: inner, message, given, allowed, unknownKey }: ShapeProblem, path: string): Finding {
  const at = inner === "" || inner.startsWith("[") ? `${path}${inner}` : `${path}.${inner}`;
  const details = { given: given === undefined ? undefined : shown(given), allowed };
  if (unknownKey === undefined) {
    return problem("PRP-001-prop-type", at, `the value ${message}`, { ...details, fix: `state ${allowed}` });
  }
  const { nearest } = unknownKey;
  // Whoever extends a factory hands on names of their own: such a name is read by nobody, but may be meant so.
  return nearest === undefined
    ? concern("PRP-002-unknown-prop", at, "there is no prop of this name", { ...details, fix: "leave it out" })
    : problem("PRP-002-unknown-prop", at, "there is no prop of this name", { ...details, fix: `write '${nearest}'` });
}

const longest = 80;

/** A value in few words: what JSON cannot write, or would write at length, is only named. */
function shown(value: unknown): string {
  if (typeof value === "string") {
    return value.length > longest ? `${JSON.stringify(value.slice(0, longest))}…` : JSON.stringify(value);
  }
  if (typeof value === "function") return "a function";
  if (Array.isArray(value)) return `a list of ${value.length}`;
  if (typeof value !== "object" || value === null) return String(value);
  const keys = Object.keys(value);
  return keys.length === 0 ? "an empty object" : `an object with ${keys.join(", ").slice(0, longest)}`;
}
