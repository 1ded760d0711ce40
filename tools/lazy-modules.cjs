/**
 * Makes compiled CommonJS modules load what they import at first use and not at once, as swc's and Babel's `lazy` option
 * does. A factory of one kind then loads the constructs, catalogue tables and providers it uses, not the whole library.
 *
 * Three rewrites of what tsc writes:
 *   const x_1 = require("./x");              a function that loads ./x once; every use of `x_1` becomes `(x_1())`
 *   Object.defineProperty(exports, "A", …)   Reflect.defineProperty: Node's reader of names for `import` gives up on
 *                                            getters it does not know, and finds the name in `exports.A = void 0`
 *   __exportStar(require("./x"), exports);   one getter for each name that ./x exports
 * Node's own modules and imports for their side effect alone stay as they are.
 */
const { existsSync, readFileSync, readdirSync, writeFileSync } = require("node:fs");
const { dirname, join } = require("node:path");
const ts = require("typescript");

const helper = "const __lazy = (load) => { let loaded; return () => (loaded ??= load()); };\n";

/** Rewrites every module below `folder`. */
function makeLazy(folder) {
  const modules = new Map();
  for (const name of readdirSync(folder, { recursive: true })) {
    if (!name.endsWith(".js")) continue;
    const path = join(folder, name);
    modules.set(path, parse(path));
  }
  for (const path of modules.keys()) writeFileSync(path, rewrite(path, modules));
}

function parse(path) {
  return ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.ES2022, true, ts.ScriptKind.JS);
}

function rewrite(path, modules) {
  const source = modules.get(path);
  const edits = [];
  const replace = (node, text) => edits.push({ start: node.getStart(source), end: node.end, text });

  const loaded = new Set();
  const exported = ownExports(source);
  for (const statement of source.statements) {
    const star = starTarget(statement);
    if (star !== undefined) {
      const names = [...exportsOf(resolve(path, star), modules)].filter((name) => !exported.has(name));
      names.forEach((name) => exported.add(name));
      replace(statement, getters(star, names));
    }
    const imported = importOf(statement);
    if (imported === undefined) continue;
    loaded.add(imported.name.text);
    replace(imported.initializer, `__lazy(() => ${imported.initializer.getText(source)})`);
  }

  const visit = (node) => {
    if (ts.isIdentifier(node) && loaded.has(node.text) && isUse(node)) replace(node, `(${node.text}())`);
    // A rewritten initializer holds no use of another import.
    else if (!(ts.isVariableDeclaration(node) && importOf(node.parent.parent) === node)) ts.forEachChild(node, visit);
    if (exportedName(node) !== undefined) replace(node.expression.expression, "Reflect");
  };
  ts.forEachChild(source, visit);
  if (edits.length === 0) return source.text;

  edits.sort((a, b) => b.start - a.start);
  const text = edits.reduce(
    (rest, { start, end, text: by }) => rest.slice(0, start) + by + rest.slice(end),
    source.text,
  );
  const prologue = '"use strict";\n';
  if (!text.includes(prologue)) throw new Error(`${path}: not a module that tsc wrote`);
  return text.replace(prologue, prologue + helper);
}

function getters(target, names) {
  if (names.length === 0) return "";
  return [
    `${names.map((name) => `exports.${name} = `).join("")}void 0;`,
    `((load) => {`,
    `    for (const name of ${JSON.stringify(names)})`,
    `        Reflect.defineProperty(exports, name, { enumerable: true, get: () => load()[name] });`,
    `})(__lazy(() => require(${JSON.stringify(target)})));`,
  ].join("\n");
}

/** The declaration of `const x_1 = require("…")`, bare or within one of tsc's import helpers; undefined for others. */
function importOf(statement) {
  if (!ts.isVariableStatement(statement)) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const value = declaration.initializer;
  if (value === undefined || !ts.isCallExpression(value) || !ts.isIdentifier(declaration.name)) return undefined;
  const call = /^__import(Default|Star)$/.test(value.expression.getText()) ? value.arguments[0] : value;
  const target = requireTarget(call);
  return target === undefined || target.startsWith("node:") ? undefined : declaration;
}

function requireTarget(node) {
  if (!ts.isCallExpression(node) || node.expression.getText() !== "require") return undefined;
  const [name] = node.arguments;
  return name !== undefined && ts.isStringLiteral(name) ? name.text : undefined;
}

/** "./x" of `__exportStar(require("./x"), exports)`. */
function starTarget(statement) {
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return undefined;
  const { expression, arguments: given } = statement.expression;
  return expression.getText() === "__exportStar" ? requireTarget(given[0]) : undefined;
}

/** "A" of `Object.defineProperty(exports, "A", …)`. */
function exportedName(node) {
  if (!ts.isCallExpression(node) || node.expression.getText() !== "Object.defineProperty") return undefined;
  const [target, name] = node.arguments;
  return target.getText() === "exports" && name.text !== "__esModule" ? name.text : undefined;
}

function isUse(node) {
  const { parent } = node;
  return !(ts.isVariableDeclaration(parent) && parent.name === node);
}

/** Names that the module exports itself: tsc writes `exports.A = …` for each, for a re-export as well. */
function ownExports(source) {
  const names = new Set();
  const collect = (node) => {
    if (!ts.isBinaryExpression(node) || node.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
    if (ts.isPropertyAccessExpression(node.left) && node.left.expression.getText() === "exports")
      names.add(node.left.name.text);
    collect(node.right);
  };
  for (const statement of source.statements) if (ts.isExpressionStatement(statement)) collect(statement.expression);
  return names;
}

function exportsOf(path, modules) {
  const source = modules.get(path);
  if (source === undefined) throw new Error(`${path}: export * of a module outside the build`);
  const names = ownExports(source);
  for (const star of source.statements.map(starTarget).filter((each) => each !== undefined))
    for (const name of exportsOf(resolve(path, star), modules)) if (name !== "default") names.add(name);
  return names;
}

function resolve(from, target) {
  const path = join(dirname(from), target);
  return existsSync(`${path}.js`) ? `${path}.js` : join(path, "index.js");
}

module.exports = { makeLazy };
