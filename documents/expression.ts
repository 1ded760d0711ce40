/** One step after the root of a traversal: `.name`, `[key]`, or a splat (`[*]`, `.*`). */
export type Step =
  | { readonly kind: "attribute"; readonly name: string }
  | { readonly kind: "index"; readonly key: Expression }
  | { readonly kind: "splat" };

/** `aws_vpc.main.id`: a root name and the steps from it. */
export interface Traversal {
  readonly kind: "traversal";
  readonly root: string;
  readonly steps: readonly Step[];
  readonly text: string;
}

/** An expression of the Terraform language. */
export type Expression =
  | { readonly kind: "literal"; readonly value: string | number | boolean | null }
  | { readonly kind: "template"; readonly parts: readonly Expression[] }
  | Traversal
  | { readonly kind: "access"; readonly of: Expression; readonly steps: readonly Step[] }
  | { readonly kind: "call"; readonly name: string; readonly args: readonly Expression[]; readonly expand: boolean }
  | { readonly kind: "tuple"; readonly items: readonly Expression[] }
  | { readonly kind: "object"; readonly entries: readonly (readonly [Expression, Expression])[] }
  | {
      readonly kind: "for";
      readonly names: readonly string[];
      readonly over: Expression;
      readonly key?: Expression;
      readonly value: Expression;
      readonly grouped: boolean;
      readonly condition?: Expression;
    }
  | { readonly kind: "conditional"; readonly if: Expression; readonly then: Expression; readonly else: Expression }
  | { readonly kind: "binary"; readonly operator: string; readonly left: Expression; readonly right: Expression }
  | { readonly kind: "unary"; readonly operator: string; readonly of: Expression }
  /** A form that is not read here (`%{ if }` directives, broken syntax): its value is never known. */
  | { readonly kind: "unread"; readonly text: string; readonly inner: readonly Expression[] };

/** Deeper nesting than any real expression has; beyond it the expression is left unread. */
const maxDepth = 64;

class SyntaxProblem extends Error {}

/** Whether a string of a document holds an expression at all; most do not. */
export function isTemplate(text: string): boolean {
  return text.includes("${") || text.includes("%{");
}

/**
 * Reads a string of a document as a template. A string that is one `${…}` and nothing else is that expression itself.
 * Never throws: what cannot be read becomes an `unread` expression.
 */
export function parseTemplate(text: string): Expression {
  try {
    return templateOf(new Parser(text).template(undefined));
  } catch (problem) {
    return unreadable(text, problem);
  }
}

/** Reads a bare expression, without `${}`: `aws_vpc.main.id`. Never throws. */
export function parseExpression(text: string): Expression {
  try {
    return new Parser(text).whole();
  } catch (problem) {
    return unreadable(text, problem);
  }
}

/** All traversals in an expression, in order of appearance. */
export function traversals(expression: Expression): readonly Traversal[] {
  const found: Traversal[] = [];
  collect(expression, found);
  return found;
}

/** The expression and every expression in it. */
export function expressionsIn(expression: Expression): readonly Expression[] {
  return [expression, ...children(expression).flatMap(expressionsIn)];
}

function collect(expression: Expression, found: Traversal[]): void {
  if (expression.kind === "literal") return;
  if (expression.kind === "traversal") found.push(expression);
  for (const child of children(expression)) collect(child, found);
}

function children(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
      return [];
    case "template":
      return expression.parts;
    case "traversal":
      return indexKeys(expression.steps);
    case "access":
      return [expression.of, ...indexKeys(expression.steps)];
    case "call":
      return expression.args;
    case "tuple":
      return expression.items;
    case "object":
      return expression.entries.flat();
    case "for":
      return [expression.over, expression.key, expression.value, expression.condition].filter(
        (part) => part !== undefined,
      );
    case "conditional":
      return [expression.if, expression.then, expression.else];
    case "binary":
      return [expression.left, expression.right];
    case "unary":
      return [expression.of];
    case "unread":
      return expression.inner;
  }
}

function indexKeys(steps: readonly Step[]): readonly Expression[] {
  return steps.flatMap((step) => (step.kind === "index" ? [step.key] : []));
}

