/**
 * Writes docs/reference/: one page per construct, blueprint and component, from its docstrings and those of its props.
 * With --check it writes nothing and fails where a page is out of date. Either way it fails where a public member has no
 * docstring: a row of a page would be empty.
 */
import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import ts from "typescript";
import { entryPoints, missingDocstrings } from "./docstrings";
import { docsFolder, writePages } from "./pages";

const root = join(__dirname, "..", "..");

/** What a class is to its user, by the class it extends in the end; everything else gets no page. */
const kinds = {
  Construct: "construct",
  TerraformStack: "construct",
  PlatformComponent: "component",
} as const;
type Kind = (typeof kinds)[keyof typeof kinds] | "blueprint" | "choice";

interface Described {
  readonly name: string;
  readonly kind: Kind;
  /** Entry point of the package, without the package's name. */
  readonly entry: string;
  readonly declaration: ts.ClassDeclaration;
}

/** What the pages are written from. */
const sources = ["constructs", "blueprints"].map((room) => join(root, room, "index.ts"));

/** Every page by its file name, the index among them. */
function referencePages(program: ts.Program): ReadonlyMap<string, string> {
  const checker = program.getTypeChecker();
  const classes = sources
    .flatMap((file) => describedClasses(program, checker, file))
    .sort((a, b) => a.name.localeCompare(b.name, "en"));
  const known = new Map(classes.map((each) => [each.name, pageOf(each.name)]));
  const texts = new Texts();
  const pages = classes.map((each): [string, string] => [pageOf(each.name), page(each, checker, known, texts)]);
  return new Map([["README.md", index(classes)], ...pages]);
}

function describedClasses(program: ts.Program, checker: ts.TypeChecker, file: string): readonly Described[] {
  const source = program.getSourceFile(file);
  const module = source === undefined ? undefined : checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} is not in the program`);
  return checker.getExportsOfModule(module).flatMap((exported) => {
    const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported;
    const declaration = symbol.declarations?.find(ts.isClassDeclaration);
    if (declaration === undefined || hasModifier(declaration, ts.SyntaxKind.AbstractKeyword)) return [];
    const path = relative(root, declaration.getSourceFile().fileName);
    const kind = kindOf(declaration, checker, path);
    return kind === undefined ? [] : [{ name: exported.name, kind, entry: entryOf(path), declaration }];
  });
}

function kindOf(declaration: ts.ClassDeclaration, checker: ts.TypeChecker, path: string): Kind | undefined {
  const contracts = (declaration.heritageClauses ?? []).flatMap(({ types }) => types.map((each) => each.getText()));
  if (contracts.includes("IPlatformComponent")) return "component";
  const names = ancestors(checker.getTypeAtLocation(declaration));
  const found = (Object.keys(kinds) as (keyof typeof kinds)[]).find((name) => names.includes(name));
  if (found !== undefined) return path.startsWith("blueprints/") ? "blueprint" : kinds[found];
  // Enum-like: made by its static members only.
  return constructorOf(declaration) !== undefined && !isPublic(constructorOf(declaration)) ? "choice" : undefined;
}

function ancestors(type: ts.Type): readonly string[] {
  return (type.getBaseTypes() ?? []).flatMap((base) => [base.symbol.name, ...ancestors(base)]);
}

function entryOf(path: string): string {
  const [room = "", layer = ""] = path.split("/");
  return room === "constructs" ? `${room}/${layer}` : room;
}

function page(each: Described, checker: ts.TypeChecker, known: ReadonlyMap<string, string>, texts: Texts): string {
  const { name, kind, entry, declaration } = each;
  const made = constructorOf(declaration);
  const propsType = made === undefined || !isPublic(made) ? undefined : lastParameterType(made, checker);
  const source = relative(root, declaration.getSourceFile().fileName);
  const guides = texts.guidesWith(name).map((file) => `[${file.replace(/\.md$/, "")}](../${file})`);
  const examples = texts.examplesWith(name).map((example) => `[${example}](../../examples/${example})`);
  const lines = [
    `# ${name}`,
    "",
    docOf(declaration.name, checker),
    "",
    ...["```ts", `import { ${name} } from "ai-factory-blueprints/${entry}";`, "```", ""],
    `${kindNames[kind]}; source: [${source}](../../${source})`,
    ...(guides.length === 0 ? [] : ["", `Guides: ${guides.join(", ")}`]),
    ...(examples.length === 0 ? [] : ["", `Examples: ${examples.join(", ")}`]),
    ...thrown(declaration),
    ...propsSections(propsType, checker, known),
    ...memberSection("Made by", staticMembers(declaration), checker),
    ...memberSection("What it offers", offeredMembers(declaration), checker),
  ];
  return `${lines.join("\n")}\n`;
}

