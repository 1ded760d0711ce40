import { createHash } from "node:crypto";
import { posix } from "node:path";
import ipaddr from "ipaddr.js";
import { emptyObject, encodeJson, joinText, parseYaml, scalarText, toValue, type Text } from "./text";
import { hasUnknown, isObject, isUnknown, type Value, type ValueObject } from "./value";

/** Reads a file of the module, for `file()`; undefined where there is none or it lies outside. */
export type FileReader = (path: string) => string | undefined;

/**
 * The Terraform functions that are evaluated. A function yields `undefined` where it cannot say (wrong arguments, or a
 * value it needs is unknown); the caller makes an unknown value of it. Clock and random functions are absent on purpose.
 */
type TerraformFunction = (args: readonly Value[], expression: string, readFile: FileReader) => Value | undefined;

/** Longest list a function makes. */
const maxItems = 10_000;

/** These take a value apart or put it together without looking inside: unknown pieces may stay unknown. */
const structural: Readonly<Record<string, TerraformFunction>> = {
  jsonencode: ([value = null], expression) => encodeJson(value, expression),
  // JSON is YAML: the text differs from Terraform's in layout only.
  yamlencode: ([value = null], expression) => encodeJson(value, expression),
  join: ([separator, ...lists], expression) => {
    const items = lists.flatMap((list) => (Array.isArray(list) ? (list as readonly Value[]) : [null]));
    const pieces = items.map(scalarText);
    if (typeof separator !== "string" || pieces.includes(undefined)) return undefined;
    return joinText(
      (pieces as Text[]).flatMap((piece, index) => (index > 0 ? [separator, piece] : [piece])),
      expression,
    );
  },
  format: ([pattern, ...args], expression) => {
    if (typeof pattern !== "string") return undefined;
    const pieces = formatPieces(pattern, args);
    return pieces && joinText(pieces, expression);
  },
  concat: (lists) => {
    if (!lists.every(Array.isArray)) return undefined;
    return limited((lists as readonly (readonly Value[])[]).flat(1));
  },
  merge: (maps) => {
    const merged = emptyObject();
    for (const map of maps) {
      if (isUnknown(map)) return undefined;
      if (isObject(map)) for (const [key, value] of Object.entries(map)) merged[key] = value;
    }
    return merged;
  },
  tolist: ([list]) => (Array.isArray(list) ? list : undefined),
  tomap: ([map]) => (isObject(map) ? map : undefined),
  tostring: ([value = null]) => scalarText(value),
  flatten: ([list]) => (Array.isArray(list) ? flatten(list as readonly Value[]) : undefined),
  compact: ([list]) =>
    Array.isArray(list) ? (list as readonly Value[]).filter((item) => item !== "" && item !== null) : undefined,
  element: ([list, index]) => {
    if (!Array.isArray(list) || typeof index !== "number" || list.length === 0) return undefined;
    return (list as readonly Value[])[((index % list.length) + list.length) % list.length];
  },
  lookup: ([map, key, otherwise]) => {
    if (!isObject(map) || typeof key !== "string") return undefined;
    return Object.hasOwn(map, key) ? map[key] : otherwise;
  },
  length: ([value]) => {
    if (Array.isArray(value)) return value.length;
    if (typeof value === "string") return [...value].length;
    return isObject(value) ? Object.keys(value).length : undefined;
  },
  keys: ([map]) => (isObject(map) ? sortedKeys(map) : undefined),
  values: ([map]) => (isObject(map) ? sortedKeys(map).map((key) => map[key] ?? null) : undefined),
  zipmap: ([keys, values]) => {
    if (!isTextList(keys) || !Array.isArray(values) || values.length !== keys.length) return undefined;
    const map = emptyObject();
    keys.forEach((key, index) => (map[key] = (values as readonly Value[])[index] ?? null));
    return map;
  },
  coalesce: (args) => firstThat(args, (value) => value !== null && value !== ""),
  coalescelist: (args) => firstThat(args, (value) => Array.isArray(value) && value.length > 0),
  one: ([list]) => {
    if (!Array.isArray(list) || list.length > 1) return undefined;
    return (list as readonly Value[])[0] ?? null;
  },
  slice: ([list, from, to]) =>
    Array.isArray(list) && typeof from === "number" && typeof to === "number"
      ? (list as readonly Value[]).slice(from, to)
      : undefined,
  reverse: ([list]) => (Array.isArray(list) ? [...(list as readonly Value[])].reverse() : undefined),
  sensitive: ([value]) => value,
  nonsensitive: ([value]) => value,
};

