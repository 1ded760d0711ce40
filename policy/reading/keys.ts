import type { Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import { isUnset, type Tri } from "./verdicts";

const keyTypes = ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_key", "aws_kms_replica_external_key"];

/** The keys that an attribute leads to, through aliases. */
export function keysAt(resource: Resource, path: string): readonly Resource[] {
  return resource.targets(path).flatMap((target) => keyBehind(target));
}

function keyBehind(target: Resource): readonly Resource[] {
  if (keyTypes.includes(target.type)) return [target];
  if (target.mode === "managed" && target.type === "aws_kms_alias") return keysAt(target, "target_key_id");
  return [target];
}

/** Whether what stands there is a key of the customer: not absent, and no alias of AWS. */
export function isCustomerKey(resource: Resource, path: string): Tri {
  const values = resource.list(path).filter((value) => value !== null && value !== "" && !isUnset(value));
  if (values.length === 0) return false;
  const answers = values.map((value) => customerKey(resource, path, value));
  return answers.includes(false) ? false : answers.includes("unknown") ? "unknown" : true;
}

function customerKey(resource: Resource, path: string, value: Value): Tri {
  if (typeof value === "string") return !/(^|[:/])alias\/aws\//.test(value);
  if (!isUnknown(value)) return false;
  const keys = keysAt(resource, path);
  if (keys.length === 0) return "unknown";
  if (keys.some((key) => isAwsOwnedLookup(key))) return false;
  return keys.every((key) => keyTypes.includes(key.type) || key.mode === "data") ? true : "unknown";
}

/** A look-up of an alias that AWS manages. */
function isAwsOwnedLookup(key: Resource): boolean {
  const named = [key.get("name"), key.get("key_id")];
  return key.mode === "data" && named.some((name) => typeof name === "string" && /(^|[:/])alias\/aws\//.test(name));
}

export { keyTypes };
