import { findAccelerator, suggestNames, type InstanceType } from "../../../catalog";
import { Token } from "../../../core/cdktf";
import type { Finding } from "../../../validation/finding";
import { problem } from "../../aws/problem";
import type { AcceleratorSharing } from "../accelerator-sharing";
import type { GpuPoolFacts } from "../pool-props";

/** What sharing depends on, of an accelerator. */
export interface SharedAccelerator {
  readonly vendor: string;
  readonly name: string;
  /** MIG profiles that it has. */
  readonly profiles: readonly string[];
}

export function checkMigProfile(type: InstanceType, { sharing }: GpuPoolFacts, path: string): Finding[] {
  const id = type.accelerator?.acceleratorId;
  const profiles = Object.keys((id === undefined ? undefined : findAccelerator(id)?.mig?.profiles) ?? {});
  const name = type.accelerator?.name ?? type.name;
  return checkMigProfileOf({ vendor: type.accelerator?.vendor ?? "", name, profiles }, sharing, path);
}

export function checkMigProfileOf(
  { name, profiles }: SharedAccelerator,
  sharing: AcceleratorSharing | undefined,
  path: string,
): Finding[] {
  if (sharing?.profile === undefined || Token.isUnresolved(sharing.profile)) return [];
  if (profiles.includes(sharing.profile)) return [];
  const [nearest] = suggestNames(sharing.profile, profiles);
  return [
    problem(
      "ACC-055-mig-profile",
      `${path}.sharing`,
      profiles.length === 0 ? `${name} has no MIG` : `${name} has no MIG profile '${sharing.profile}'`,
      {
        given: sharing.profile,
        allowed: profiles.length === 0 ? "no sharing, time slicing or MPS" : profiles,
        fix: nearest === undefined ? "choose among what is allowed" : `write '${nearest}'`,
      },
    ),
  ];
}

/** Only NVIDIA's device plugin shares devices. */
export function checkSharingVendor(type: InstanceType, { sharing }: GpuPoolFacts, path: string): Finding[] {
  if (type.accelerator === undefined) return [];
  return checkSharingVendorOf({ ...type.accelerator, profiles: [] }, sharing, path);
}

export function checkSharingVendorOf(
  { vendor, name }: SharedAccelerator,
  sharing: AcceleratorSharing | undefined,
  path: string,
): Finding[] {
  if (sharing === undefined || vendor === "NVIDIA") return [];
  return [
    problem("ACC-056-sharing-vendor", `${path}.sharing`, `${name} cannot be shared by ${sharing.kind}`, {
      given: sharing.kind,
      allowed: "no sharing: it is a feature of NVIDIA GPUs",
      fix: "leave sharing out",
    }),
  ];
}

/** MPS serves at most 48 clients (NVIDIA MPS documentation, Volta and later); time slicing has no such limit. */
const maxMpsClients = 48;

export function checkReplicas({ sharing }: GpuPoolFacts, path: string): Finding[] {
  return checkReplicasOf(sharing, path);
}

export function checkReplicasOf(sharing: AcceleratorSharing | undefined, path: string): Finding[] {
  const replicas = sharing?.replicas;
  if (replicas === undefined || Token.isUnresolved(replicas)) return [];
  const limit = sharing?.kind === "mps" ? maxMpsClients : Number.MAX_SAFE_INTEGER;
  if (Number.isInteger(replicas) && replicas >= 2 && replicas <= limit) return [];
  return [
    problem("ACC-057-sharing-replicas", `${path}.sharing`, "not a number of pods that can share a GPU", {
      given: replicas,
      allowed: sharing?.kind === "mps" ? `2 to ${maxMpsClients}` : "a whole number, 2 or more",
      fix: "state how many pods share one GPU, or leave sharing out",
    }),
  ];
}
