import { parseTemplate, isTemplate, traversals, type Expression, type Step, type Traversal } from "./expression";
import { callFunction } from "./functions";
import type { ModuleInstance } from "./module-instance";
import { emptyObject, joinText, scalarText, type Text } from "./text";
import type { Slot } from "./path";
import { copyReferences, noteReferences, type Written } from "./provenance";
import {
  hasUnknown,
  isObject,
  isUnknown,
  Unknown,
  type Reference,
  type UnknownReason,
  type Value,
  type ValueObject,
} from "./value";

/** What an expression asks of the module around it. */
export type ModuleScope = Pick<ModuleInstance, "lookUp" | "readFile" | "targets">;

/** Where an expression stands: its module, and the names that are bound around it. */
export interface Context {
  readonly module: ModuleScope;
  /** `each` and `count` of the enclosing block; `unknown` when it repeats an unknown number of times. */
  readonly repetition?: Repetition;
  /** Names bound by `for` expressions and `dynamic` blocks. */
  readonly names?: ReadonlyMap<string, Value>;
}

export type Repetition =
  | { readonly kind: "count"; readonly index: number }
  /** `written` is where the value stands, for the references that lead on from it. */
  | { readonly kind: "each"; readonly key: string; readonly value: Value; readonly written: Slot }
  | { readonly kind: "unknown"; readonly references: readonly Reference[] };

/** A value with more pieces than any real document has (locals that double each other) is left unknown. */
const maxPieces = 200_000;
const pieces = new WeakMap<object, number>();

/** The value, unless it has grown beyond all measure; counts pieces as it is built up, so that shared parts count. */
function bounded(value: Value, expression: string): Value {
  if (typeof value !== "object" || value === null || isUnknown(value)) return value;
  let sum = 1;
  if (Array.isArray(value)) for (const item of value as readonly Value[]) sum += piecesOf(item);
  else for (const key in value) sum += piecesOf((value as ValueObject)[key]);
  if (sum > maxPieces) return new Unknown("expression", expression);
  pieces.set(value, sum);
  return value;
}

function piecesOf(value: Value | undefined): number {
  return typeof value === "object" && value !== null ? (pieces.get(value) ?? 1) : 1;
}

/** Deeper chains of values are left unknown, so that a hostile document cannot exhaust the stack. */
const maxDepth = 150;
let depth = 0;

/** A value that is evaluated already, where a node of a document is expected. */
export class Evaluated {
  constructor(readonly value: Value) {}
}

/** Evaluates a node of a document (an attribute, a block) with everything in it. */
export function evaluateNode(node: unknown, context: Context): Value {
  if (node instanceof Evaluated) return node.value;
  if (typeof node === "string") return isTemplate(node) ? evaluate(templateOf(node).expression, context) : node;
  if (typeof node === "number" || typeof node === "boolean") return node;
  if (Array.isArray(node)) {
    const list: Value[] = [];
    node.forEach((item, index) => {
      list.push(evaluateNode(item, context));
      note(list, index, item, context);
    });
    return bounded(list, "list");
  }
  if (typeof node === "object" && node !== null) return bounded(evaluateObject(node, context), "object");
  return null;
}

function evaluateObject(node: object, context: Context): Value {
  const object = emptyObject();
  for (const key of Object.keys(node)) {
    const item = (node as Readonly<Record<string, unknown>>)[key];
    // cdktf's metadata and the comment key of Terraform's JSON syntax.
    if (key === "//") continue;
    if (key === "dynamic") {
      expandDynamicBlocks(object, item, context);
      continue;
    }
    object[key] = evaluateNode(item, context);
    note(object, key, item, context);
  }
  return object;
}

/** Remembers the references in what is written at a key. */
export function note(holder: object, key: string | number, node: unknown, context: Context): void {
  if (typeof node !== "string" || !isTemplate(node)) return;
  const template = templateOf(node);
  if (template.found.length === 0) return;
  if (template.written?.context !== context) {
    template.written = { traversals: template.found, context, alone: template.expression.kind === "traversal" };
  }
  noteReferences(holder, key, template.written);
}