/** These need every argument known to the last piece. */
const complete: Readonly<Record<string, TerraformFunction>> = {
  jsondecode: ([text]) => {
    if (typeof text !== "string") return undefined;
    try {
      return toValue(JSON.parse(text));
    } catch {
      return undefined;
    }
  },
  yamldecode: ([text]) => {
    const [document] = typeof text === "string" ? parseYaml(text) : [];
    return document === undefined ? undefined : toValue(document);
  },
  toset: ([list]) => (Array.isArray(list) ? distinct(list as readonly Value[]).sort(byText) : undefined),
  distinct: ([list]) => (Array.isArray(list) ? distinct(list as readonly Value[]) : undefined),
  setproduct: (sets) => {
    if (!sets.every(Array.isArray)) return undefined;
    const lists = sets as readonly (readonly Value[])[];
    if (lists.reduce((product, list) => product * list.length, 1) > maxItems) return undefined;
    return lists.reduce<readonly (readonly Value[])[]>(
      (rows, list) => rows.flatMap((row) => list.map((item) => [...row, item])),
      [[]],
    );
  },
  setunion: (sets) => (sets.every(Array.isArray) ? distinct((sets as Value[][]).flat(1)).sort(byText) : undefined),
  setintersection: ([first, ...others]) => {
    if (!Array.isArray(first) || !others.every(Array.isArray)) return undefined;
    const rest = (others as Value[][]).map((set) => new Set(set.map(identity)));
    return distinct(first as Value[]).filter((item) => rest.every((set) => set.has(identity(item))));
  },
  setsubtract: ([first, second]) => {
    if (!Array.isArray(first) || !Array.isArray(second)) return undefined;
    const taken = new Set((second as Value[]).map(identity));
    return (first as Value[]).filter((item) => !taken.has(identity(item)));
  },
  contains: ([list, value = null]) =>
    Array.isArray(list) ? (list as readonly Value[]).some((item) => identity(item) === identity(value)) : undefined,
  index: ([list, value = null]) => {
    if (!Array.isArray(list)) return undefined;
    const found = (list as readonly Value[]).findIndex((item) => identity(item) === identity(value));
    return found < 0 ? undefined : found;
  },
  sort: ([list]) => (isTextList(list) ? [...list].sort() : undefined),
  split: ([separator, text]) =>
    typeof separator === "string" && typeof text === "string" ? limited(text.split(separator)) : undefined,
  lower: text((value) => value.toLowerCase()),
  upper: text((value) => value.toUpperCase()),
  title: text((value) => value.replace(/\b\p{L}/gu, (letter) => letter.toUpperCase())),
  trimspace: text((value) => value.trim()),
  chomp: text((value) => value.replace(/[\r\n]+$/, "")),
  trimprefix: text((value, prefix = "") => (value.startsWith(prefix) ? value.slice(prefix.length) : value)),
  trimsuffix: text((value, suffix = "") =>
    suffix !== "" && value.endsWith(suffix) ? value.slice(0, -suffix.length) : value,
  ),
  basename: text((value) => posix.basename(value)),
  dirname: text((value) => posix.dirname(value)),
  startswith: ([value, prefix]) => bothText(value, prefix, (a, b) => a.startsWith(b)),
  endswith: ([value, suffix]) => bothText(value, suffix, (a, b) => a.endsWith(b)),
  strcontains: ([value, piece]) => bothText(value, piece, (a, b) => a.includes(b)),
  replace: ([value, search, by]) => {
    if (typeof value !== "string" || typeof search !== "string" || typeof by !== "string") return undefined;
    // `/…/` is a regular expression of another dialect (RE2), and could be made to run for ever here.
    if (search.length > 1 && search.startsWith("/") && search.endsWith("/")) return undefined;
    return value.replaceAll(search, () => by);
  },
  substr: ([value, from, length]) => {
    if (typeof value !== "string" || typeof from !== "number" || typeof length !== "number") return undefined;
    const letters = [...value];
    const start = from < 0 ? letters.length + from : from;
    return letters.slice(start, length < 0 ? undefined : start + length).join("");
  },
  tonumber: ([value]) => {
    if (typeof value === "number") return value;
    const number = typeof value === "string" && value.trim() !== "" ? Number(value) : Number.NaN;
    return Number.isNaN(number) ? undefined : number;
  },
  tobool: ([value]) => {
    if (typeof value === "boolean") return value;
    return value === "true" ? true : value === "false" ? false : undefined;
  },
  max: numbers((values) => Math.max(...values)),
  min: numbers((values) => Math.min(...values)),
  sum: ([list]) => (isNumberList(list) ? list.reduce((sum, value) => sum + value, 0) : undefined),
  abs: numbers(([value = Number.NaN]) => Math.abs(value)),
  ceil: numbers(([value = Number.NaN]) => Math.ceil(value)),
  floor: numbers(([value = Number.NaN]) => Math.floor(value)),
  range: numbers((values) => rangeOf(values)),
  alltrue: ([list]) => (Array.isArray(list) ? (list as readonly Value[]).every(isTrue) : undefined),
  anytrue: ([list]) => (Array.isArray(list) ? (list as readonly Value[]).some(isTrue) : undefined),
  base64encode: text((value) => Buffer.from(value, "utf8").toString("base64")),
  base64decode: text((value) => Buffer.from(value, "base64").toString("utf8")),
  md5: text((value) => createHash("md5").update(value).digest("hex")),
  sha1: text((value) => createHash("sha1").update(value).digest("hex")),
  sha256: text((value) => createHash("sha256").update(value).digest("hex")),
  cidrsubnet: ([prefix, newBits, number]) =>
    typeof prefix === "string" && typeof newBits === "number" && typeof number === "number"
      ? cidrSubnet(prefix, newBits, number)
      : undefined,
  cidrhost: ([prefix, number]) => {
    if (typeof prefix !== "string" || typeof number !== "number") return undefined;
    const network = parseCidr(prefix);
    if (!network) return undefined;
    const size = 1n << BigInt(network.width - network.bits);
    const offset = number < 0 ? size + BigInt(number) : BigInt(number);
    return offset < 0n || offset >= size ? undefined : addressText(network.base + offset, network.width);
  },
  cidrsubnets: ([prefix, ...sizes]) => {
    if (typeof prefix !== "string" || !isNumberList(sizes)) return undefined;
    return cidrSubnets(prefix, sizes);
  },
  file: ([path], _expression, readFile) => (typeof path === "string" ? readFile(path) : undefined),
  fileexists: ([path], _expression, readFile) =>
    typeof path === "string" ? (readFile(path) === undefined ? undefined : true) : undefined,
  filebase64: ([path], _expression, readFile) => {
    const content = typeof path === "string" ? readFile(path) : undefined;
    return content === undefined ? undefined : Buffer.from(content, "utf8").toString("base64");
  },
};

