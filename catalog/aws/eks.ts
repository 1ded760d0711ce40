import stored from "../data/aws-eks.json";
import type { Dated } from "../dated";
import { entry, Table } from "../lookup";
import type { AcceleratorKind, Architecture, InstanceType } from "./instance-types";

/** A Kubernetes version that EKS offers. */
export interface KubernetesVersion extends Dated {
  /** `1.34`. */
  readonly version: string;
  /** ISO date on which EKS released it. @default - not found */
  readonly releasedOn?: string;
  /** ISO date on which standard support ends. @default - not found */
  readonly endOfStandardSupport?: string;
  /** ISO date on which extended (surcharged) support ends and EKS upgrades the cluster. @default - not found */
  readonly endOfExtendedSupport?: string;
}

/** Operating system of a node image. */
export type NodeOs = "al2023" | "bottlerocket";

/** An `ami_type` of EKS managed node groups. */
export interface AmiType extends Dated {
  /** `AL2023_x86_64_NVIDIA`. */
  readonly name: string;
  /** Operating system of the image. @default - `CUSTOM`: the image decides */
  readonly os?: NodeOs | "al2" | "windows";
  /** Processor architecture. @default - `CUSTOM`: the image decides */
  readonly architecture?: Architecture;
  /** What the image drives. @default - CPU only */
  readonly accelerator?: "nvidia" | "neuron";
  /** Whether its cryptography is validated by FIPS 140-3. */
  readonly fips: boolean;
  /** Whether the Terraform provider `hashicorp/aws` 5.100.0 takes the value; later 6.x releases take all of them. */
  readonly supportedByProvider5: boolean;
  /** Newest Kubernetes version for which EKS publishes the image. @default - no limit known */
  readonly lastKubernetesVersion?: string;
}

/** An EKS add-on with the versions known for each Kubernetes version. */
export interface EksAddon {
  /** Name for the EKS API: `vpc-cni`. */
  readonly name: string;
  /** What it is, in a few words. */
  readonly purpose: string;
  /** Whether AWS or the community maintains it. */
  readonly publisher: "aws" | "community";
  /** Kubernetes version -> add-on version. A version that is absent was not found. */
  readonly versions: Readonly<Record<string, EksAddonVersion>>;
}

/** One dated add-on version. */
export interface EksAddonVersion extends Dated {
  /** `v1.21.1-eksbuild.1`. */
  readonly version: string;
}

interface StoredEks {
  readonly kubernetesVersions: readonly KubernetesVersion[];
  readonly defaultKubernetesVersion: string;
  readonly amiTypes: readonly AmiType[];
  readonly addons: readonly EksAddon[];
}
const eks = stored as unknown as StoredEks;
const versions = new Table("Kubernetes version", eks.kubernetesVersions, (row) => row.version);
const addons = new Table("EKS add-on", eks.addons, (row) => row.name);

/** Kubernetes versions that EKS offers, oldest first. */
export function kubernetesVersions(): readonly KubernetesVersion[] {
  return versions.rows;
}

/** The Kubernetes version of that name (`1.34`). @throws UnknownNameError */
export function kubernetesVersion(version: string): KubernetesVersion {
  return versions.get(version);
}

/** The Kubernetes version of that name, or undefined. */
export function findKubernetesVersion(version: string): KubernetesVersion | undefined {
  return versions.find(version);
}

/** The version the blueprints take when none is named. */
export function defaultKubernetesVersion(): string {
  return eks.defaultKubernetesVersion;
}

/** All AMI types of managed node groups. */
export function amiTypes(): readonly AmiType[] {
  return eks.amiTypes;
}

/** What `amiTypeFor` chooses by. */
export interface AmiTypeQuery {
  /** Accelerators of the nodes. @default - a CPU pool */
  readonly acceleratorKind?: AcceleratorKind;
  /** Processor architecture of the nodes. */
  readonly architecture: Architecture;
  /** Operating system that is wanted. @default "al2023" */
  readonly os?: NodeOs;
  /** FIPS 140-3 image. @default false */
  readonly fips?: boolean;
}

/**
 * The AMI type of a managed node group, or undefined where EKS publishes none: Bottlerocket for Neuron, an arm64
 * Neuron image. FPGA, media, Gaudi and Qualcomm types take the standard image: their drivers are the user's.
 */
export function amiTypeFor(query: AmiTypeQuery): string | undefined {
  const { acceleratorKind, architecture, os = "al2023", fips = false } = query;
  const accelerator = acceleratorKind === "gpu" ? "nvidia" : acceleratorKind === "neuron" ? "neuron" : undefined;
  return eks.amiTypes.find(
    (row) => row.os === os && row.architecture === architecture && row.accelerator === accelerator && row.fips === fips,
  )?.name;
}

/** The AMI type for an instance type. AMD GPUs (g4ad) take the standard image. */
export function amiTypeForInstance(type: InstanceType, os: NodeOs = "al2023"): string | undefined {
  const amd = type.accelerator?.vendor === "AMD";
  return amiTypeFor({
    ...(type.accelerator !== undefined && !amd ? { acceleratorKind: type.accelerator.kind } : {}),
    architecture: type.architecture,
    os,
  });
}

/** The EKS add-ons the catalogue knows. */
export function eksAddons(): readonly EksAddon[] {
  return addons.rows;
}

/** The add-on of that name. @throws UnknownNameError */
export function eksAddon(name: string): EksAddon {
  return addons.get(name);
}

/**
 * The add-on's version for a Kubernetes version, or undefined where none was found: then the add-on is installed
 * without a version and EKS takes its default.
 *
 * @throws UnknownNameError where the add-on is unknown
 */
export function eksAddonVersion(name: string, kubernetesVersion: string): EksAddonVersion | undefined {
  return entry(addons.get(name).versions, kubernetesVersion);
}

/**
 * Pods that EKS lets a node of the type run: the VPC CNI's own list where it has the type, else
 * `interfaces of card 0 × (addresses per interface − 1) + 2`; undefined where neither is known.
 *
 * An EFA-only interface on card 0 takes one of the interfaces (`efaOnCard0`).
 */
export function maxPods(type: InstanceType, options: { readonly efaOnCard0?: boolean } = {}): number | undefined {
  const interfaces = type.networkCards[0]?.maxInterfaces;
  const perInterface = type.ipv4PerInterface - 1;
  const byFormula = interfaces === undefined ? undefined : interfaces * perInterface + 2;
  const listed = type.eksMaxPods ?? byFormula;
  return listed === undefined || options.efaOnCard0 !== true ? listed : listed - perInterface;
}