function noteExpression(holder: object, key: string | number, expression: Expression, context: Context): void {
  const found = traversals(expression).filter(isReference);
  if (found.length > 0) {
    noteReferences(holder, key, { traversals: found, context, alone: expression.kind === "traversal" });
  }
}

/** Names (`local.a`, `aws_vpc.main`, `data.aws_ami.gpu`) of what everything in a node of a document refers to. */
export function namesIn(node: unknown, into: Set<string>): void {
  if (typeof node === "string") {
    if (isTemplate(node)) for (const name of templateOf(node).names) into.add(name);
  } else if (Array.isArray(node)) {
    for (const item of node) namesIn(item, into);
  } else if (typeof node === "object" && node !== null) {
    for (const key of Object.keys(node)) if (key !== "//") namesIn((node as Record<string, unknown>)[key], into);
  }
}

function referredName({ root, steps }: Traversal): string {
  const [first, second] = steps;
  const name = `${root}.${nameOf(first)}`;
  return root === "data" ? `${name}.${nameOf(second)}` : name;
}

function nameOf(step: Step | undefined): string {
  return step?.kind === "attribute" ? step.name : "";
}

const withoutTarget = new Set(["path", "terraform", "self"]);

function isReference(traversal: Traversal): boolean {
  return !withoutTarget.has(traversal.root);
}

/** `dynamic "x" { for_each, iterator, content }`: one `x` per element, or one unknown `x` when they are not known. */
function expandDynamicBlocks(into: Record<string, Value>, node: unknown, context: Context): void {
  for (const group of asList(node)) {
    if (typeof group !== "object" || group === null) continue;
    for (const [type, blocks] of Object.entries(group as Record<string, unknown>)) {
      const expanded = asList(blocks).flatMap((block) => expandDynamicBlock(type, block, context));
      const written = into[type];
      into[type] =
        written === undefined
          ? expanded
          : [...(Array.isArray(written) ? (written as Value[]) : [written]), ...expanded];
    }
  }
}

function expandDynamicBlock(type: string, block: unknown, context: Context): readonly Value[] {
  if (typeof block !== "object" || block === null) return [];
  const { for_each: forEach, iterator, content } = block as Record<string, unknown>;
  const name = typeof iterator === "string" ? iterator.replace(/^\$\{(.*)\}$/s, "$1") : type;
  const over = evaluateNode(forEach, context);
  const elements = elementsOf(over);
  const bind = (element: ValueObject) => {
    // The element's own references where the list has them, else those of the list.
    const key = element["key"];
    const own =
      typeof over === "object" && over !== null && (typeof key === "string" || typeof key === "number")
        ? copyReferences({ holder: over, key }, { holder: element, key: "value" })
        : false;
    if (!own) note(element, "value", forEach, context);
    return { ...context, names: new Map(context.names).set(name, element) };
  };
  const bodies = asList(content);
  if (elements === undefined) {
    const unknown = isUnknown(over) ? over : new Unknown("expression", `dynamic.${type}`);
    const element = entry(unknown, new Unknown(unknown.reason, `${name}.value`, unknown.references));
    return bodies.map((body) => evaluateNode(body, bind(element)));
  }
  return elements.flatMap(([key, value]) => bodies.map((body) => evaluateNode(body, bind(entry(key, value)))));
}

function entry(key: Value, value: Value): ValueObject {
  const element = emptyObject();
  element["key"] = key;
  element["value"] = value;
  return element;
}

/** Key and value of each element of a list, set or map; undefined where it is none or not known. */
export function elementsOf(value: Value): readonly (readonly [Value, Value])[] | undefined {
  if (Array.isArray(value)) return (value as readonly Value[]).map((item, index) => [index, item]);
  if (isObject(value)) return Object.entries(value);
  return undefined;
}

export function asList(node: unknown): readonly unknown[] {
  if (node === undefined || node === null) return [];
  return Array.isArray(node) ? node : [node];
}

