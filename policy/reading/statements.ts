import type { Block, Resource } from "../../documents/types";
import { isObject, isUnknown, type Value, type ValueObject } from "../../documents/value";

/** One statement of an IAM policy, however it was written. */
export interface Statement {
  readonly effect: "Allow" | "Deny";
  /** `*`, an ARN, an account, `Service:ec2.amazonaws.com`, `Federated:…`. */
  readonly principals: readonly string[];
  /** Names whom it does not mean: then it means everybody else. */
  readonly notPrincipal: boolean;
  readonly actions: readonly string[];
  readonly notActions: readonly string[];
  readonly resources: readonly string[];
  readonly conditions: readonly Condition[];
  /** A part of it is not known. */
  readonly hasUnknown: boolean;
}

export interface Condition {
  /** `StringEquals`, lower case. */
  readonly operator: string;
  /** `aws:principalorgid`, lower case. */
  readonly key: string;
  readonly values: readonly string[];
}

export interface Statements {
  readonly statements: readonly Statement[];
  /** Something of the policy cannot be read yet. */
  readonly hasUnknown: boolean;
}

const nothing: Statements = { statements: [], hasUnknown: false };

/** The statements of the policy at a path: JSON, or a policy document that it refers to, with what that merges. */
export function statementsAt(resource: Resource, path: string): Statements {
  let known = read.get(resource);
  if (known === undefined) read.set(resource, (known = new Map()));
  let statements = known.get(path);
  if (statements === undefined) known.set(path, (statements = readStatements(resource, path)));
  return statements;
}

/** Several rules look at one policy: it is parsed once. */
const read = new WeakMap<Resource, Map<string, Statements>>();

function readStatements(resource: Resource, path: string): Statements {
  const value = resource.get(path);
  if (value === undefined || value === null || value === "") return nothing;
  const parsed = resource.json(path);
  if (parsed !== undefined && !isUnknown(parsed)) return fromJson(parsed);
  return fromDocuments(resource.targets(path), new Set());
}

function fromDocuments(targets: readonly Resource[], seen: Set<Resource>): Statements {
  const documents = targets.filter(({ type }) => type === "aws_iam_policy_document");
  if (documents.length === 0) return { statements: [], hasUnknown: true };
  return merge(documents.map((document) => fromDocument(document, seen)));
}

/** Statements of a policy document of HCL, with those that it merges. */
export function statementsOf(document: Resource): Statements {
  return fromDocument(document, new Set());
}

/** A document is read once: it may merge others that merge it again. */
function fromDocument(document: Resource, seen: Set<Resource>): Statements {
  if (seen.has(document)) return nothing;
  seen.add(document);
  const own = document.blocks("statement").map(fromBlock);
  const merged = ["source_policy_documents", "override_policy_documents", "source_json", "override_json"].map((path) =>
    mergedAt(document, path, seen),
  );
  return merge([{ statements: own, hasUnknown: own.some(({ hasUnknown }) => hasUnknown) }, ...merged]);
}

function mergedAt(document: Resource, path: string, seen: Set<Resource>): Statements {
  const values = document.list(path);
  if (values.length === 0) return nothing;
  const texts = values.filter((value) => typeof value === "string").map((text) => fromJson(safeJson(text)));
  const unknowns = values.some(isUnknown) ? [fromDocuments(document.targets(path), seen)] : [];
  return merge([...texts, ...unknowns]);
}

function safeJson(text: string): Value {
  try {
    return JSON.parse(text) as Value;
  } catch {
    return null;
  }
}

function merge(parts: readonly Statements[]): Statements {
  return {
    statements: parts.flatMap(({ statements }) => statements),
    hasUnknown: parts.some(({ hasUnknown }) => hasUnknown),
  };
}

/** Statements of a policy as JSON. */
export function fromJson(policy: Value): Statements {
  if (!isObject(policy)) return { statements: [], hasUnknown: true };
  const written = listOf(policy["Statement"]);
  const statements = written.filter(isObject).map(fromObject);
  return { statements, hasUnknown: written.some(isUnknown) || statements.some(({ hasUnknown }) => hasUnknown) };
}

