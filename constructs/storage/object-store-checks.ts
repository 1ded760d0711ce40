import { findRegion, regions, suggestNames } from "../../catalog";
import type { Finding } from "../../validation/finding";
import { objectStoreDefaults, type ObjectStoreProps } from "./object-store-props";
import { storageClasses, type StorageClassName } from "./object-tiering";
import { problem } from "../aws/problem";
import { isKnown } from "./findings";

/** Longest prefix that leaves room for the 26 characters that the provider adds. */
export const maxBucketPrefixLength = 37;

/** Everything that is wrong with the props of an ObjectStore; `storeName` is the construct's id where none is given. */
export function checkObjectStoreProps(props: ObjectStoreProps, path: string, storeName = props.storeName): Finding[] {
  return [
    ...checkRegion(props, path),
    ...checkBucketName(props, path),
    ...checkStoreName(props, storeName, path),
    ...checkLock(props, path),
    ...checkVersioning(props, path),
    ...checkTiering(props, path),
    ...checkArchive(props, path),
    ...checkDays(props, path),
    ...checkExpiry(props, path),
    ...checkReplication(props, path),
    ...checkAccessLogs(props, path),
  ];
}

function checkRegion({ region }: ObjectStoreProps, path: string): Finding[] {
  if (!isKnown(region) || findRegion(region) !== undefined) return [];
  const names = regions().map((row) => row.name);
  const [nearest] = suggestNames(region, names);
  return [
    problem("STO-150-bucket-region", `${path}.region`, `unknown region '${region}'`, {
      given: region,
      allowed: names,
      fix: nearest === undefined ? "name an AWS region" : `did you mean '${nearest}'?`,
    }),
  ];
}

function checkBucketName({ bucketName }: ObjectStoreProps, path: string): Finding[] {
  if (!isKnown(bucketName)) return [];
  const wellFormed = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(bucketName);
  const looksLikeAddress = /^\d+\.\d+\.\d+\.\d+$/.test(bucketName);
  const reserved = /^(xn--|sthree-|amzn-s3-demo-)|(-s3alias|--ol-s3|\.mrap|--x-s3|--table-s3)$/.test(bucketName);
  if (wellFormed && !looksLikeAddress && !reserved && !bucketName.includes(".")) return [];
  return [
    problem("STO-151-bucket-name", `${path}.bucketName`, "not a name that a bucket can have", {
      given: bucketName,
      allowed:
        "3 to 63 lower-case letters, digits and hyphens, a letter or digit at both ends; no dots (they break TLS " +
        "host names); none of S3's reserved beginnings and endings",
      fix: "leave bucketName out to get a unique name from the store's",
    }),
  ];
}

function checkStoreName({ bucketName }: ObjectStoreProps, storeName: string | undefined, path: string): Finding[] {
  if (bucketName !== undefined || !isKnown(storeName)) return [];
  const prefix = bucketPrefix(storeName);
  if (/^[a-z0-9][a-z0-9-]*$/.test(prefix) && !/^(xn--|sthree-|amzn-s3-demo-)/.test(prefix)) return [];
  return [
    problem("STO-151-bucket-name", `${path}.storeName`, "no bucket's name can begin with the store's name", {
      given: storeName,
      allowed: "lower-case letters, digits and hyphens, not a hyphen first",
      fix: "name the store differently, or give bucketName",
    }),
  ];
}

/** The fixed part of a generated bucket name. */
export function bucketPrefix(storeName: string): string {
  return `${storeName
    .toLowerCase()
    .replaceAll("_", "-")
    .slice(0, maxBucketPrefixLength - 1)}-`;
}

function checkLock({ objectLock }: ObjectStoreProps, path: string): Finding[] {
  const days = objectLock?.retention?.days;
  if (!isKnown(days) || (Number.isInteger(days) && days >= 1 && days <= 36500)) return [];
  return [
    problem("STO-152-bucket-lock", `${path}.objectLock`, "not a retention that S3 has", {
      given: days,
      allowed: "whole days, 1 to 36500",
      fix: "take ObjectLock.none() for no lock",
    }),
  ];
}

function checkVersioning(props: ObjectStoreProps, path: string): Finding[] {
  if (props.versioned !== false) return [];
  const { enabled } = props.objectLock ?? objectStoreDefaults(props.purpose).objectLock;
  const needs = [...(enabled ? ["object lock"] : []), ...((props.replicateTo ?? []).length > 0 ? ["replication"] : [])];
  if (needs.length === 0) return [];
  return [
    problem("STO-153-bucket-versioning", `${path}.versioned`, `${needs.join(" and ")} need versions`, {
      given: false,
      allowed: true,
      fix: "leave versioned out, or take ObjectLock.none() and no replication",
    }),
  ];
}