/** A string of a document, read once however often it is written. */
interface Template {
  readonly expression: Expression;
  /** The references in it. */
  readonly found: readonly Traversal[];
  /** What they refer to, by name. */
  readonly names: readonly string[];
  /** What was noted last; the same text in the same place of a block means the same. */
  written?: Written;
}

const templates = new Map<string, Template>();

function templateOf(text: string): Template {
  let template = templates.get(text);
  if (template === undefined) {
    // The cache only spares reading the same text again; it is emptied before it can grow without bound.
    if (templates.size > 50_000) templates.clear();
    const expression = parseTemplate(text);
    const found = traversals(expression).filter(isReference);
    template = { expression, found, names: found.map(referredName) };
    templates.set(text, template);
  }
  return template;
}

export function evaluate(expression: Expression, context: Context): Value {
  if (depth >= maxDepth) return unknownOf("expression", expression);
  depth++;
  try {
    return bounded(evaluateKind(expression, context), expression.kind);
  } finally {
    depth--;
  }
}

function evaluateKind(expression: Expression, context: Context): Value {
  switch (expression.kind) {
    case "literal":
      return expression.value;
    case "template":
      return evaluateTemplate(expression.parts, context);
    case "traversal":
      return evaluateTraversal(expression, context);
    case "access":
      return applySteps(evaluate(expression.of, context), expression.steps, context, expression);
    case "call":
      return evaluateCall(expression, context);
    case "tuple":
      return evaluateTuple(expression.items, context);
    case "object":
      return evaluateObjectExpression(expression.entries, context);
    case "for":
      return evaluateFor(expression, context);
    case "conditional": {
      const condition = truth(evaluate(expression.if, context));
      if (condition === undefined) return unknownOf("expression", expression);
      return evaluate(condition ? expression.then : expression.else, context);
    }
    case "binary":
      return evaluateBinary(expression, context);
    case "unary": {
      const value = evaluate(expression.of, context);
      if (expression.operator === "-" && typeof value === "number") return -value;
      const flag = truth(value);
      return expression.operator === "!" && flag !== undefined ? !flag : unknownOf("expression", expression);
    }
    case "unread":
      return unknownOf("expression", expression);
  }
}

function evaluateTuple(items: readonly Expression[], context: Context): Value {
  const list: Value[] = [];
  items.forEach((item, index) => {
    list.push(evaluate(item, context));
    noteExpression(list, index, item, context);
  });
  return list;
}

function evaluateTemplate(parts: readonly Expression[], context: Context): Value {
  const pieces: Text[] = [];
  for (const part of parts) {
    const value = evaluate(part, context);
    pieces.push(scalarText(value) ?? unknownOf("expression", part));
  }
  return joinText(pieces, parts.map(show).join(""));
}

function evaluateObjectExpression(entries: readonly (readonly [Expression, Expression])[], context: Context): Value {
  const object = emptyObject();
  for (const [key, value] of entries) {
    const name = scalarText(evaluate(key, context));
    // An object with a key that is not known is not known as a whole: it could hide any other key.
    if (typeof name !== "string") return unknownOf("expression", { kind: "object", entries });
    object[name] = evaluate(value, context);
    noteExpression(object, name, value, context);
  }
  return object;
}

function evaluateCall(call: Extract<Expression, { kind: "call" }>, context: Context): Value {
  if (call.name === "try") {
    for (const arg of call.args) {
      const value = evaluate(arg, context);
      if (!isUnknown(value) || (value.reason !== "dangling" && !isRefused(arg, context))) return value;
    }
    return unknownOf("expression", call);
  }
  if (call.name === "templatefile") return evaluateTemplateFile(call, context);
  const args = call.args.map((arg) => evaluate(arg, context));
  if (call.expand) {
    const last = args.pop();
    if (!Array.isArray(last)) return unknownOf("expression", call);
    args.push(...(last as readonly Value[]));
  }
  const value = callFunction(call.name, args, show(call), (path) => context.module.readFile(path));
  return value ?? unknownOf(reasonOf(args), call);
}

