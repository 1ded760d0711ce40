/** Writes what the checks of props raise, read from their sources, into `validation/data/checks-of-props.json`. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";
import type { PropsCheck } from "../../validation/checks-of-props";

const root = join(__dirname, "../..");
const rooms = ["blueprints", "constructs", "planning", "model"];
const file = join(root, "validation/data/checks-of-props.json");
const idForm = /^[A-Z]{3}-\d{3}-[a-z0-9-]+$/;

/** Every id that the checks of props write, with what they say and how it is mended. */
function readChecksOfProps(): readonly PropsCheck[] {
  const found = new Map<string, PropsCheck>();
  for (const path of rooms.flatMap((room) => sources(join(root, room)))) {
    const text = readFileSync(path, "utf8");
    if (!/"[A-Z]{3}-\d{3}-/.test(text)) continue;
    const layer = relative(root, path).split(sep).slice(0, -1).join("/");
    const visit = (node: ts.Node): void => {
      if (ts.isStringLiteral(node) && idForm.test(node.text)) {
        found.set(node.text, joined(found.get(node.text), { ...raised(node), id: node.text, layer }));
      }
      ts.forEachChild(node, visit);
    };
    visit(ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true));
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

function sources(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name))
    .sort();
}

const severities: Readonly<Record<string, PropsCheck["severity"]>> = { concern: "warning", remark: "info" };
type Raised = Omit<PropsCheck, "id" | "layer">;

/** What stands beside the id, in `problem(id, path, message, details)` or in a finding, as far as it is written. */
function raised(id: ts.StringLiteral): Raised {
  const { parent } = id;
  if (ts.isCallExpression(parent) && parent.arguments[0] === id && ts.isIdentifier(parent.expression)) {
    const name = parent.expression.text;
    if (!["problem", "concern", "remark"].includes(name)) return { severity: "error", messages: [], mends: [] };
    const [, , message, details] = parent.arguments;
    const severity = severities[name] ?? "error";
    return { severity, messages: spoken(message), mends: spoken(details && propertyOf(details, "fix")) };
  }
  if (ts.isPropertyAssignment(parent) && ts.isObjectLiteralExpression(parent.parent)) {
    const [severity] = textsOf(propertyOf(parent.parent, "severity"));
    return {
      severity: severity === "warning" || severity === "info" ? severity : "error",
      messages: spoken(propertyOf(parent.parent, "message")),
      mends: spoken(propertyOf(parent.parent, "fix")),
    };
  }
  return { severity: "error", messages: [], mends: [] };
}

/** What a property of an object literal is set to; its name where it is written in short. */
function propertyOf(object: ts.Expression, name: string): ts.Expression | undefined {
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  const found = object.properties.find((each) => each.name?.getText() === name);
  if (found === undefined) return undefined;
  if (ts.isShorthandPropertyAssignment(found)) return found.name;
  return ts.isPropertyAssignment(found) ? found.initializer : undefined;
}

/** The texts of an expression; of a parameter those that the function is called with in its file. */
function spoken(node: ts.Expression | undefined): readonly string[] {
  if (node === undefined || !ts.isIdentifier(node)) return textsOf(node);
  let owner: ts.Node = node;
  while (!ts.isFunctionDeclaration(owner) && !ts.isSourceFile(owner)) owner = owner.parent;
  if (!ts.isFunctionDeclaration(owner)) return [];
  const texts: string[] = [];
  const position = owner.parameters.findIndex(({ name }) => name.getText() === node.text);
  const { name } = owner;
  const visit = (each: ts.Node): void => {
    const isLocal = ts.isVariableDeclaration(each) && each.name.getText() === node.text;
    if (isLocal && each.pos >= owner.pos && each.end <= owner.end) texts.push(...textsOf(each.initializer));
    const isCall = ts.isCallExpression(each) && position >= 0 && each.expression.getText() === name?.text;
    if (isCall) texts.push(...textsOf(each.arguments[position]));
    ts.forEachChild(each, visit);
  };
  visit(owner.getSourceFile());
  return texts;
}

/** The texts that an expression can be, with `…` where a value is filled in. */
function textsOf(node: ts.Expression | undefined): readonly string[] {
  if (node === undefined) return [];
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    return [node.head.text + node.templateSpans.map(({ literal }) => `…${literal.text}`).join("")];
  }
  if (ts.isConditionalExpression(node)) return [...textsOf(node.whenTrue), ...textsOf(node.whenFalse)];
  return [];
}

function joined(before: PropsCheck | undefined, next: PropsCheck): PropsCheck {
  if (before === undefined) return next;
  const union = (a: readonly string[], b: readonly string[]) => [...new Set([...a, ...b])];
  const severity = [before.severity, next.severity].includes("error") ? "error" : before.severity;
  const { id, layer } = before;
  return {
    id,
    layer,
    severity,
    messages: union(before.messages, next.messages),
    mends: union(before.mends, next.mends),
  };
}

async function main(): Promise<void> {
  const { format } = await import("prettier");
  const text = JSON.stringify({ checks: readChecksOfProps() });
  writeFileSync(file, await format(text, { parser: "json", printWidth: 120 }));
}

void main();
