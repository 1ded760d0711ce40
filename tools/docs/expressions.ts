/** What expressions of one source file can be, followed through its variables, parameters and calls; no types needed. */
import ts from "typescript";

type Named = ts.FunctionDeclaration | ts.ArrowFunction;

/**
 * The texts that an expression can be, with `…` for values that are not the same text always. Parameters of the function that `through`
 * calls are what this call gives them; those of others, what any call gives them.
 */
export function textsOf(node: ts.Expression | undefined, through?: ts.CallExpression): readonly string[] {
  if (node === undefined) return [];
  const texts = (each: ts.Expression) => textsOf(each, through);
  if (ts.isStringLiteralLike(node)) return [node.text];
  if (ts.isTemplateExpression(node)) {
    const filledIn = ({ expression, literal }: ts.TemplateSpan) => {
      const [only, ...others] = texts(expression);
      return (only === undefined || others.length > 0 ? "…" : only) + literal.text;
    };
    return [node.head.text + node.templateSpans.map(filledIn).join("")];
  }
  if (ts.isConditionalExpression(node)) return [...texts(node.whenTrue), ...texts(node.whenFalse)];
  if (isWrapped(node)) return texts(node.expression);
  if (ts.isArrayLiteralExpression(node)) return node.elements.flatMap(texts);
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken) {
    const [left, right] = [texts(node.left), texts(node.right)];
    return left.flatMap((start) => (right.length === 0 ? [`${start}…`] : right.map((end) => start + end)));
  }
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
    return node.expression.name.text === "join" ? texts(node.expression.expression) : [];
  }
  return ts.isIdentifier(node) ? valuesOf(node, through).flatMap(texts) : [];
}

/** What a property of an object can be set to: written there, or in what the object is spread from. */
export function propertyOf(
  object: ts.Expression | undefined,
  name: string,
  through?: ts.CallExpression,
): readonly ts.Expression[] {
  if (object === undefined) return [];
  const within = (each: ts.Expression) => propertyOf(each, name, through);
  if (ts.isIdentifier(object)) return valuesOf(object, through).flatMap(within);
  if (isWrapped(object)) return within(object.expression);
  if (!ts.isObjectLiteralExpression(object)) return [];
  const found = object.properties.find((each) => each.name?.getText() === name);
  if (found !== undefined && ts.isShorthandPropertyAssignment(found)) return [found.name];
  if (found !== undefined) return ts.isPropertyAssignment(found) ? [found.initializer] : [];
  return object.properties.filter(ts.isSpreadAssignment).flatMap(({ expression }) => within(expression));
}

/** Objects that are made from the variable to which this one is assigned. */
export function spreadingsOf(object: ts.ObjectLiteralExpression): readonly ts.ObjectLiteralExpression[] {
  let owner: ts.Node = object.parent;
  while (ts.isExpression(owner) && isWrapped(owner)) owner = owner.parent;
  if (!ts.isVariableDeclaration(owner)) return [];
  return nodesIn(scopeOf(owner), ts.isSpreadAssignment)
    .filter(({ expression }) => ts.isIdentifier(expression) && variableOf(expression) === owner)
    .map(({ parent }) => parent);
}

/** The function of this file that an expression calls. */
export function functionOf(callee: ts.Expression): Named | undefined {
  if (!ts.isIdentifier(callee)) return undefined;
  const variable = variableOf(callee)?.initializer;
  if (variable !== undefined) return ts.isArrowFunction(variable) ? variable : undefined;
  return callee
    .getSourceFile()
    .statements.filter(ts.isFunctionDeclaration)
    .find(({ name }) => name?.text === callee.text);
}

/** Where a function uses one of its parameters. */
export function usesOf(callable: Named, position: number): readonly ts.Identifier[] {
  const parameter = callable.parameters[position];
  if (parameter === undefined || callable.body === undefined) return [];
  return nodesIn(callable.body, ts.isIdentifier).filter(({ text }) => text === parameter.name.getText());
}

/** What a name stands for: what its variable is set to, or what its function is called with. */
function valuesOf(name: ts.Identifier, through: ts.CallExpression | undefined): readonly ts.Expression[] {
  for (let owner: ts.Node = name.parent; !ts.isSourceFile(owner); owner = owner.parent) {
    if (!ts.isFunctionDeclaration(owner) && !ts.isArrowFunction(owner)) continue;
    const position = owner.parameters.findIndex((parameter) => parameter.name.getText() === name.text);
    if (position < 0) continue;
    const callable = owner;
    const calls = through !== undefined && functionOf(through.expression) === callable ? [through] : callsOf(callable);
    return calls.flatMap((call) => call.arguments[position] ?? []);
  }
  const initial = variableOf(name)?.initializer;
  return initial === undefined ? [] : [initial];
}

/** Calls of a function in its file, also where it is handed on to another one as it is. */
function callsOf(callable: Named): readonly ts.CallExpression[] {
  const name = ts.isFunctionDeclaration(callable) ? callable.name?.text : nameOf(callable);
  if (name === undefined) return [];
  const calls = nodesIn(
    ts.isFunctionDeclaration(callable) ? callable.parent : scopeOf(callable.parent),
    ts.isCallExpression,
  );
  return calls.flatMap((call) => {
    if (call.expression.getText() === name) return [call];
    const position = call.arguments.findIndex((argument) => argument.getText() === name);
    const taker = position < 0 ? undefined : functionOf(call.expression);
    if (taker === undefined) return [];
    return usesOf(taker, position).flatMap(({ parent }) => (ts.isCallExpression(parent) ? [parent] : []));
  });
}

function nameOf({ parent }: ts.ArrowFunction): string | undefined {
  return ts.isVariableDeclaration(parent) ? parent.name.getText() : undefined;
}

/** The variable that a name stands for, the nearest of that name. */
function variableOf(name: ts.Identifier): ts.VariableDeclaration | undefined {
  for (let owner: ts.Node | undefined = name.parent; owner !== undefined; owner = owner.parent) {
    if (!ts.isBlock(owner) && !ts.isSourceFile(owner)) continue;
    const found = owner.statements
      .filter(ts.isVariableStatement)
      .flatMap((statement) => statement.declarationList.declarations)
      .find((declaration) => declaration.name.getText() === name.text);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The block that a declaration is seen in. */
function scopeOf(node: ts.Node): ts.Node {
  let owner = node;
  while (!ts.isBlock(owner) && !ts.isSourceFile(owner)) owner = owner.parent;
  return owner;
}

function isWrapped(node: ts.Node): node is ts.ParenthesizedExpression | ts.AsExpression | ts.SpreadElement {
  return ts.isParenthesizedExpression(node) || ts.isAsExpression(node) || ts.isSpreadElement(node);
}

function nodesIn<T extends ts.Node>(root: ts.Node, isOne: (node: ts.Node) => node is T): readonly T[] {
  const found: T[] = [];
  const visit = (node: ts.Node): void => {
    if (isOne(node)) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(root);
  return found;
}