/** These are evaluated in full: where all that they are given is known, what they do not yield is an error. */
const decoders = new Set(["jsondecode", "tobool", "tonumber"]);

/** Whether a call that yields nothing is an error, over which `try` goes on. */
function isRefused(expression: Expression, context: Context): boolean {
  if (expression.kind !== "call" || !decoders.has(expression.name)) return false;
  return !expression.args.some((arg) => hasUnknown(evaluate(arg, context)));
}

function evaluateTemplateFile(call: Extract<Expression, { kind: "call" }>, context: Context): Value {
  const [path, variables] = call.args.map((arg) => evaluate(arg, context));
  const text = typeof path === "string" ? context.module.readFile(path) : undefined;
  if (text === undefined || !isObject(variables)) return unknownOf("expression", call);
  return evaluate(parseTemplate(text), { ...context, names: new Map(Object.entries(variables)) });
}

/** An unknown argument's reason is the reason of the whole. */
function reasonOf(args: readonly Value[]): UnknownReason {
  return args.find(isUnknown)?.reason ?? "expression";
}

function evaluateFor(expression: Extract<Expression, { kind: "for" }>, context: Context): Value {
  const over = evaluate(expression.over, context);
  const elements = elementsOf(over);
  if (elements === undefined || elements.length > 10_000) return unknownOf("expression", expression);
  const list: Value[] = [];
  const object = emptyObject();
  for (const [key, value] of elements) {
    const names = new Map(context.names);
    const [first = "", second] = expression.names;
    if (second === undefined) names.set(first, value);
    else names.set(first, key).set(second, value);
    const inner = { ...context, names };
    if (expression.condition) {
      const kept = truth(evaluate(expression.condition, inner));
      if (kept === undefined) return unknownOf("expression", expression);
      if (!kept) continue;
    }
    const result = evaluate(expression.value, inner);
    if (expression.key === undefined) {
      list.push(result);
      continue;
    }
    const name = scalarText(evaluate(expression.key, inner));
    if (typeof name !== "string") return unknownOf("expression", expression);
    const earlier = object[name];
    object[name] = expression.grouped ? [...(Array.isArray(earlier) ? (earlier as Value[]) : []), result] : result;
  }
  return expression.key === undefined ? list : object;
}

function evaluateBinary(expression: Extract<Expression, { kind: "binary" }>, context: Context): Value {
  const { operator } = expression;
  const left = evaluate(expression.left, context);
  if (operator === "&&" || operator === "||") {
    const right = evaluate(expression.right, context);
    const [a, b] = [truth(left), truth(right)];
    const decisive = operator === "||";
    if (a === decisive || b === decisive) return decisive;
    return a === undefined || b === undefined ? unknownOf("expression", expression) : !decisive;
  }
  const right = evaluate(expression.right, context);
  if (isUnknown(left) || isUnknown(right)) return unknownOf("expression", expression);
  if (operator === "==" || operator === "!=") {
    return (JSON.stringify(left) === JSON.stringify(right)) === (operator === "==");
  }
  if (typeof left !== "number" || typeof right !== "number") return unknownOf("expression", expression);
  const results: Readonly<Record<string, () => Value>> = {
    "+": () => left + right,
    "-": () => left - right,
    "*": () => left * right,
    "/": () => left / right,
    "%": () => left % right,
    "<": () => left < right,
    ">": () => left > right,
    "<=": () => left <= right,
    ">=": () => left >= right,
  };
  return results[operator]?.() ?? unknownOf("expression", expression);
}

function truth(value: Value): boolean | undefined {
  if (value === "true") return true;
  if (value === "false") return false;
  return typeof value === "boolean" ? value : undefined;
}

function evaluateTraversal(traversal: Traversal, context: Context): Value {
  const { root, steps } = traversal;
  const bound = context.names?.get(root);
  if (bound !== undefined) return applySteps(bound, steps, context, traversal);
  if (root === "each" || root === "count") return evaluateRepetition(traversal, context);
  return context.module.lookUp(traversal, context);
}

