import stored from "./factory.schema.json";

/** What the schema of `factory.json` uses of JSON Schema. */
interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly $ref?: string;
  readonly items?: Schema;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
}

const root: Schema = stored as Schema;
const definitions = stored.definitions as unknown as Readonly<Record<string, Schema>>;

/** Something in a model that the published schema does not allow. */
export interface ShapeProblem {
  /** Where it is: `pools[0].capacity`. */
  readonly path: string;
  /** What is wrong with it. */
  readonly message: string;
}

/**
 * Everything in plain data that makes it no factory model by the published schema. Fields that the schema does not know
 * may stand: a newer version of the library adds some.
 */
export function checkModelShape(data: unknown): readonly ShapeProblem[] {
  return [...problemsOf(data, root, "")];
}

function* problemsOf(value: unknown, schema: Schema, path: string): Generator<ShapeProblem> {
  if (schema.$ref !== undefined) {
    const name = decodeURIComponent(schema.$ref.slice("#/definitions/".length));
    yield* problemsOf(value, definitions[name] ?? {}, path);
    return;
  }
  if (schema.anyOf !== undefined) {
    const fits = schema.anyOf.some((each) => problemsOf(value, each, path).next().done === true);
    if (!fits) yield { path, message: "has none of the forms that it may have" };
    return;
  }
  if (schema.type !== undefined && typeOf(value) !== schema.type) {
    yield { path, message: schema.type === "array" ? "is no list" : `is no ${schema.type}` };
    return;
  }
  if (schema.const !== undefined && value !== schema.const) {
    yield { path, message: `is not ${JSON.stringify(schema.const)}` };
  }
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    yield { path, message: `is none of ${schema.enum.join(", ")}` };
  }
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) yield* problemsOf(item, schema.items ?? {}, `${path}[${index}]`);
  } else if (typeof value === "object" && value !== null) yield* problemsOfObject(value, schema, path);
}

function* problemsOfObject(value: object, schema: Schema, path: string): Generator<ShapeProblem> {
  const { properties = {}, required = [], additionalProperties } = schema;
  const at = (key: string) => (path === "" ? key : `${path}.${key}`);
  for (const key of required) {
    if (!Object.hasOwn(value, key)) yield { path: at(key), message: "is missing" };
  }
  for (const [key, inner] of Object.entries(value) as [string, unknown][]) {
    const known = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (typeof known === "object") yield* problemsOf(inner, known, at(key));
  }
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