const kindNames: Readonly<Record<Kind, string>> = {
  blueprint: "Blueprint",
  construct: "Construct",
  component: "Platform component",
  choice: "Choice, made by its static members",
};

/** The table of the props, and one of each of our own interfaces that they are made of. */
function propsSections(
  type: ts.Type | undefined,
  checker: ts.TypeChecker,
  known: ReadonlyMap<string, string>,
): readonly string[] {
  // A list has no props but those of every list, with numbers that change from run to run.
  if (type === undefined || checker.isArrayType(type) || checker.getPropertiesOfType(type).length === 0) return [];
  const sections: string[] = [];
  const waiting = [{ title: "Props", type }];
  const seen = new Set<ts.Type>([type]);
  for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
    const rows = checker.getPropertiesOfType(next.type).map((property) => propRow(property, checker, known));
    if (rows.length === 0) continue;
    sections.push("", `## ${next.title}`, "", "| prop | type | default | what |", "| --- | --- | --- | --- |", ...rows);
    for (const inner of ownInterfaces(next.type, checker)) {
      if (seen.has(inner)) continue;
      seen.add(inner);
      waiting.push({ title: inner.symbol.name, type: inner });
    }
  }
  return sections;
}

function propRow(property: ts.Symbol, checker: ts.TypeChecker, known: ReadonlyMap<string, string>): string {
  const node = propertySignature(property)?.type;
  const text = (node?.getText() ?? checker.typeToString(checker.getTypeOfSymbol(property))).replace(/\s+/g, " ");
  const isOptional = (property.flags & ts.SymbolFlags.Optional) !== 0;
  const stated = property.getJsDocTags(checker).find((tag) => tag.name === "default");
  const byDefault = ts.displayPartsToString(stated?.text).replace(/^- /, "");
  const link = [...text.matchAll(/\b[A-Z]\w+/g)].flatMap(([name]) => {
    const target = known.get(name);
    return target === undefined ? [] : [` ([${name}](${target}))`];
  });
  const what = ts.displayPartsToString(property.getDocumentationComment(checker));
  const values = node === undefined ? "" : literals(node, checker);
  const cells = [`\`${property.name}\``, `${code(text)}${values}${[...new Set(link)].join("")}`];
  return row([...cells, isOptional ? prose(byDefault) : "required", prose(what)]);
}

/** The values that a union of texts stands for, which has a name or is another interface's (`FilesystemNode["use"]`). */
function literals(node: ts.TypeNode, checker: ts.TypeChecker): string {
  const isNamed = ts.isTypeReferenceNode(node) || ts.isIndexedAccessTypeNode(node);
  const type = isNamed ? checker.getTypeFromTypeNode(node) : undefined;
  if (type === undefined || !type.isUnion() || !type.types.every((each) => each.isStringLiteral())) return "";
  // The compiler's own order hangs on all that it has read before.
  const written = declarationText(node, checker);
  const values = type.types.map((each) => checker.typeToString(each)).sort();
  const inOrder = values.sort((a, b) => written.indexOf(a) - written.indexOf(b));
  return `: ${inOrder.map(code).join(", ")}`;
}

/** Text of what a type's name, or a prop of another interface, is declared by. */
function declarationText(node: ts.TypeNode, checker: ts.TypeChecker): string {
  if (ts.isIndexedAccessTypeNode(node)) {
    const key = ts.isLiteralTypeNode(node.indexType) && ts.isStringLiteral(node.indexType.literal);
    const name = key ? (node.indexType.literal as ts.StringLiteral).text : "";
    return checker.getTypeFromTypeNode(node.objectType).getProperty(name)?.declarations?.[0]?.getText() ?? "";
  }
  const named = ts.isTypeReferenceNode(node) ? checker.getSymbolAtLocation(node.typeName) : undefined;
  const isAlias = named !== undefined && (named.flags & ts.SymbolFlags.Alias) !== 0;
  return (isAlias ? checker.getAliasedSymbol(named) : named)?.declarations?.[0]?.getText() ?? "";
}

