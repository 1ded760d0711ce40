import { gunzipSync } from "node:zlib";
import { isObject, isUnknown, type Unknown, type Value } from "../../documents/value";

/** One text of a document, with the path at which it stands. */
export interface PlacedText {
  readonly path: string;
  readonly text: string;
  /** Pieces around it are not known, so that a name may be cut off at its ends. */
  readonly partial: boolean;
}

/** A document that hides more layers of encoding than this hides it on purpose; the outer layers are still seen. */
const maxLayers = 3;
const base64Pattern = /^[A-Za-z0-9+/_-]{16,}={0,2}$/;
const maxDepth = 60;

/** All texts in a value, and what is encoded in them (base64, gzip), each with its path. Keys are texts too. */
export function* textsIn(value: Value | undefined, path = "", depth = 0): Generator<PlacedText> {
  if (typeof value === "string") {
    yield { path, text: value, partial: false };
    yield* decodedIn(value, path);
  } else if (isUnknown(value)) {
    for (const text of value.literals) yield { path, text, partial: true };
  } else if (depth > maxDepth) {
    return;
  } else if (Array.isArray(value)) {
    for (const item of value as readonly Value[]) yield* textsIn(item, path, depth + 1);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value)) {
      // A key is a text where the author chose it: a host in a map of hosts.
      if (key.includes(".") || key.includes(":")) yield { path: `${path}.${key}`, text: key, partial: false };
      yield* textsIn(item, path === "" ? key : `${path}.${key}`, depth + 1);
    }
  }
}

/** A text that nobody has decided yet, with its path. */
export interface OpenText {
  readonly path: string;
  readonly value: Unknown;
}

/** Who decides these is outside of the documents: what they will say, no sweep of texts can see. */
const decidedOutside = ["variable", "expression", "module"];

/** Texts that a variable without a default, or something that is not evaluated here, will decide. */
export function* openTextsIn(value: Value | undefined, path = "", depth = 0): Generator<OpenText> {
  if (isUnknown(value)) {
    const pieces = value.parts?.filter(isUnknown) ?? [value];
    if (pieces.some(({ reason }) => decidedOutside.includes(reason))) yield { path, value };
  } else if (depth > maxDepth) {
    return;
  } else if (Array.isArray(value)) {
    for (const item of value as readonly Value[]) yield* openTextsIn(item, path, depth + 1);
  } else if (isObject(value)) {
    for (const [key, item] of Object.entries(value))
      yield* openTextsIn(item, path === "" ? key : `${path}.${key}`, depth + 1);
  }
}

function* decodedIn(text: string, path: string): Generator<PlacedText> {
  let layer = text;
  for (let count = 0; count < maxLayers; count++) {
    const decoded = decode(layer);
    if (decoded === undefined) return;
    yield { path, text: decoded, partial: false };
    layer = decoded;
  }
}

/** What stands behind base64, gzipped or not; undefined where the text is none or not readable. */
export function decode(text: string): string | undefined {
  const packed = text.replace(/\s+/g, "");
  if (packed.length < 16 || !base64Pattern.test(packed)) return undefined;
  const bytes = Buffer.from(packed, "base64");
  try {
    const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? gunzipSync(bytes, { maxOutputLength: 4_000_000 }) : bytes;
    const readable = plain.toString("utf8");
    // eslint-disable-next-line no-control-regex -- control characters are how binary data shows
    return /[\u0000-\u0008\u000e-\u001f\ufffd]/.test(readable) ? undefined : readable;
  } catch {
    return undefined;
  }
}