function templateOf(parts: readonly Expression[]): Expression {
  const [only, ...others] = parts;
  if (only === undefined) return { kind: "literal", value: "" };
  return others.length === 0 ? only : { kind: "template", parts };
}

function unreadable(text: string, problem: unknown): Expression {
  if (!(problem instanceof SyntaxProblem)) throw problem;
  return { kind: "unread", text, inner: [] };
}

const escapes: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", '"': '"', "\\": "\\" };
const binaryLevels: readonly (readonly string[])[] = [
  ["||"],
  ["&&"],
  ["==", "!="],
  ["<=", ">=", "<", ">"],
  ["+", "-"],
  ["*", "/", "%"],
];
const identifierStart = /[\p{L}_]/u;
const identifierPattern = /[\p{L}_][\p{L}\p{N}_-]*/uy;
const numberPattern = /\d+(\.\d+)?([eE][+-]?\d+)?/y;
const heredocPattern = /<<(-?)([\p{L}_][\p{L}\p{N}_-]*)[^\S\n]*\n/uy;

const spaces = new Set([" ", "\n", "\r", "\t"]);

class Parser {
  private at = 0;
  private depth = 0;

  constructor(private readonly text: string) {}

  whole(): Expression {
    const expression = this.expression();
    this.skipSpace();
    if (this.at < this.text.length) throw new SyntaxProblem();
    return expression;
  }

  /** A template up to the closing quote, or to the end of the text where there is none. */
  template(quote: '"' | undefined): Expression[] {
    const parts: Expression[] = [];
    let literal = "";
    const flush = () => {
      if (literal !== "") parts.push({ kind: "literal", value: literal });
      literal = "";
    };
    for (;;) {
      if (this.at >= this.text.length) {
        if (quote !== undefined) throw new SyntaxProblem();
        flush();
        return parts;
      }
      const char = this.text.charAt(this.at);
      if (char === quote) {
        this.at++;
        flush();
        return parts;
      }
      if ((char === "$" || char === "%") && this.text.startsWith(`${char}{`, this.at + 1)) {
        literal += `${char}{`;
        this.at += 3;
      } else if (char === "$" && this.text.charAt(this.at + 1) === "{") {
        flush();
        parts.push(this.interpolation());
      } else if (char === "%" && this.text.charAt(this.at + 1) === "{") {
        flush();
        parts.push(this.directive());
      } else if (char === "\\" && quote !== undefined) {
        literal += this.escape();
      } else {
        literal += char;
        this.at++;
      }
    }
  }

  private interpolation(): Expression {
    this.at += 2;
    if (this.text.charAt(this.at) === "~") this.at++;
    const expression = this.expression();
    this.skipSpace();
    if (this.text.charAt(this.at) === "~") this.at++;
    this.expect("}");
    return expression;
  }

