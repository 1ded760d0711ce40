import { stringify } from "yaml";
import { FactoryError } from "../../../validation/factory-error";
import type { INodePool } from "../../contracts";

/** Label by which the device plugin chooses the configuration of a node. */
const configLabel = "nvidia.com/device-plugin.config";

/**
 * Configurations of NVIDIA's device plugin by name: one that shares nothing, and one for each way of sharing that the
 * pools' labels name; undefined where no pool shares.
 *
 * @throws FactoryError where a label names no way of sharing
 */
export function sharingConfigs(
  pools: readonly INodePool[],
  component: string,
): Readonly<Record<string, string>> | undefined {
  const names = [...new Set(pools.map(({ labels }) => labels[configLabel]).filter((name) => name !== undefined))];
  if (names.length === 0) return undefined;
  const shared = names.map(
    (name) => [name, stringify({ version: "v1", sharing: sharingOf(name, component) })] as const,
  );
  return Object.fromEntries([["exclusive", stringify({ version: "v1" })], ...shared]);
}

/** `time-slicing-4` and `mps-4`, as a pool's sharing names them. */
function sharingOf(name: string, component: string): Record<string, unknown> {
  const [, kind, replicas] = /^(time-slicing|mps)-(\d+)$/.exec(name) ?? [];
  if (kind === undefined) {
    throw new FactoryError([
      {
        rule: "PLT-059-unknown-sharing",
        severity: "error",
        verdict: "fail",
        message: "no configuration of the device plugin is known by the name on the pool's label",
        path: `${component}.pools`,
        given: `${configLabel}: ${name}`,
        allowed: "time-slicing-<replicas> or mps-<replicas>",
        fix: "let the pool's 'sharing' set the label",
      },
    ]);
  }
  const resources = [{ name: "nvidia.com/gpu", replicas: Number(replicas) }];
  return kind === "mps" ? { mps: { resources } } : { timeSlicing: { failRequestsGreaterThanOne: true, resources } };
}