/** Whether `callFunction` knows a function of that name. */
export function isFunction(name: string): boolean {
  return Object.hasOwn(structural, name) || Object.hasOwn(complete, name);
}

/** Calls a Terraform function by name; `undefined` where its value cannot be said. */
export function callFunction(
  name: string,
  args: readonly Value[],
  expression: string,
  readFile: FileReader,
): Value | undefined {
  if (Object.hasOwn(structural, name)) return structural[name]?.(args, expression, readFile);
  if (!Object.hasOwn(complete, name) || args.some(hasUnknown)) return undefined;
  return complete[name]?.(args, expression, readFile);
}

function formatPieces(pattern: string, args: readonly Value[]): readonly Text[] | undefined {
  const pieces: Text[] = [];
  let next = 0;
  for (const piece of pattern.split(/(%(?:%|[svdq]|0\d+d))/)) {
    if (piece === "%%") {
      pieces.push("%");
    } else if (piece.startsWith("%")) {
      const value = args[next++];
      const shown = value === undefined ? undefined : scalarText(value);
      if (shown === undefined) return undefined;
      const width = /^%0(\d+)d$/.exec(piece)?.[1];
      if (width !== undefined && typeof shown === "string")
        pieces.push(shown.padStart(Math.min(Number(width), 100), "0"));
      else if (piece === "%q") pieces.push('"', shown, '"');
      else pieces.push(shown);
    } else if (piece.includes("%")) {
      return undefined;
    } else {
      pieces.push(piece);
    }
  }
  return pieces;
}