/** Interfaces of the library that the props of a type name, contracts (`IThing`) apart. */
function ownInterfaces(type: ts.Type, checker: ts.TypeChecker): readonly ts.Type[] {
  return checker.getPropertiesOfType(type).flatMap((property) => {
    const declared = propertySignature(property)?.type;
    if (declared === undefined) return [];
    const found: ts.Type[] = [];
    const visit = (node: ts.Node) => {
      // One prop of another interface says nothing of its others.
      if (ts.isFunctionTypeNode(node) || ts.isIndexedAccessTypeNode(node)) return;
      if (ts.isTypeReferenceNode(node)) {
        const named = checker.getTypeFromTypeNode(node);
        const source = named.symbol?.declarations?.find(ts.isInterfaceDeclaration);
        const isOurs = source !== undefined && !source.getSourceFile().fileName.includes("node_modules");
        const isLibrary = source?.getSourceFile().hasNoDefaultLib === true;
        if (isOurs && !isLibrary && !/^I[A-Z][a-z]/.test(named.symbol.name)) found.push(named);
      }
      ts.forEachChild(node, visit);
    };
    visit(declared);
    return found;
  });
}

/** Where a prop is declared. What comes by `Omit`, `Pick` or `Partial` has no value declaration, but its origin's. */
function propertySignature(property: ts.Symbol): ts.PropertySignature | undefined {
  return property.declarations?.find(ts.isPropertySignature);
}

function staticMembers(declaration: ts.ClassDeclaration): readonly ts.ClassElement[] {
  return declaration.members.filter((each) => isStatic(each) && isPublic(each));
}

function offeredMembers(declaration: ts.ClassDeclaration): readonly ts.ClassElement[] {
  return declaration.members.filter(
    (each) => !isStatic(each) && isPublic(each) && each.name !== undefined && !ts.isConstructorDeclaration(each),
  );
}

function memberSection(title: string, members: readonly ts.ClassElement[], checker: ts.TypeChecker): readonly string[] {
  const rows = members.map((each) => row([code(signature(each)), prose(docOf(each.name, checker))]));
  return rows.length === 0 ? [] : ["", `## ${title}`, "", "| member | what |", "| --- | --- |", ...rows];
}

/** `grantRead(identity: IPodIdentity): void`, without modifiers and body. */
function signature(member: ts.ClassElement): string {
  const name = member.name?.getText() ?? "";
  if (ts.isMethodDeclaration(member)) {
    const types = member.typeParameters?.map((each) => each.getText()).join(", ");
    const parameters = member.parameters.map((each) => each.getText().replace(/\s+/g, " ")).join(", ");
    return `${name}${types === undefined ? "" : `<${types}>`}(${parameters})${typed(member.type)}`;
  }
  const type = ts.isPropertyDeclaration(member) || ts.isGetAccessor(member) ? member.type : undefined;
  return `${name}${typed(type)}`;
}

function typed(type: ts.TypeNode | undefined): string {
  return type === undefined ? "" : `: ${type.getText().replace(/\s+/g, " ")}`;
}

function thrown(declaration: ts.ClassDeclaration): readonly string[] {
  const tags = ts.getJSDocTags(declaration).filter(({ tagName }) => tagName.text === "throws");
  const texts = tags.map(({ comment }) => prose(ts.getTextOfJSDocComment(comment) ?? ""));
  return texts.length === 0 ? [] : ["", `Throws ${texts.join("; ")}.`];
}

function index(classes: readonly Described[]): string {
  const titles: readonly (readonly [Kind, string])[] = [
    ["blueprint", "Blueprints"],
    ["construct", "Constructs"],
    ["component", "Platform components"],
    ["choice", "Choices: values of props that keep illegal combinations from being written"],
  ];
  const sections = titles.flatMap(([kind, title]) => [
    "",
    `## ${title}`,
    "",
    "| page | entry point |",
    "| --- | --- |",
    ...classes
      .filter((each) => each.kind === kind)
      .map(({ name, entry }) => `| [${name}](${pageOf(name)}) | \`${entry}\` |`),
  ]);
  const head = ["# Reference", "", "Written by `npm run docs` from the docstrings of the sources; the guides say how."];
  return `${[...head, ...sections].join("\n")}\n`;
}

