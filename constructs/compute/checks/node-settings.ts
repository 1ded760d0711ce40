import { Token } from "../../../core/cdktf";
import type { Finding } from "../../../validation/finding";
import { problem } from "../../aws/problem";
import type { PoolFacts } from "../pool-props";

/** gp3: 500 IOPS per GiB at most, and 0.25 MiB/s of throughput per provisioned IOPS. */
const maxIopsPerGiB = 500;
const maxMiBpsPerIops = 0.25;
const includedIops = 3000;

export function checkRootVolume({ rootVolume = {} }: PoolFacts, path: string): Finding[] {
  const { sizeGiB, iops = includedIops, throughputMiBps = 125 } = rootVolume;
  const given = Object.entries(rootVolume).filter((entry): entry is [string, number] => entry[1] !== undefined);
  if (given.some(([, value]) => Token.isUnresolved(value))) return [];
  const at = `${path}.rootVolume`;
  const invalid = given.filter(([, value]) => !Number.isInteger(value) || value < 1);
  if (invalid.length > 0) {
    return invalid.map(([name, value]) =>
      problem("OPS-053-root-volume", `${at}.${name}`, `${name} is not a whole number of 1 or more`, {
        given: value,
        allowed: "a whole number, 1 or more",
        fix: `correct ${name}`,
      }),
    );
  }
  const findings: Finding[] = [];
  if (iops < includedIops || (sizeGiB !== undefined && iops > Math.max(includedIops, sizeGiB * maxIopsPerGiB))) {
    findings.push(
      problem("OPS-053-root-volume", `${at}.iops`, "gp3 does not offer these IOPS at this size", {
        given: iops,
        allowed: `${includedIops} to ${maxIopsPerGiB} per GiB`,
        fix: "raise sizeGiB or lower iops",
      }),
    );
  }
  if (throughputMiBps < 125 || throughputMiBps > iops * maxMiBpsPerIops) {
    findings.push(
      problem("OPS-053-root-volume", `${at}.throughputMiBps`, "gp3 does not offer this throughput at these IOPS", {
        given: throughputMiBps,
        allowed: `125 to ${Math.floor(iops * maxMiBpsPerIops)} MiB/s at ${iops} IOPS`,
        fix: "raise iops to four times the throughput, or lower the throughput",
      }),
    );
  }
  return findings;
}

export function checkMaxPods({ maxPodsPerNode }: PoolFacts, path: string): Finding[] {
  // EKS caps its managed nodes there, whatever their size.
  return checkPositive("OPS-054-max-pods", `${path}.maxPodsPerNode`, "pods per node", maxPodsPerNode, 250);
}

export function checkMaxUnavailable({ maxUnavailableNodes }: PoolFacts, path: string): Finding[] {
  // EKS updates at most 100 nodes of a group at once.
  return checkPositive("OPS-055-max-unavailable", `${path}.maxUnavailableNodes`, "nodes", maxUnavailableNodes, 100);
}

function checkPositive(rule: string, path: string, what: string, value: number | undefined, limit?: number): Finding[] {
  if (value === undefined || Token.isUnresolved(value)) return [];
  if (Number.isInteger(value) && value >= 1 && value <= (limit ?? value)) return [];
  return [
    problem(rule, path, `not a number of ${what}`, {
      given: value,
      allowed: limit === undefined ? "a whole number, 1 or more" : `1 to ${limit}`,
      fix: "state a whole number within the limits, or leave it out",
    }),
  ];
}
