import { findRegion, regions, suggestNames } from "../../catalog";
import { Token } from "../../core/cdktf";
import type { Finding } from "../../validation/finding";
import { problem } from "../aws/problem";
import type { KeyPurpose } from "./key-policy";

export interface CustomerKeyProps {
  /** What the key protects: decides which AWS services its policy lets in. */
  readonly purpose: KeyPurpose;
  /** Region's name, e.g. `eu-north-1`. */
  readonly region: string;
  /** Id in the factory model and name of the alias. @default - the construct's id */
  readonly keyName?: string;
  /** Days between two rotations of the key's material: 90 to 2560. @default 365 */
  readonly rotationDays?: number;
  /**
   * Id of a custom key store (`cks-…`) in which the key's material lies: a CloudHSM cluster or an external key manager of
   * your own. KMS rotates no such key; you make a new one.
   * @default - the material lies in KMS itself
   */
  readonly customKeyStoreId?: string;
  /** Days for which a deleted key can be brought back: 7 to 30. @default 30 */
  readonly deletionWindowDays?: number;
}

/** Everything that is wrong with the props of a CustomerKey. */
export function checkCustomerKeyProps(props: CustomerKeyProps, path: string): Finding[] {
  return [
    ...checkName(props, path),
    ...checkRegion(props, path),
    ...checkStore(props, path),
    ...checkDays("SOV-050-key-rotation", `${path}.rotationDays`, props.rotationDays, 90, 2560),
    ...checkDays("OPS-056-key-deletion-window", `${path}.deletionWindowDays`, props.deletionWindowDays, 7, 30),
  ];
}

/** KMS refuses other aliases; `aws/` is AWS's own. */
function checkName({ keyName }: CustomerKeyProps, path: string): Finding[] {
  if (keyName === undefined || Token.isUnresolved(keyName)) return [];
  if (/^[a-zA-Z0-9/_-]{1,250}$/.test(keyName) && !keyName.startsWith("aws/")) return [];
  return [
    problem("OPS-057-key-name", `${path}.keyName`, "not a usable name for a key's alias", {
      given: keyName,
      allowed: "1 to 250 letters, digits, '/', '_' and '-', not beginning with 'aws/'",
      fix: "choose another keyName (or construct id)",
    }),
  ];
}

function checkRegion({ region }: CustomerKeyProps, path: string): Finding[] {
  if (!Token.isUnresolved(region) && findRegion(region) !== undefined) return [];
  const names = regions().map((row) => row.name);
  const [nearest] = Token.isUnresolved(region) ? [] : suggestNames(region, names);
  return [
    problem("NET-010-known-region", `${path}.region`, "the key's region must be a known one", {
      given: region,
      allowed: names,
      fix: nearest === undefined ? "name an AWS region" : `did you mean '${nearest}'?`,
    }),
  ];
}

function checkStore({ customKeyStoreId, rotationDays }: CustomerKeyProps, path: string): Finding[] {
  if (customKeyStoreId === undefined || rotationDays === undefined) return [];
  return [
    problem("SOV-050-key-rotation", `${path}.rotationDays`, "KMS rotates no key of a custom key store", {
      given: rotationDays,
      allowed: "no rotationDays beside customKeyStoreId",
      fix: "leave rotationDays out, and replace the key yourself",
    }),
  ];
}

function checkDays(rule: string, path: string, days: number | undefined, least: number, most: number): Finding[] {
  if (days === undefined || Token.isUnresolved(days)) return [];
  if (Number.isInteger(days) && days >= least && days <= most) return [];
  return [
    problem(rule, path, "KMS does not take this number of days", {
      given: days,
      allowed: `${least} to ${most}`,
      fix: "choose a number of days within the limits",
    }),
  ];
}
