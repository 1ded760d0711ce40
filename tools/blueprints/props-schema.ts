/**
 * `npm run docs`: writes what shape the props of the blueprints have, read from their types, for programs that no compiler
 * checks. With --check it writes nothing and fails where the file is out of date.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import type { Schema } from "../../model/shape";
import type { PropsType } from "../../validation/props-schema";

const root = join(__dirname, "../..");
const entry = join(root, "blueprints/index.ts");
const file = join(root, "validation/data/props.schema.json");

const types: readonly PropsType[] = [
  "CloudFactoryProps",
  "OnPremFactoryProps",
  "HybridFactoryProps",
  "ResearchPlatformProps",
  "LlmTrainingProps",
  "LlmServingProps",
  "FullStackProps",
];

type Definitions = Record<string, Schema>;

/** What is planned, judged or written as files before Terraform knows anything. */
const knownTypes = [
  "SiteProps",
  "Boundary",
  "Delivery",
  "Acknowledgement",
  "DataClass",
  "CloudWorkload",
  "BurstWorkload",
  "FactoryIdentityProps",
  "NodePrice",
  "KueueQueue",
  "OnPremDivision",
  "BurstTeam",
  "BurstWindow",
  "HybridCopy",
];
/** What parts are called by, and where they stand. */
const knownProps = [
  "name",
  "servedName",
  "zone",
  "zones",
  "outputsFile",
  "workloads",
  "namespace",
  "namespaces",
  "filesystemNamespaces",
  "networkNamespace",
  "usdPerNodeHour",
];

/** The definitions of all props, by the names of their types. */
function propsDefinitions(program: ts.Program): Definitions {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(entry);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${entry} is not in the program`);
  const exported = new Map(checker.getExportsOfModule(module).map((symbol) => [symbol.name, symbol]));
  const schemas = new Schemas(checker);
  for (const name of types) {
    const symbol = exported.get(name);
    if (symbol === undefined) throw new Error(`blueprints/ does not export ${name}`);
    const isAlias = Boolean(symbol.flags & ts.SymbolFlags.Alias);
    schemas.define(name, checker.getDeclaredTypeOfSymbol(isAlias ? checker.getAliasedSymbol(symbol) : symbol));
  }
  const { definitions } = schemas;
  const known = new Known(definitions);
  for (const name of knownTypes) known.mark({ $ref: reference(name) });
  for (const { properties = {} } of Object.values(definitions)) {
    for (const prop of knownProps) known.mark(properties[prop] ?? {});
  }
  return definitions;
}

function reference(name: string): string {
  return `#/definitions/${name}`;
}

/** Marks texts and numbers that may be no tokens. */
class Known {
  private readonly seen = new Set<Schema>();

  constructor(private readonly definitions: Definitions) {}

  mark(schema: Schema): void {
    if (this.seen.has(schema)) return;
    this.seen.add(schema);
    if (schema.type === "string" || schema.type === "number") Object.assign(schema, { known: true });
    const { $ref, items, anyOf = [], properties = {}, additionalProperties } = schema;
    const inner = [...anyOf, ...Object.values(properties), items, additionalProperties];
    for (const each of inner) if (typeof each === "object") this.mark(each);
    for (const [name, definition] of Object.entries(this.definitions)) {
      if ($ref === reference(name)) this.mark(definition);
    }
  }
}

/** Schemas of types. */
class Schemas {
  readonly definitions: Definitions = {};
  private readonly names = new Map<ts.Symbol, string>();

  constructor(private readonly checker: ts.TypeChecker) {}

  define(name: string, type: ts.Type): void {
    this.definitions[name] = {};
    this.definitions[name] = this.objectOf(type);
  }