function fromObject(statement: ValueObject): Statement {
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource: on, Condition: when } = statement;
  const conditions = isObject(when)
    ? Object.entries(when).flatMap(([operator, keys]) =>
        isObject(keys) ? Object.entries(keys).map(([key, values]) => condition(operator, key, texts(values))) : [],
      )
    : [];
  const parts: (Value | undefined)[] = [Effect, Principal, NotPrincipal, Action, on, when];
  return {
    effect: Effect === "Deny" ? "Deny" : "Allow",
    principals: principalsOf(Principal ?? NotPrincipal),
    notPrincipal: NotPrincipal !== undefined,
    actions: texts(Action),
    notActions: texts(NotAction),
    resources: texts(on),
    conditions,
    hasUnknown: parts.some(isUnknown),
  };
}

function fromBlock(block: Block): Statement {
  const principals = (path: string) =>
    block.blocks(path).flatMap((one) => {
      const type = one.get("type");
      return one.list("identifiers").map((id) => prefixed(typeof type === "string" ? type : "", textOf(id)));
    });
  const negated = principals("not_principals");
  return {
    effect: block.get("effect") === "Deny" ? "Deny" : "Allow",
    principals: negated.length > 0 ? negated : principals("principals"),
    notPrincipal: negated.length > 0,
    actions: block.list("actions").map(textOf),
    notActions: block.list("not_actions").map(textOf),
    resources: block.list("resources").map(textOf),
    conditions: block
      .blocks("condition")
      .map((one) =>
        condition(textOf(one.get("test") ?? ""), textOf(one.get("variable") ?? ""), one.list("values").map(textOf)),
      ),
    hasUnknown: isUnknown(block.get("effect")),
  };
}

function condition(operator: string, key: string, values: readonly string[]): Condition {
  return { operator: operator.toLowerCase(), key: key.toLowerCase(), values };
}

function principalsOf(value: Value | undefined): readonly string[] {
  if (value === undefined || value === null) return [];
  if (!isObject(value)) return texts(value);
  return Object.entries(value).flatMap(([type, ids]) => texts(ids).map((id) => prefixed(type, id)));
}

function prefixed(type: string, id: string): string {
  return type === "AWS" || type === "*" || type === "" ? id : `${type}:${id}`;
}

function listOf(value: Value | undefined): readonly Value[] {
  if (value === undefined || value === null) return [];
  return Array.isArray(value) ? (value as readonly Value[]) : [value];
}

function texts(value: Value | undefined): readonly string[] {
  return listOf(value).map(textOf);
}

function textOf(value: Value): string {
  return typeof value === "string" ? value : isUnknown(value) ? value.toString() : String(value as number);
}

/** Whether anybody can be meant: everyone, or everyone but some. */
export function meansEveryone(statement: Statement): boolean {
  return (
    statement.notPrincipal ||
    statement.principals.some((principal) => principal === "*" || /^arn:aws[a-z-]*:(iam|sts)::\*:/.test(principal))
  );
}

/** Accounts that a statement names as principals, other than by a service. */
export function accountsOf(statement: Statement): readonly string[] {
  return statement.principals.flatMap((principal) => {
    const id = /^(\d{12})$/.exec(principal)?.[1] ?? /^arn:aws[a-z-]*:(?:iam|sts)::(\d{12}):/.exec(principal)?.[1];
    return id === undefined ? [] : [id];
  });
}

const scopingKeys = [
  "aws:principalorgid",
  "aws:principalaccount",
  "aws:sourceaccount",
  "aws:sourceorgid",
  "aws:principalorgpaths",
  "aws:principalarn",
  "kms:calleraccount",
];

/** Whether conditions keep a statement within one organisation or named accounts: no wildcard, no "if it is there". */
export function isScoped(statement: Statement): boolean {
  return statement.conditions.some(
    ({ operator, key, values }) =>
      scopingKeys.includes(key) &&
      /^(foranyvalue:|forallvalues:)?(string|arn)(equals|like)(ignorecase)?$/.test(operator) &&
      values.length > 0 &&
      values.every((value) => value !== "" && !/^[*?]+$/.test(value) && !/^o-\*|^arn:aws[a-z-]*:\*|::\*/.test(value)),
  );
}
