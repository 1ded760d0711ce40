import { suggestNames } from "../catalog/lookup";

/** What the library's schemas use of JSON Schema, with functions and classes beside. */
export interface Schema {
  /** `function` beside JSON's own. */
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  /** `false`: other fields are problems where the judge asks for it. */
  readonly additionalProperties?: boolean | Schema;
  /** Class or interface that has the `required` members, and maybe others. */
  readonly class?: string;
  /** What a function gives. */
  readonly returns?: Schema;
  /** Set where a text or number may be no token: what it says is needed before Terraform runs. */
  readonly known?: boolean;
}

/** Schemas by name, as `$ref` names them. */
export type Definitions = Readonly<Record<string, Schema>>;

/** Something in plain data that its schema does not allow. */
export interface ShapeProblem {
  /** Where it is: `pools[0].capacity`; empty for the whole. */
  readonly path: string;
  /** What is wrong with it: `is no number`. */
  readonly message: string;
  /** What stands there. */
  readonly given: unknown;
  /** What may stand there, in words. */
  readonly allowed: string;
  /** Set where there is a field of a name that the schema does not know; then also what was probably meant, if anything. */
  readonly unknownKey?: { readonly nearest: string | undefined };
}

/** Judges values by schemas that name each other. */
export class ShapeJudge {
  /**
   * @param definitions what `$ref` names
   * @param ofPeople whether people wrote the values: fields that a schema does not know are problems then, and numbers
   * that nothing can be reckoned with
   */
  constructor(
    private readonly definitions: Definitions,
    private readonly ofPeople: boolean,
  ) {}

  /** Everything in a value that a schema does not allow. */
  *problems(value: unknown, given: Schema, path = ""): Generator<ShapeProblem> {
    const schema = this.resolved(given);
    if (schema.anyOf !== undefined) {
      yield* this.problemsOfForms(value, schema.anyOf, path);
      return;
    }
    const problem = (message: string): ShapeProblem => ({ path, message, given: value, allowed: this.words(given) });
    if (schema.type !== undefined && typeOf(value) !== schema.type) {
      yield problem(schema.type === "array" ? "is no list" : `is no ${schema.type}`);
    } else if (schema.type === "number" && !Number.isFinite(value)) {
      yield problem("is no finite number");
    } else if (this.ofPeople && typeof value === "number" && isOutOfReach(value)) {
      yield problem("is a number that nothing can be reckoned with");
    } else if (schema.known === true && isToken(value)) {
      yield {
        ...problem("is known only when Terraform applies"),
        allowed: `${this.words(given)} that the program knows`,
      };
    } else if (schema.const !== undefined && value !== schema.const) {
      yield problem(`is not ${JSON.stringify(schema.const)}`);
    } else if (schema.enum !== undefined && !schema.enum.includes(value)) {
      yield problem(`is none of ${schema.enum.join(", ")}`);
    } else if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) yield* this.problems(item, schema.items ?? {}, `${path}[${index}]`);
    } else if (typeof value === "object" && value !== null) {
      const isOther = schema.class !== undefined && schema.required?.some((key) => !(key in value));
      if (isOther) yield problem(`is no ${schema.class}`);
      else yield* this.problemsOfObject(value, schema, path);
    }
  }

  private *problemsOfObject(value: object, schema: Schema, path: string): Generator<ShapeProblem> {
    const { properties = {}, required = [], additionalProperties } = schema;
    const at = (key: string) => (path === "" ? key : `${path}.${key}`);
    for (const [key, inner] of Object.entries(properties)) {
      const field: unknown = Reflect.get(value, key);
      if (field !== undefined) yield* this.problems(field, inner, at(key));
      else if (required.includes(key)) {
        yield { path: at(key), message: "is missing", given: undefined, allowed: this.words(inner) };
      }
    }
    for (const [key, field] of Object.entries(value) as [string, unknown][]) {
      if (Object.hasOwn(properties, key)) continue;
      if (typeof additionalProperties === "object") yield* this.problems(field, additionalProperties, at(key));
      else if (additionalProperties === false && this.ofPeople && field !== undefined) {
        const free = Object.keys(properties).filter((known) => Reflect.get(value, known) === undefined);
        const [nearest] = suggestNames(key, free);
        const allowed = nearest ?? Object.keys(properties).join(", ");
        yield { path: at(key), message: "is not known here", given: field, allowed, unknownKey: { nearest } };
      }
    }
  }

  /** Of several forms, the problems of the one that the value names by a constant field, else of the nearest. */
  private *problemsOfForms(value: unknown, forms: readonly Schema[], path: string): Generator<ShapeProblem> {
    const alike = forms.filter((form) => [undefined, typeOf(value)].includes(this.resolved(form).type));
    const key = this.distinguishing(alike);
    const names = key === undefined ? [] : alike.map((form) => this.constant(form, key));
    const named =
      key === undefined ? alike : alike.filter((_, index) => names[index] === Reflect.get(value as object, key));
    const lists = named.map((form) => [...this.problems(value, form, path)]);
    const [nearest] = lists.sort((a, b) => a.length - b.length);
    if (nearest !== undefined) yield* nearest;
    else if (key !== undefined) {
      const allowed = names.join(", ");
      const at = path === "" ? key : `${path}.${key}`;
      yield { path: at, message: `is none of ${allowed}`, given: Reflect.get(value as object, key), allowed };
    } else {
      const allowed = forms.map((form) => this.words(form)).join(" or ");
      yield { path, message: "has none of the forms that it may have", given: value, allowed };
    }
  }

  /** The field by whose constants several forms differ. */
  private distinguishing(forms: readonly Schema[]): string | undefined {
    const [first, ...others] = forms;
    if (first === undefined || others.length === 0) return undefined;
    const keys = Object.keys(this.resolved(first).properties ?? {});
    return keys.find((key) => forms.every((form) => this.constant(form, key) !== undefined));
  }

  private constant(form: Schema, key: string): unknown {
    return this.resolved(form).properties?.[key]?.const;
  }

  private resolved(schema: Schema): Schema {
    return schema.$ref === undefined ? schema : (this.definitions[nameIn(schema.$ref)] ?? {});
  }

  /** What a schema allows, in words. */
  private words(given: Schema): string {
    const schema = this.resolved(given);
    if (schema.anyOf !== undefined) return schema.anyOf.map((form) => this.words(form)).join(" or ");
    if (schema.enum !== undefined) return schema.enum.join(", ");
    if (schema.const !== undefined) return String(schema.const);
    if (schema.class !== undefined) return `an instance of ${schema.class}`;
    if (schema.type === "object")
      return `an object with ${(schema.required ?? Object.keys(schema.properties ?? {})).join(", ")}`;
    return schema.type === undefined ? "anything" : (inWords[schema.type] ?? schema.type);
  }
}

/** The core is not loaded for it: checks of written files go without. */
function isToken(value: unknown): boolean {
  return typeof value === "string" ? value.includes("${TfToken[") : typeof value === "number" && value < -1e280;
}

/** Sums and quotients of such numbers have no end. CDKTF's tokens of numbers are far below zero, and stay. */
function isOutOfReach(value: number): boolean {
  return value > Number.MAX_SAFE_INTEGER || (value > 0 && value < 1e-9);
}

const inWords: Readonly<Record<string, string>> = {
  string: "a text",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  function: "a function",
};

function nameIn(reference: string): string {
  return decodeURIComponent(reference.slice("#/definitions/".length));
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