  private schemaOf(type: ts.Type): Schema {
    if (type.isUnion()) return this.unionOf(type);
    if (type.isStringLiteral()) return { type: "string", const: type.value };
    if (type.isNumberLiteral()) return { type: "number", const: type.value };
    if (type.flags & ts.TypeFlags.String) return { type: "string" };
    if (type.flags & ts.TypeFlags.Number) return { type: "number" };
    if (type.flags & ts.TypeFlags.BooleanLike) return { type: "boolean" };
    if (type.flags & ts.TypeFlags.Null) return { type: "null" };
    if (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown)) return {};
    if (this.checker.isArrayType(type)) {
      const [item] = this.checker.getTypeArguments(type as ts.TypeReference);
      return { type: "array", items: item === undefined ? {} : this.schemaOf(item) };
    }
    const [signature] = type.getCallSignatures();
    if (signature !== undefined) return { type: "function", returns: this.schemaOf(signature.getReturnType()) };
    if (!(type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection))) {
      throw new Error(`no schema for ${this.checker.typeToString(type)}`);
    }
    return this.named(type);
  }

  private unionOf(union: ts.UnionType): Schema {
    const given = union.types.filter((type) => !(type.flags & ts.TypeFlags.Undefined));
    const texts = given.flatMap((type) => (type.isStringLiteral() ? [type.value] : [])).sort();
    const numbers = given.flatMap((type) => (type.isNumberLiteral() ? [type.value] : [])).sort((a, b) => a - b);
    const others = given.filter((type) => !type.isStringLiteral() && !type.isNumberLiteral());
    const forms: Schema[] = [
      ...(texts.length > 0 ? [{ type: "string", enum: texts }] : []),
      ...(numbers.length > 0 ? [{ type: "number", enum: numbers }] : []),
      ...others.map((type) => this.schemaOf(type)),
    ];
    const different = [...new Map(forms.map((form) => [JSON.stringify(form), form])).values()];
    return different.length === 1 ? (different[0] ?? {}) : { anyOf: different };
  }

  /** A type that has a name is defined once; what is put together where it stands is written there. */
  private named(type: ts.Type): Schema {
    const symbol = type.aliasSymbol ?? type.getSymbol();
    const isOwn = symbol !== undefined && !isForeign(symbol) && !/^__/.test(symbol.name);
    if (!isOwn) return symbol !== undefined && isClass(symbol) ? { type: "object" } : this.objectOf(type);
    const known = this.names.get(symbol);
    if (known === undefined && symbol.name in this.definitions) throw new Error(`two types are called ${symbol.name}`);
    if (known === undefined) {
      this.names.set(symbol, symbol.name);
      this.define(symbol.name, type);
    }
    return { $ref: reference(symbol.name) };
  }

  private objectOf(type: ts.Type): Schema {
    const { checker } = this;
    const symbol = type.getSymbol();
    const members = checker.getPropertiesOfType(type).filter(isPublic);
    if (symbol !== undefined && (isClass(symbol) || isContract(symbol))) return this.instanceOf(symbol, members);
    const index = checker.getIndexInfoOfType(type, ts.IndexKind.String);
    const properties = members.map((member) => [member.name, this.memberOf(member)] as const);
    const required = members.filter((member) => !(member.flags & ts.SymbolFlags.Optional)).map(({ name }) => name);
    return {
      type: "object",
      ...(properties.length > 0 ? { properties: Object.fromEntries(properties) } : {}),
      ...(required.length > 0 ? { required } : {}),
      additionalProperties: index === undefined ? false : this.schemaOf(index.type),
    };
  }

  /** An instance has all public members, and its fields are of their types; what is computed is not looked at. */
  private instanceOf(symbol: ts.Symbol, members: readonly ts.Symbol[]): Schema {
    const { checker } = this;
    const isField = (member: ts.Symbol) => isClass(symbol) && Boolean(member.flags & ts.SymbolFlags.Property);
    const fields = members.filter(isField).map((member) => [member.name, this.memberOf(member)] as const);
    const mayLack = (member: ts.Symbol) =>
      Boolean(member.flags & ts.SymbolFlags.Optional) ||
      (isField(member) && checker.typeToString(checker.getTypeOfSymbol(member)).endsWith("| undefined"));
    return {
      type: "object",
      class: symbol.name,
      ...(fields.length > 0 ? { properties: Object.fromEntries(fields) } : {}),
      // What another package's class brings along may differ from version to version.
      required: members.filter((member) => !mayLack(member) && !isForeign(member)).map(({ name }) => name),
    };
  }

  private memberOf(member: ts.Symbol): Schema {
    return this.schemaOf(this.checker.getNonNullableType(this.checker.getTypeOfSymbol(member)));
  }
}

function isClass(symbol: ts.Symbol): boolean {
  return Boolean(symbol.flags & ts.SymbolFlags.Class);
}

/** Interfaces of the layers, which classes of the library and of others implement. */
function isContract(symbol: ts.Symbol): boolean {
  return /^I[A-Z]/.test(symbol.name);
}

function isForeign(symbol: ts.Symbol): boolean {
  return symbol.declarations?.every((each) => each.getSourceFile().fileName.includes("/node_modules/")) ?? true;
}

function isPublic(symbol: ts.Symbol): boolean {
  const hidden = ts.ModifierFlags.Private | ts.ModifierFlags.Protected;
  return symbol.declarations?.every((each) => !(ts.getCombinedModifierFlags(each) & hidden)) ?? true;
}

async function main(): Promise<void> {
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const definitions = propsDefinitions(ts.createProgram([entry], options));
  const { format } = await import("prettier");
  const text = await format(JSON.stringify({ definitions }), { parser: "json", printWidth: 120 });
  if (!process.argv.includes("--check")) writeFileSync(file, text);
  else if (readFileSync(file, "utf8") !== text) throw new Error(`${file} is out of date: npm run docs`);
}

void main();