function checkTiering({ tiering }: ObjectStoreProps, path: string): Finding[] {
  const steps = tiering?.steps ?? [];
  const findings: Finding[] = [];
  const at = `${path}.tiering`;
  for (const { afterDays, storageClass } of steps) {
    const least = storageClasses[storageClass] as number | undefined;
    if (least !== undefined && (!isKnown(afterDays) || (Number.isInteger(afterDays) && afterDays >= least))) continue;
    findings.push(
      problem("STO-154-bucket-tiering", at, `objects cannot move to ${storageClass} after ${afterDays} days`, {
        given: { afterDays, storageClass },
        allowed: Object.entries(storageClasses).map(([name, days]) => `${name} from day ${days}`),
        fix: `wait ${least ?? 30} days`,
      }),
    );
  }
  const order = Object.keys(storageClasses) as StorageClassName[];
  const wrong = steps.find((step, index) => {
    const next = steps[index + 1];
    if (next === undefined || !isKnown(step.afterDays) || !isKnown(next.afterDays)) return false;
    return next.afterDays <= step.afterDays || order.indexOf(next.storageClass) <= order.indexOf(step.storageClass);
  });
  if (wrong !== undefined) {
    findings.push(
      problem("STO-154-bucket-tiering", at, "the steps do not go from warm to cold with growing age", {
        given: steps.map((step) => `${step.afterDays}: ${step.storageClass}`),
        allowed: `the order ${order.join(", ")}`,
        fix: "sort the steps by age; each must be colder than the one before",
      }),
    );
  }
  return findings;
}

function checkArchive({ tiering }: ObjectStoreProps, path: string): Finding[] {
  const { archiveAfterDays, deepArchiveAfterDays } = tiering?.archive ?? {};
  const wrong = [
    ...(isKnown(archiveAfterDays) && !between(archiveAfterDays, 90, 730) ? [`archive ${archiveAfterDays}`] : []),
    ...(isKnown(deepArchiveAfterDays) && !between(deepArchiveAfterDays, 180, 730)
      ? [`deep archive ${deepArchiveAfterDays}`]
      : []),
  ];
  if (wrong.length === 0) return [];
  return [
    problem("STO-155-bucket-archive", `${path}.tiering`, "not an age at which S3 archives what is not read", {
      given: wrong,
      allowed: "archive after 90 to 730 days, deep archive after 180 to 730",
      fix: "leave the archive tiers out where data must be readable at once",
    }),
  ];
}

function checkDays(props: ObjectStoreProps, path: string): Finding[] {
  return (["expireAfterDays", "noncurrentDays", "abortUploadDays"] as const).flatMap((name) => {
    const days = props[name];
    if (!isKnown(days) || (Number.isInteger(days) && days >= 1)) return [];
    return [
      problem("STO-156-bucket-days", `${path}.${name}`, "not a number of days", {
        given: days,
        allowed: "whole days, at least 1",
        fix: `leave ${name} out for its default`,
      }),
    ];
  });
}

function checkExpiry(props: ObjectStoreProps, path: string): Finding[] {
  const { expireAfterDays } = props;
  const steps = (props.tiering ?? objectStoreDefaults(props.purpose).tiering).steps;
  const late = steps.filter(
    (step) => isKnown(expireAfterDays) && isKnown(step.afterDays) && step.afterDays >= expireAfterDays,
  );
  if (late.length === 0) return [];
  return [
    problem("STO-157-bucket-expiry", `${path}.expireAfterDays`, "objects expire before they move to a colder class", {
      given: expireAfterDays,
      allowed: `more than ${steps.at(-1)?.afterDays}`,
      fix: "expire later, or leave the later tiering steps out",
    }),
  ];
}

function checkReplication(props: ObjectStoreProps, path: string): Finding[] {
  const targets = props.replicateTo ?? [];
  const twice = targets.filter((target, index) => targets.indexOf(target) !== index).map((target) => target.storeName);
  const findings: Finding[] = [];
  if (twice.length > 0) {
    findings.push(
      problem("STO-158-bucket-replication", `${path}.replicateTo`, "a replication target is named twice", {
        given: twice,
        allowed: "each target once",
        fix: "remove the repetition",
      }),
    );
  }
  const keyless = targets.filter((target) => target.key === undefined).map((target) => target.storeName);
  if (props.key !== undefined && keyless.length > 0) {
    findings.push(
      problem(
        "STO-158-bucket-replication",
        `${path}.replicateTo`,
        "copies of encrypted objects need a key over there",
        {
          given: keyless,
          allowed: "targets whose `key` is known",
          fix: "give the target a customer key of its own region",
        },
      ),
    );
  }
  return findings;
}

function checkAccessLogs({ accessLogsTo }: ObjectStoreProps, path: string): Finding[] {
  if (accessLogsTo?.key === undefined) return [];
  return [
    problem("STO-159-bucket-access-logs", `${path}.accessLogsTo`, "S3 cannot write access logs with a customer key", {
      given: accessLogsTo.key.keyName,
      allowed: "a bucket without customer key",
      fix: "give the log bucket no key",
    }),
  ];
}

function between(value: number, low: number, high: number): boolean {
  return Number.isInteger(value) && value >= low && value <= high;
}
