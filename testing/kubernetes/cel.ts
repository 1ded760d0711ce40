import { isIP } from "node:net";
import { toCel } from "./cel-values";
import { toRegExp } from "./patterns";
import { isObject, schemaOfField } from "./prepare";
import type { CelRule, SchemaProblem, StructuralSchema } from "./schema";
import { containsToken, isWholeToken } from "./tokens";
import { fieldPath } from "./unknown-fields";

interface CelEnvironment {
  registerFunction(signature: string, handler: (...values: never[]) => unknown): CelEnvironment;
  parse(expression: string): (context: Record<string, unknown>) => unknown;
}

interface CelModule {
  readonly Environment: new (options: { unlistedVariablesAreDyn: boolean }) => CelEnvironment;
}

type Compiled = ReturnType<CelEnvironment["parse"]>;
const compiled = new Map<string, Compiled | Error>();
let environment: CelEnvironment | undefined;

/**
 * What the CEL rules (`x-kubernetes-validations`) of a schema find in a new object. Rules about changes (`oldSelf`) are
 * for updates only. A rule that fails where Terraform fills in a value later is not reported.
 *
 * @throws Error where the package `@marcbachmann/cel-js` cannot be loaded
 */
export function brokenRules(value: unknown, schema: StructuralSchema, path: string): SchemaProblem[] {
  if (value === null || value === undefined || isWholeToken(value)) return [];
  const own = (schema["x-kubernetes-validations"] ?? []).flatMap((rule) => judge(rule, value, schema, path));
  return [...own, ...below(value, schema, path)];
}

function below(value: unknown, schema: StructuralSchema, path: string): SchemaProblem[] {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? [] : value.flatMap((item, index) => brokenRules(item, items, `${path}[${index}]`));
  }
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const fieldSchema = schemaOfField(schema, name);
    return fieldSchema === undefined ? [] : brokenRules(field, fieldSchema, fieldPath(path, name));
  });
}

function judge({ rule, message }: CelRule, value: unknown, schema: StructuralSchema, path: string): SchemaProblem[] {
  if (/\boldSelf\b/.test(rule)) return [];
  const run = compile(rule);
  if (run instanceof Error) return [notJudged(path, rule, run)];
  try {
    if (run({ self: toCel(value, schema) }) === true || containsToken(value)) return [];
    return [{ severity: "error", path, message: message ?? `breaks the rule ${rule}`, allowed: rule }];
  } catch (thrown) {
    if (containsToken(value)) return [];
    const error = thrown as Error;
    // A function of Kubernetes that the interpreter does not have is no fault of the object.
    if (/no matching overload for '[\w.]+\(/.test(error.message)) return [notJudged(path, rule, error)];
    return [{ severity: "error", path, message: `the rule ${rule} fails: ${firstLine(error)}`, allowed: rule }];
  }
}

function notJudged(path: string, rule: string, error: Error): SchemaProblem {
  return { severity: "warning", path, message: `the rule ${rule} could not be judged: ${firstLine(error)}` };
}

function firstLine(error: Error): string {
  return error.message.split("\n")[0] ?? "";
}

function compile(rule: string): Compiled | Error {
  let run = compiled.get(rule);
  if (run === undefined) {
    try {
      run = celEnvironment().parse(rule);
    } catch (thrown) {
      if (environment === undefined) throw thrown;
      run = thrown as Error;
    }
    compiled.set(rule, run);
  }
  return run;
}

function celEnvironment(): CelEnvironment {
  if (environment !== undefined) return environment;
  const { Environment } = loadCel();
  environment = new Environment({ unlistedVariablesAreDyn: true })
    .registerFunction("isIP(string): bool", (text: string) => isIP(text) !== 0)
    .registerFunction("isURL(string): bool", (text: string) => URL.canParse(text))
    .registerFunction("isQuantity(string): bool", (text: string) =>
      /^[+-]?\d+(\.\d+)?(m|[kMGTPE]i?|[eE]-?\d+)?$/.test(text),
    )
    // The first match as a whole, whatever its groups; the empty text where there is none.
    .registerFunction("string.find(string): string", (text: string, pattern: string) => {
      return toRegExp(pattern).exec(text)?.[0] ?? "";
    });
  return environment;
}

function loadCel(): CelModule {
  try {
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- optional, and only where a schema has rules
    return require("@marcbachmann/cel-js") as CelModule;
  } catch (cause) {
    throw new Error(
      "CEL rules are judged by the package @marcbachmann/cel-js, which could not be loaded: install it as a " +
        "development dependency (Node.js 20.19 or newer; under jest, let it be transformed: " +
        'transformIgnorePatterns: ["/node_modules/(?!@marcbachmann/cel-js/)"])',
      { cause },
    );
  }
}
