import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { suggestNames } from "../../catalog/lookup";
import { isObject } from "./prepare";
import type { SchemaProblem } from "./schema";
import { fieldPath } from "./unknown-fields";

/** Keys that a chart knows: `1` a value, an object more keys, `"*"` whatever is below; a key `"*"` is any key. */
type KnownKeys = { readonly [key: string]: KnownKeys | 1 | "*" };

/** Charts of a folder: for each chart `known-keys.json`, and `values.schema.json` where the chart has one. */
export class HelmCharts {
  /** @param folder folder with one folder for each chart */
  constructor(private readonly folder: string) {}

  /** Names of the charts. */
  get names(): readonly string[] {
    return readdirSync(this.folder).sort();
  }

  /** Keys that the chart's own values have. @throws Error where the folder has no such chart */
  knownKeys(chart: string): KnownKeys {
    const file = join(this.folder, chart, "known-keys.json");
    if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8")) as KnownKeys;
    const [nearest] = suggestNames(chart, this.names);
    const hint = nearest === undefined ? "" : `; did you mean '${nearest}'?`;
    throw new Error(`no known keys of a chart '${chart}'${hint}`);
  }

  /** JSON schema of the chart's values; undefined for the many charts without one. */
  valuesSchema(chart: string): Record<string, unknown> | undefined {
    const file = join(this.folder, chart, "values.schema.json");
    return existsSync(file) ? (JSON.parse(readFileSync(file, "utf8")) as Record<string, unknown>) : undefined;
  }
}

/**
 * Values that the chart has no use for: Helm ignores them without a word.
 *
 * `expect(unknownValueKeys("kueue", values, new HelmCharts("../shared/kubernetes/charts"))).toEqual([])`
 *
 * @throws Error where the folder has no such chart
 */
export function unknownValueKeys(
  chart: string,
  values: Readonly<Record<string, unknown>>,
  charts: HelmCharts,
): readonly SchemaProblem[] {
  return unknownBelow(values, charts.knownKeys(chart), "");
}

function unknownBelow(values: unknown, known: KnownKeys | 1 | "*", path: string): SchemaProblem[] {
  // Below a plain value a chart usually takes what Kubernetes takes there: an affinity, a list of tolerations.
  if (known === 1 || known === "*" || Object.keys(known).length === 0) return [];
  if (Array.isArray(values)) return values.flatMap((item, index) => unknownBelow(item, known, `${path}[${index}]`));
  if (!isObject(values)) return [];
  return Object.entries(values).flatMap(([key, value]) => {
    if (value === undefined) return [];
    const at = fieldPath(path, key);
    const below = Object.hasOwn(known, key) ? known[key] : known["*"];
    return below === undefined ? [unknownKey(key, known, at)] : unknownBelow(value, below, at);
  });
}

function unknownKey(key: string, known: KnownKeys, path: string): SchemaProblem {
  const allowed = Object.keys(known);
  const [nearest] = suggestNames(key, allowed);
  const hint = nearest === undefined ? "" : `; did you mean '${nearest}'?`;
  return { severity: "error", path, message: `the chart has no value '${key}'${hint}`, allowed };
}

interface SchemaError {
  readonly instancePath: string;
  readonly message?: string;
  readonly params: unknown;
}
interface AjvInstance {
  compile(schema: object): { (data: unknown): boolean; errors?: readonly SchemaError[] | null };
}

/**
 * What the chart's own `values.schema.json` refuses, merged with nothing: a demand that the chart's defaults meet may be
 * reported. Empty for charts without a schema.
 *
 * @throws Error where the package `ajv` is not installed
 */
export function invalidValuesOfChart(
  chart: string,
  values: Readonly<Record<string, unknown>>,
  charts: HelmCharts,
): readonly SchemaProblem[] {
  const schema = charts.valuesSchema(chart);
  if (schema === undefined) return [];
  const validate = createAjv(schema).compile(schema);
  if (validate(values)) return [];
  return (validate.errors ?? []).map(({ instancePath, message, params }) => ({
    severity: "error",
    path: instancePath.slice(1).replaceAll("/", "."),
    message: message ?? "refused by the chart's schema",
    allowed: params,
  }));
}

function createAjv(schema: Record<string, unknown>): AjvInstance {
  const dialect = String(schema.$schema ?? "").includes("2020-12") ? "ajv/dist/2020" : "ajv";
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- optional, and only where a chart has a schema
  const { default: Ajv } = require(dialect) as { default: new (options: object) => AjvInstance };
  return new Ajv({ allErrors: true, strict: false, validateFormats: false });
}