function firstThat(args: readonly Value[], accept: (value: Value) => boolean): Value | undefined {
  for (const value of args) {
    if (isUnknown(value)) return undefined;
    if (accept(value)) return value;
  }
  return undefined;
}

function flatten(list: readonly Value[]): Value[] | undefined {
  return limited(list.flatMap((item) => (Array.isArray(item) ? (flatten(item as readonly Value[]) ?? []) : [item])));
}

function distinct(list: readonly Value[]): Value[] {
  return [...new Map(list.map((item) => [identity(item), item])).values()];
}

function identity(value: Value): string {
  return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
}

function byText(left: Value, right: Value): number {
  const [a, b] = [identity(left), identity(right)];
  return a < b ? -1 : a > b ? 1 : 0;
}

function limited(list: readonly Value[]): Value[] | undefined {
  return list.length > maxItems ? undefined : [...list];
}

function sortedKeys(map: ValueObject): string[] {
  return Object.keys(map).sort();
}

function isTextList(value: Value | undefined): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function isNumberList(value: unknown): value is readonly number[] {
  return Array.isArray(value) && value.every((item) => typeof item === "number");
}

function isTrue(value: Value): boolean {
  return value === true || value === "true";
}

function text(apply: (value: string, other?: string) => string): TerraformFunction {
  return ([value, other]) => {
    if (typeof value !== "string" || (other !== undefined && typeof other !== "string")) return undefined;
    return apply(value, other);
  };
}

function bothText(left: Value | undefined, right: Value | undefined, test: (a: string, b: string) => boolean) {
  return typeof left === "string" && typeof right === "string" ? test(left, right) : undefined;
}

function numbers(apply: (values: readonly number[]) => Value | undefined): TerraformFunction {
  return (args) => (isNumberList(args) && args.length > 0 ? apply(args) : undefined);
}

function rangeOf(values: readonly number[]): Value | undefined {
  const [first = 0, second, step] = values;
  const [from, to] = second === undefined ? [0, first] : [first, second];
  const by = step ?? (to < from ? -1 : 1);
  const count = by === 0 ? Infinity : Math.max(0, Math.ceil((to - from) / by));
  return count > maxItems ? undefined : Array.from({ length: count }, (_unused, index) => from + index * by);
}

interface Network {
  readonly base: bigint;
  readonly bits: number;
  /** 32 or 128. */
  readonly width: number;
}

function parseCidr(prefix: string): Network | undefined {
  if (!ipaddr.isValidCIDR(prefix)) return undefined;
  const [address, bits] = ipaddr.parseCIDR(prefix);
  const bytes = address.toByteArray();
  const width = bytes.length * 8;
  const value = bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  const hostBits = BigInt(width - bits);
  return { base: (value >> hostBits) << hostBits, bits, width };
}

function addressText(value: bigint, width: number): string {
  const bytes = Array.from({ length: width / 8 }, (_unused, index) =>
    Number((value >> BigInt(width - 8 * (index + 1))) & 0xffn),
  );
  return ipaddr.fromByteArray(bytes).toString();
}

function cidrSubnet(prefix: string, newBits: number, number: number): string | undefined {
  const network = parseCidr(prefix);
  if (!network || !Number.isInteger(newBits) || newBits < 0 || !Number.isInteger(number) || number < 0)
    return undefined;
  const bits = network.bits + newBits;
  if (bits > network.width || BigInt(number) >= 1n << BigInt(newBits)) return undefined;
  return `${addressText(network.base + (BigInt(number) << BigInt(network.width - bits)), network.width)}/${bits}`;
}

function cidrSubnets(prefix: string, sizes: readonly number[]): Value | undefined {
  const network = parseCidr(prefix);
  if (!network) return undefined;
  let next = network.base;
  const end = network.base + (1n << BigInt(network.width - network.bits));
  const subnets: string[] = [];
  for (const newBits of sizes) {
    const bits = network.bits + newBits;
    if (!Number.isInteger(newBits) || newBits < 1 || bits > network.width) return undefined;
    const size = 1n << BigInt(network.width - bits);
    // A subnet starts at a multiple of its own size.
    const start = ((next + size - 1n) / size) * size;
    if (start + size > end) return undefined;
    subnets.push(`${addressText(start, network.width)}/${bits}`);
    next = start + size;
  }
  return subnets;
}
