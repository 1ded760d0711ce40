/**
 * What the public API leaves unsaid: every exported thing and every public member says in a sentence what it is, and
 * every optional prop says by `@default` what happens without it.
 */
import { readFileSync } from "node:fs";
import { join, relative } from "node:path";
import ts from "typescript";

/** The sources of the package's entry points. */
export function entryPoints(root: string): readonly string[] {
  const { exports } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as {
    readonly exports: Readonly<Record<string, { readonly source?: string }>>;
  };
  return Object.values(exports).flatMap(({ source }) => (source?.endsWith(".ts") === true ? [join(root, source)] : []));
}

/** One line for each thing without a docstring: where it is, and what is missing. */
export function missingDocstrings(program: ts.Program, root: string): readonly string[] {
  const api = new PublicApi(program.getTypeChecker(), root);
  for (const entry of entryPoints(root)) {
    const source = program.getSourceFile(entry);
    if (source === undefined) throw new Error(`${entry} is not in the program`);
    api.readModule(source);
  }
  return [...api.missing].sort();
}

type Named = ts.NamedDeclaration & { readonly name: ts.Node };

class PublicApi {
  readonly missing = new Set<string>();
  private readonly seen = new Set<ts.Symbol>();

  constructor(
    private readonly checker: ts.TypeChecker,
    private readonly root: string,
  ) {}

  readModule(source: ts.SourceFile): void {
    const module = this.checker.getSymbolAtLocation(source);
    for (const exported of module === undefined ? [] : this.checker.getExportsOfModule(module)) {
      const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
      this.readSymbol(isAlias ? this.checker.getAliasedSymbol(exported) : exported);
    }
  }

  private readSymbol(symbol: ts.Symbol | undefined): void {
    if (symbol === undefined || this.seen.has(symbol)) return;
    this.seen.add(symbol);
    for (const declaration of symbol.declarations ?? []) {
      if (!declaration.getSourceFile().fileName.includes("node_modules")) this.readDeclaration(declaration);
    }
  }

  private readDeclaration(declaration: ts.Declaration): void {
    if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration)) {
      // The props of a class are said by the class itself.
      if (!isWrittenByUsers(declaration.name?.text ?? "")) this.needsSentence(declaration);
      declaration.members.forEach((member) => this.readMember(member, declaration.name?.text ?? ""));
      for (const base of (declaration.heritageClauses ?? []).flatMap(({ types }) => [...types])) {
        this.readSymbol(this.checker.getTypeFromTypeNode(base).symbol);
      }
      return;
    }
    const isOwnName =
      ts.isTypeAliasDeclaration(declaration) ||
      ts.isFunctionDeclaration(declaration) ||
      ts.isVariableDeclaration(declaration);
    if (isOwnName) this.needsSentence(declaration);
    if (ts.isTypeAliasDeclaration(declaration)) this.readWritten(declaration.type, declaration.name.text);
  }

  private readMember(member: ts.ClassElement | ts.TypeElement, owner: string): void {
    if (isHidden(member)) return;
    if (ts.isConstructorDeclaration(member)) {
      const fields = member.parameters.filter((each) => ts.isParameterPropertyDeclaration(each, member));
      fields.filter((each) => !isHidden(each)).forEach((each) => this.needsSentence(each, owner));
      member.parameters.forEach(({ type }) => type !== undefined && this.readWritten(type, owner));
      return;
    }
    if (member.name === undefined) return;
    this.needsSentence(member, owner);
    const isOptional = ts.isPropertySignature(member) && member.questionToken !== undefined;
    if (isOptional && isWrittenByUsers(owner)) this.needsDefault(member, owner);
    const type = "type" in member ? (member.type as ts.TypeNode | undefined) : undefined;
    if (type !== undefined) this.readType(type);
  }

  /** A type that stands for an interface: of props, or under a name. */
  private readWritten(type: ts.TypeNode, owner: string): void {
    if (ts.isTypeLiteralNode(type)) type.members.forEach((member) => this.readMember(member, owner));
    this.readType(type);
  }

  /** Our own interfaces that a type names are public with it; what is written in place, its member has described. */
  private readType(type: ts.TypeNode): void {
    const visit = (node: ts.Node): void => {
      const named = ts.isTypeReferenceNode(node) ? this.checker.getTypeFromTypeNode(node).symbol : undefined;
      if (named?.declarations?.some(ts.isInterfaceDeclaration) === true) this.readSymbol(named);
      ts.forEachChild(node, visit);
    };
    visit(type);
  }

  private needsSentence(declaration: ts.NamedDeclaration, owner?: string): void {
    const symbol = declaration.name === undefined ? undefined : this.checker.getSymbolAtLocation(declaration.name);
    const text = ts.displayPartsToString(symbol?.getDocumentationComment(this.checker));
    if (text.trim() === "") this.report(declaration, owner, "has no sentence that says what it is");
  }

  private needsDefault(declaration: Named, owner: string): void {
    const tags = this.checker.getSymbolAtLocation(declaration.name)?.getJsDocTags(this.checker) ?? [];
    const says = tags.some(({ name }) => name === "default");
    if (!says) this.report(declaration, owner, "is optional and has no `@default`");
  }

  private report(declaration: ts.NamedDeclaration, owner: string | undefined, message: string): void {
    const source = declaration.getSourceFile();
    const { line } = source.getLineAndCharacterOfPosition(declaration.getStart());
    const name = [owner, declaration.name?.getText()].filter((each) => each !== undefined).join(".");
    this.missing.add(`${relative(this.root, source.fileName)}:${line + 1} ${name} ${message}`);
  }
}

/** Props, by the names that they have everywhere; other interfaces are results, where absent means not known. */
function isWrittenByUsers(name: string): boolean {
  return /(Props|Options|Attributes|Input|Args)$/.test(name);
}

function isHidden(node: ts.Node & { readonly name?: ts.Node }): boolean {
  const modifiers = ts.canHaveModifiers(node) ? (ts.getModifiers(node) ?? []) : [];
  const isPrivate = ({ kind }: ts.Modifier) =>
    kind === ts.SyntaxKind.PrivateKeyword || kind === ts.SyntaxKind.ProtectedKeyword;
  return modifiers.some(isPrivate) || (node.name !== undefined && ts.isPrivateIdentifier(node.name));
}