function evaluateRepetition(traversal: Traversal, context: Context): Value {
  const { repetition } = context;
  const [name, ...rest] = traversal.steps;
  const attribute = name?.kind === "attribute" ? name.name : undefined;
  if (repetition?.kind === "unknown") return new Unknown("repetition", traversal.text, repetition.references);
  if (repetition?.kind === "count" && traversal.root === "count" && attribute === "index") return repetition.index;
  if (repetition?.kind === "each" && traversal.root === "each") {
    if (attribute === "key") return repetition.key;
    if (attribute === "value") return applySteps(repetition.value, rest, context, traversal);
  }
  return unknownOf("dangling", traversal);
}

/** Follows the steps into a value. What is not there is `dangling`; a caller that knows better says so. */
export function applySteps(
  start: Value,
  steps: readonly Step[],
  context: Context,
  whole: Expression,
  missing: UnknownReason = "dangling",
): Value {
  let value = start;
  for (const [position, step] of steps.entries()) {
    if (isUnknown(value)) return new Unknown(value.reason, show(whole), referencesOf(whole));
    if (step.kind === "splat") {
      const items = Array.isArray(value) ? (value as readonly Value[]) : value === null ? [] : [value];
      const rest = steps.slice(position + 1);
      return items.map((item) => applySteps(item, rest, context, whole, missing));
    }
    const key = step.kind === "attribute" ? step.name : evaluate(step.key, context);
    const next = member(value, key);
    if (next === undefined) return unknownOf(isUnknown(key) ? key.reason : missing, whole);
    value = next;
  }
  return value;
}

function member(value: Value, key: Value): Value | undefined {
  if (Array.isArray(value)) {
    const list = value as readonly Value[];
    if (typeof key === "number") return list[key];
    if (typeof key === "string" && /^\d+$/.test(key)) return list[Number(key)];
    // A block that is written as a list of one may be addressed without its index in documents of other origin.
    return list.length === 1 && list[0] !== undefined ? member(list[0], key) : undefined;
  }
  if (!isObject(value)) return undefined;
  // A single block written as an object is its own first element.
  if (key === 0) return value;
  const name = scalarText(key);
  return typeof name === "string" && Object.hasOwn(value, name) ? value[name] : undefined;
}

/** Unknown values say only where they come from, so one per expression and reason is enough. */
const unknowns = new WeakMap<Expression, Unknown>();

export function unknownOf(reason: UnknownReason, expression: Expression): Unknown {
  const known = unknowns.get(expression);
  if (known?.reason === reason) return known;
  const unknown = new Unknown(reason, show(expression), referencesOf(expression));
  unknowns.set(expression, unknown);
  return unknown;
}

function referencesOf(expression: Expression): readonly Reference[] {
  return traversals(expression).filter(isReference).map(referenceOf);
}

const twoNames = /^[^.[]+\.[^.[]+/;
const threeNames = /^[^.[]+\.[^.[]+\.[^.[]+/;

/** A traversal as the reference it is: the object, and what follows it. */
export function referenceOf({ root, text }: Traversal): Reference {
  const address = (root === "data" ? threeNames : twoNames).exec(text)?.[0] ?? text;
  return { expression: text, address, attribute: text.slice(address.length).replace(/^\./, "") };
}

/** An expression as short text, for messages. */
function show(expression: Expression): string {
  switch (expression.kind) {
    case "literal":
      return String(expression.value);
    case "traversal":
    case "unread":
      return expression.text;
    case "template":
      return expression.parts
        .map((part) => (part.kind === "literal" ? String(part.value) : `\${${show(part)}}`))
        .join("");
    case "call":
      return `${expression.name}(${expression.args.map(show).join(", ").slice(0, 200)})`;
    default: {
      const inner = traversals(expression).map((traversal) => traversal.text);
      return `${expression.kind} of ${inner.join(", ").slice(0, 200)}`;
    }
  }
}