/** The hand-written pages and the examples, to link those that speak of a class. */
class Texts {
  private readonly pages = ["constructs", "components"].flatMap((folder) =>
    readdirSync(join(docsFolder, folder))
      .sort()
      .map((name) => [`${folder}/${name}`, readFileSync(join(docsFolder, folder, name), "utf8")] as const),
  );
  private readonly examples = readdirSync(join(root, "examples"), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith("main.ts"))
    .sort()
    .map((name) => [dirname(name), readFileSync(join(root, "examples", name), "utf8")] as const);

  /** Pages that use the class in a snippet, or else those that name it. */
  guidesWith(name: string): readonly string[] {
    const using = namesOf(this.pages, new RegExp(`\\bnew ${name}\\(|\\b${name}\\.[a-z]`));
    return using.length > 0 ? using : namesOf(this.pages, new RegExp(`\\b${name}\\b`));
  }

  examplesWith(name: string): readonly string[] {
    return namesOf(this.examples, new RegExp(`\\b${name}\\b`));
  }
}

function namesOf(texts: readonly (readonly [string, string])[], pattern: RegExp): readonly string[] {
  return texts.filter(([, text]) => pattern.test(text)).map(([file]) => file);
}

function constructorOf(declaration: ts.ClassDeclaration): ts.ConstructorDeclaration | undefined {
  return declaration.members.find(ts.isConstructorDeclaration);
}

/** The type of the props: the last parameter, where it is an interface. */
function lastParameterType(made: ts.ConstructorDeclaration, checker: ts.TypeChecker): ts.Type | undefined {
  const node = made.parameters.at(-1)?.type;
  if (node === undefined || /^(Construct|string|number)$/.test(node.getText())) return undefined;
  return checker.getTypeFromTypeNode(node);
}

function docOf(name: ts.Node | undefined, checker: ts.TypeChecker): string {
  const symbol = name === undefined ? undefined : checker.getSymbolAtLocation(name);
  return ts.displayPartsToString(symbol?.getDocumentationComment(checker));
}

function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && ts.getModifiers(node)?.some((each) => each.kind === kind) === true;
}

function isStatic(node: ts.Node): boolean {
  return hasModifier(node, ts.SyntaxKind.StaticKeyword);
}

function isPublic(node: ts.Node | undefined): boolean {
  const hidden = [ts.SyntaxKind.PrivateKeyword, ts.SyntaxKind.ProtectedKeyword];
  return node !== undefined && !hidden.some((kind) => hasModifier(node, kind));
}

/** `GpuNodePool` → `gpu-node-pool.md`. */
function pageOf(name: string): string {
  return `${name.replace(/([a-z0-9])([A-Z])|([A-Z])(?=[A-Z][a-z])/g, "$1$3-$2").toLowerCase()}.md`;
}

function code(text: string): string {
  return text === "" ? "" : `\`${text.replaceAll("|", "\\|")}\``;
}

function prose(text: string): string {
  return text.replace(/\s+/g, " ").replaceAll("|", "\\|").trim();
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(" | ")} |`;
}

function main(): void {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (file) => ts.sys.readFile(file)) as {
    readonly config: object;
  };
  const { options } = ts.parseJsonConfigFileContent({ ...config, include: [], files: [] }, ts.sys, root);
  const program = ts.createProgram([...new Set([...sources, ...entryPoints(root)])], options);
  const missing = missingDocstrings(program, root);
  for (const line of missing) console.log(line);
  const pages = referencePages(program);
  if (process.argv.includes("--check")) check(pages, missing.length);
  else writePages("reference", pages);
  if (missing.length > 0) process.exitCode = 1;
}

function check(pages: ReadonlyMap<string, string>, missing: number): void {
  const folder = join(docsFolder, "reference");
  const written = new Map(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name), "utf8")]));
  const names = [...new Set([...pages.keys(), ...written.keys()])];
  const stale = names.filter((name) => pages.get(name) !== written.get(name));
  for (const name of stale) console.log(`docs/reference/${name} is out of date: npm run docs`);
  console.log(`${names.length - stale.length} passed, ${stale.length + missing} failed`);
  process.exitCode = stale.length === 0 ? 0 : 1;
}

main();
