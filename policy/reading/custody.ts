import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import type { KeyCustody } from "../boundary";
import { isGiven } from "./verdicts";

/** Types of keys whose material somebody keeps. */
export const keyTypes = ["aws_kms_key", "aws_kms_external_key", "aws_kms_replica_external_key"] as const;

/** Who made and keeps a key's material; undefined where the key store is not known. */
export function custodyOf(key: Resource): KeyCustody | undefined {
  if (key.type !== "aws_kms_key") return "imported";
  if (isGiven(key.get("xks_key_id"))) return "external";
  const store = key.get("custom_key_store_id");
  if (!isGiven(store)) return "customer-managed";
  const target = key.target("custom_key_store_id");
  const type = target?.get("custom_key_store_type");
  if (target === undefined || isUnknown(type)) return undefined;
  return type === "EXTERNAL_KEY_STORE" ? "external" : "hsm";
}

/** The weakest custody that a key can have: whatever its kind, a custom key store is an HSM at the least. */
export function leastCustodyOf(key: Resource): KeyCustody | undefined {
  return custodyOf(key) ?? (typeof key.get("custom_key_store_id") === "string" ? "hsm" : undefined);
}
