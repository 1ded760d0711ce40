/** Writes what the checks of props raise, read from their sources, into `validation/data/checks-of-props.json`. */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import ts from "typescript";
import type { PropsCheck } from "../../validation/checks-of-props";
import { functionOf, propertyOf, spreadingsOf, textsOf, usesOf } from "./expressions";

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

type Raised = Omit<PropsCheck, "id" | "layer">;

const severities: Readonly<Record<string, PropsCheck["severity"]>> = { concern: "warning", remark: "info" };
const raisers = ["problem", "concern", "remark"];

/**
 * What stands beside the id, in `problem(id, path, message, details)` or in a finding, as far as it is written. Where the
 * id is handed to a helper, what stands there beside its parameter, as this call fills it in.
 */
function raised(id: ts.Expression, through?: ts.CallExpression): Raised {
  const { parent } = id;
  if (ts.isCallExpression(parent)) {
    const position = parent.arguments.indexOf(id);
    const helper = functionOf(parent.expression);
    if (helper !== undefined) {
      return usesOf(helper, position)
        .map((use) => raised(use, parent))
        .reduce(union, nothing);
    }
    const name = parent.expression.getText();
    if (!raisers.includes(name) || position !== 0) return nothing;
    const [, , message, details] = parent.arguments;
    return {
      severity: severities[name] ?? "error",
      messages: textsOf(message, through),
      mends: propertyOf(details, "fix", through).flatMap((fix) => textsOf(fix, through)),
    };
  }
  const isProperty = ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent);
  if (!isProperty || !ts.isObjectLiteralExpression(parent.parent)) return nothing;
  const spoken = (object: ts.Expression): Raised => {
    const texts = (name: string) => propertyOf(object, name, through).flatMap((value) => textsOf(value, through));
    const severity = texts("severity").find((text) => text === "warning" || text === "info");
    return { severity: severity ?? "error", messages: texts("message"), mends: texts("fix") };
  };
  return [parent.parent, ...spreadingsOf(parent.parent)].map(spoken).reduce(union);
}

const nothing: Raised = { severity: "error", messages: [], mends: [] };

function joined(before: PropsCheck | undefined, next: PropsCheck): PropsCheck {
  if (before === undefined) return next;
  const { id, layer } = before;
  return { id, layer, ...union(before, next) };
}

function union(a: Raised, b: Raised): Raised {
  const both = (one: readonly string[], other: readonly string[]) => [...new Set([...one, ...other])];
  return {
    severity: [a.severity, b.severity].includes("error") ? "error" : a.severity,
    messages: both(a.messages, b.messages),
    mends: both(a.mends, b.mends),
  };
}

async function main(): Promise<void> {
  const { format } = await import("prettier");
  const text = JSON.stringify({ checks: readChecksOfProps() });
  writeFileSync(file, await format(text, { parser: "json", printWidth: 120 }));
}

void main();
