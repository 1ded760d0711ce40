import { amiTypeForInstance, amiTypes, suggestNames, type AmiType, type InstanceType } from "../../../catalog";
import { Token } from "../../../core/cdktf";
import type { Finding } from "../../../validation/finding";
import { problem } from "../../aws/problem";
import type { PoolFacts } from "../pool-props";

/** EKS publishes no image for some pairs of operating system and accelerator. */
export function checkImageExists(type: InstanceType, facts: PoolFacts, path: string): Finding[] {
  const { amiType, imageId, operatingSystem = "al2023" } = facts;
  if (amiType !== undefined || imageId !== undefined) return [];
  if (amiTypeForInstance(type, operatingSystem) !== undefined) return [];
  return [
    problem(
      "ACC-052-node-image",
      `${path}.operatingSystem`,
      `EKS publishes no ${operatingSystem} image for ${type.name}`,
      {
        given: operatingSystem,
        allowed: ["al2023", "bottlerocket"].filter((os) => amiTypeForInstance(type, os as "al2023") !== undefined),
        fix: "choose the other operating system, or give an image of your own as imageId",
      },
    ),
  ];
}

export function checkKnownAmiType({ amiType }: PoolFacts, path: string): Finding[] {
  if (amiType === undefined || Token.isUnresolved(amiType) || usableAmiType(amiType) !== undefined) return [];
  const names = amiTypes()
    .filter(isUsable)
    .map((row) => row.name);
  const [nearest] = suggestNames(amiType, names);
  return [
    problem("ACC-052-node-image", `${path}.amiType`, `'${amiType}' is not an AMI type that a pool can use`, {
      given: amiType,
      allowed: names,
      fix: nearest === undefined ? "choose one of these" : `write '${nearest}'`,
    }),
  ];
}

/** An image for another architecture does not boot; one without the driver shows no accelerator. */
export function checkAmiTypeFits(type: InstanceType, { amiType }: PoolFacts, path: string): Finding[] {
  const row = amiType === undefined ? undefined : usableAmiType(amiType);
  const usual = amiTypes().find((candidate) => candidate.name === amiTypeForInstance(type));
  if (row === undefined || usual === undefined) return [];
  if (row.architecture === usual.architecture && row.accelerator === usual.accelerator) return [];
  const fitting = amiTypes()
    .filter(isUsable)
    .filter((other) => other.architecture === usual.architecture && other.accelerator === usual.accelerator);
  return [
    problem(
      "ACC-053-image-fits-type",
      `${path}.amiType`,
      `${row.name} does not fit ${type.name} (${type.architecture})`,
      {
        given: row.name,
        allowed: fitting.map((other) => other.name),
        fix: "choose one of these, or leave amiType out",
      },
    ),
  ];
}

export function checkAmiTypeForVersion({ amiType, cluster }: PoolFacts, path: string): Finding[] {
  const last = amiTypes().find((row) => row.name === amiType)?.lastKubernetesVersion;
  if (last === undefined || Token.isUnresolved(cluster.kubernetesVersion)) return [];
  if (minor(cluster.kubernetesVersion) <= minor(last)) return [];
  return [
    problem(
      "VER-050-image-for-version",
      `${path}.amiType`,
      `EKS publishes no ${amiType} for ${cluster.kubernetesVersion}`,
      {
        given: cluster.kubernetesVersion,
        allowed: `up to ${last}`,
        fix: "use an Amazon Linux 2023 or Bottlerocket image",
      },
    ),
  ];
}

export function checkImageId({ imageId, amiType }: PoolFacts, path: string): Finding[] {
  if (imageId === undefined) return [];
  const findings: Finding[] = [];
  if (!Token.isUnresolved(imageId) && !/^ami-[0-9a-f]{8}([0-9a-f]{9})?$/.test(imageId)) {
    findings.push(
      problem("ACC-054-image-id", `${path}.imageId`, "not the id of an image", {
        given: imageId,
        allowed: "ami- and 8 or 17 hexadecimal digits",
        fix: "take it from `aws ec2 describe-images`",
      }),
    );
  }
  if (amiType !== undefined) {
    findings.push(
      problem("ACC-054-image-id", `${path}.amiType`, "amiType and imageId exclude each other", {
        given: amiType,
        allowed: "one of the two",
        fix: "leave amiType out: EKS refuses it beside an image of your own",
      }),
    );
  }
  return findings;
}

/** Windows nodes run none of the components; Amazon Linux 2 boots by a script that has no node configuration. */
function isUsable(row: AmiType): boolean {
  return row.os === "al2023" || row.os === "bottlerocket";
}

function usableAmiType(name: string): AmiType | undefined {
  return amiTypes().find((row) => row.name === name && isUsable(row));
}

function minor(version: string): number {
  return Number(version.split(".")[1] ?? 0);
}
