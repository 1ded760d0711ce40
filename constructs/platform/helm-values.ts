import { Token } from "../../core/cdktf";

/** Values of a Helm chart as plain data. */
export type HelmValues = Readonly<Record<string, unknown>>;

/** `over` laid over `base`: maps are merged deeply, everything else (lists too) is replaced. */
export function mergeValues(base: HelmValues, over: HelmValues): HelmValues {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isMap(below) && isMap(value) ? mergeValues(below, value) : value;
  }
  return merged;
}

/** Every string in `value`, nested ones included, replaced by `replace(string)`. Keys stay. */
export function mapStrings(value: unknown, replace: (text: string) => string): unknown {
  if (typeof value === "string") return replace(value);
  if (Array.isArray(value)) return value.map((item) => mapStrings(item, replace));
  if (!isMap(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, mapStrings(inner, replace)]));
}

/** Every string in `value`, nested ones included. */
export function stringsIn(value: unknown): string[] {
  const found: string[] = [];
  mapStrings(value, (text) => {
    found.push(text);
    return text;
  });
  return found;
}

/**
 * Paths in `value` of tokens that stand for a number or a list. Helm values travel as one JSON text, into which only
 * string tokens can be written.
 */
export function unwritableTokens(value: unknown, path = ""): string[] {
  if (typeof value === "number") return Token.isUnresolved(value) ? [path] : [];
  if (Array.isArray(value)) {
    const isListToken = value.length === 1 && typeof value[0] === "string" && value[0].startsWith("#{TfToken[");
    return isListToken ? [path] : value.flatMap((item, index) => unwritableTokens(item, `${path}[${index}]`));
  }
  if (!isMap(value)) return typeof value === "object" && Token.isUnresolved(value) ? [path] : [];
  return Object.entries(value).flatMap(([key, inner]) => unwritableTokens(inner, path === "" ? key : `${path}.${key}`));
}

/** The one JSON text that `helm_release.values` gets. String tokens stay; anything else that Terraform would read as a template is escaped. */
export function valuesJson(values: HelmValues): string {
  return JSON.stringify(mapStrings(values, escapeTemplate));
}

// The core leaves "${" alone, so a shell's ${HOME} in a manifest would reach Terraform as a reference.
function escapeTemplate(text: string): string {
  return text.replace(/\$\{(?!TfToken\[)/g, "$$${").replace(/%\{/g, "%%{");
}

function isMap(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !Token.isUnresolved(value);
}