  /** `%{ if … }`: kept as text with the references in it; what it yields is left to Terraform. */
  private directive(): Expression {
    const start = this.at;
    this.at += 2;
    const inner: Expression[] = [];
    for (const word of ["~", "if", "else", "endif", "for", "endfor"]) {
      this.skipSpace();
      if (this.text.startsWith(word, this.at)) this.at += word.length;
    }
    this.skipSpace();
    if (!/[~}]/.test(this.text.charAt(this.at))) inner.push(this.expression());
    const end = this.text.indexOf("}", this.at);
    if (end < 0) throw new SyntaxProblem();
    this.at = end + 1;
    return { kind: "unread", text: this.text.slice(start, this.at), inner };
  }

  private escape(): string {
    const char = this.text.charAt(this.at + 1);
    const digits = char === "u" ? 4 : char === "U" ? 8 : 0;
    if (digits > 0) {
      const code = Number.parseInt(this.text.slice(this.at + 2, this.at + 2 + digits), 16);
      if (Number.isNaN(code) || code > 0x10ffff) throw new SyntaxProblem();
      this.at += 2 + digits;
      return String.fromCodePoint(code);
    }
    const escaped = escapes[char];
    if (escaped === undefined) throw new SyntaxProblem();
    this.at += 2;
    return escaped;
  }

  private expression(): Expression {
    if (++this.depth > maxDepth) throw new SyntaxProblem();
    const condition = this.binary(0);
    this.skipSpace();
    let expression = condition;
    if (this.take("?")) {
      const then = this.expression();
      this.skipSpace();
      this.expect(":");
      expression = { kind: "conditional", if: condition, then, else: this.expression() };
    }
    this.depth--;
    return expression;
  }

  private binary(level: number): Expression {
    const operators = binaryLevels[level];
    if (operators === undefined) return this.unary();
    let left = this.binary(level + 1);
    for (;;) {
      this.skipSpace();
      const operator = operators.find((candidate) => this.text.startsWith(candidate, this.at));
      if (operator === undefined) return left;
      this.at += operator.length;
      left = { kind: "binary", operator, left, right: this.binary(level + 1) };
    }
  }

  private unary(): Expression {
    this.skipSpace();
    const operator = this.text.charAt(this.at);
    if (operator !== "!" && operator !== "-") return this.postfix();
    if (++this.depth > maxDepth) throw new SyntaxProblem();
    this.at++;
    const of = this.unary();
    this.depth--;
    return { kind: "unary", operator, of };
  }

  private postfix(): Expression {
    this.skipSpace();
    const start = this.at;
    const isName = identifierStart.test(this.text.charAt(start));
    const of = this.primary();
    const steps = this.steps();
    if (isName && of.kind === "traversal") return { ...of, steps, text: this.text.slice(start, this.at) };
    return steps.length === 0 ? of : { kind: "access", of, steps };
  }

  private steps(): Step[] {
    const steps: Step[] = [];
    for (;;) {
      if (this.text.charAt(this.at) === ".") {
        this.at++;
        if (this.take("*")) steps.push({ kind: "splat" });
        else if (/\d/.test(this.text.charAt(this.at))) steps.push({ kind: "index", key: this.legacyIndex() });
        else steps.push({ kind: "attribute", name: this.identifier() });
      } else if (this.text.charAt(this.at) === "[") {
        this.at++;
        this.skipSpace();
        if (this.text.startsWith("*", this.at)) {
          this.at++;
          steps.push({ kind: "splat" });
        } else {
          steps.push({ kind: "index", key: this.expression() });
        }
        this.skipSpace();
        this.expect("]");
      } else {
        return steps;
      }
    }
  }

  private legacyIndex(): Expression {
    const start = this.at;
    while (/\d/.test(this.text.charAt(this.at))) this.at++;
    return { kind: "literal", value: Number(this.text.slice(start, this.at)) };
  }

  private primary(): Expression {
    const char = this.text.charAt(this.at);
    if (char === '"') {
      this.at++;
      const parts = this.template('"');
      // A quoted template of one expression is still a string in HCL; only conversion differs, which is not judged.
      return templateOf(parts);
    }
    if (char === "(") {
      this.at++;
      const inner = this.expression();
      this.skipSpace();
      this.expect(")");
      return inner;
    }
    if (char === "[") return this.list();
    if (char === "{") return this.object();
    if (char === "<") return this.heredoc();
    numberPattern.lastIndex = this.at;
    const number = numberPattern.exec(this.text);
    if (number) {
      this.at += number[0].length;
      return { kind: "literal", value: Number(number[0]) };
    }
    if (!identifierStart.test(char)) throw new SyntaxProblem();
    return this.named();
  }

  private named(): Expression {
    let name = this.identifier();
    while (this.text.startsWith("::", this.at)) {
      this.at += 2;
      name += `::${this.identifier()}`;
    }
    // Terraform refuses True and False, which can mean nothing else: they are read, so that a rule can say more than that.
    if (/^([tT]rue|[fF]alse)$/.test(name)) return { kind: "literal", value: /^[tT]/.test(name) };
    if (name === "null") return { kind: "literal", value: null };
    if (this.text.charAt(this.at) !== "(") return { kind: "traversal", root: name, steps: [], text: name };
    this.at++;
    const args: Expression[] = [];
    let expand = false;
    for (;;) {
      this.skipSpace();
      if (this.take(")")) return { kind: "call", name, args, expand };
      args.push(this.expression());
      this.skipSpace();
      if (this.text.startsWith("...", this.at)) {
        this.at += 3;
        expand = true;
        this.skipSpace();
      }
      if (!this.take(",") && this.text.charAt(this.at) !== ")") throw new SyntaxProblem();
    }
  }

  private list(): Expression {
    this.at++;
    this.skipSpace();
    if (this.isFor()) return this.forExpression("]");
    const items: Expression[] = [];
    for (;;) {
      this.skipSpace();
      if (this.take("]")) return { kind: "tuple", items };
      items.push(this.expression());
      this.skipSpace();
      if (!this.take(",") && this.text.charAt(this.at) !== "]") throw new SyntaxProblem();
    }
  }

  private object(): Expression {
    this.at++;
    this.skipSpace();
    if (this.isFor()) return this.forExpression("}");
    const entries: [Expression, Expression][] = [];
    for (;;) {
      this.skipSpace();
      if (this.take("}")) return { kind: "object", entries };
      const key = this.expression();
      this.skipSpace();
      if (!this.take("=")) this.expect(":");
      // A bare word is a key, not a reference.
      const bare = key.kind === "traversal" && key.steps.length === 0;
      entries.push([bare ? { kind: "literal", value: key.root } : key, this.expression()]);
      this.skipSpace();
      this.take(",");
    }
  }

  private isFor(): boolean {
    return /^for\s/.test(this.text.slice(this.at, this.at + 4));
  }

  private forExpression(close: "]" | "}"): Expression {
    this.at += 3;
    this.skipSpace();
    const names = [this.identifier()];
    this.skipSpace();
    if (this.take(",")) {
      this.skipSpace();
      names.push(this.identifier());
      this.skipSpace();
    }
    if (this.identifier() !== "in") throw new SyntaxProblem();
    const over = this.expression();
    this.skipSpace();
    this.expect(":");
    const first = this.expression();
    this.skipSpace();
    let key: Expression | undefined;
    let value = first;
    let grouped = false;
    if (close === "}") {
      if (!this.text.startsWith("=>", this.at)) throw new SyntaxProblem();
      this.at += 2;
      key = first;
      value = this.expression();
      this.skipSpace();
      if (this.text.startsWith("...", this.at)) {
        this.at += 3;
        grouped = true;
        this.skipSpace();
      }
    }
    let condition: Expression | undefined;
    if (this.text.startsWith("if", this.at)) {
      this.at += 2;
      condition = this.expression();
      this.skipSpace();
    }
    this.expect(close);
    return { kind: "for", names, over, key, value, grouped, condition };
  }

  private heredoc(): Expression {
    heredocPattern.lastIndex = this.at;
    const opening = heredocPattern.exec(this.text);
    if (!opening) throw new SyntaxProblem();
    const [head, dash, word] = opening;
    const start = this.at + head.length;
    const lines = this.text.slice(start).split("\n");
    const last = lines.findIndex((line) => line.trim() === word);
    if (last < 0) throw new SyntaxProblem();
    const body = lines.slice(0, last);
    this.at = start + lines.slice(0, last + 1).join("\n").length;
    const indent = dash ? Math.min(...body.filter((line) => line.trim()).map((line) => line.search(/\S/))) : 0;
    const text = body.map((line) => `${line.slice(Number.isFinite(indent) ? indent : 0)}\n`).join("");
    return templateOf(new Parser(text).template(undefined));
  }

  private identifier(): string {
    identifierPattern.lastIndex = this.at;
    const match = identifierPattern.exec(this.text);
    if (!match) throw new SyntaxProblem();
    this.at += match[0].length;
    return match[0];
  }

  private take(char: string): boolean {
    // `?`, `:` and `=` never begin a longer operator where this is asked, except `==` after an object's key.
    if (this.text.charAt(this.at) !== char) return false;
    this.at++;
    return true;
  }

  private expect(char: string): void {
    if (!this.take(char)) throw new SyntaxProblem();
  }

  private skipSpace(): void {
    for (;;) {
      while (spaces.has(this.text.charAt(this.at))) this.at++;
      if (this.text.charAt(this.at) === "#" || this.text.startsWith("//", this.at)) {
        const end = this.text.indexOf("\n", this.at);
        this.at = end < 0 ? this.text.length : end;
      } else if (this.text.startsWith("/*", this.at)) {
        const end = this.text.indexOf("*/", this.at);
        this.at = end < 0 ? this.text.length : end + 2;
      } else {
        return;
      }
    }
  }
}
