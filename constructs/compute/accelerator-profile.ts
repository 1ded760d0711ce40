import {
  findAccelerator,
  migConfigLabel,
  migResource,
  type InstanceAccelerators,
  type InstanceType,
} from "../../catalog";
import { entry } from "../../catalog/lookup";
import type { DeviceResource, INodePool, Taint } from "../contracts";
import type { AcceleratorSharing } from "./accelerator-sharing";

/** What schedulers and device plugins must know of an instance type's accelerators. */
export interface AcceleratorProfile {
  readonly vendor: NonNullable<INodePool["acceleratorVendor"]>;
  /** @default - no device plugin offers the accelerator to pods (FPGA, media) */
  readonly devices?: DeviceResource;
  readonly taints: readonly Taint[];
  readonly labels: Readonly<Record<string, string>>;
}

/** Resource names of accelerators that have no row of their own in the accelerators table. */
const resourceByVendor: Partial<Record<AcceleratorProfile["vendor"], string>> = {
  nvidia: "nvidia.com/gpu",
  amd: "amd.com/gpu",
  "aws-neuron": "aws.amazon.com/neuron",
  "intel-gaudi": "habana.ai/gaudi",
};

/** The accelerators of the type as pods meet them. @param sharing only where the pool shares its GPUs */
export function acceleratorProfile(
  type: InstanceType,
  accelerator: InstanceAccelerators,
  sharing?: AcceleratorSharing,
): AcceleratorProfile {
  const vendor = vendorOf(accelerator);
  const row = accelerator.acceleratorId === undefined ? undefined : findAccelerator(accelerator.acceleratorId);
  const resourceName = row?.kubernetes.resource ?? resourceByVendor[vendor];
  return {
    vendor,
    devices:
      resourceName === undefined
        ? undefined
        : sharedDevices({ resourceName, perNode: accelerator.count }, sharing, row),
    taints: [{ key: resourceName ?? "ai-factory/accelerator", value: "present", effect: "NoSchedule" }],
    labels: {
      "ai-factory/accelerator": row?.id ?? `${type.family}-${accelerator.kind}`,
      ...sharingLabels(sharing),
    },
  };
}

function vendorOf({ kind, vendor }: InstanceAccelerators): AcceleratorProfile["vendor"] {
  switch (kind) {
    case "gpu":
      return vendor === "AMD" ? "amd" : "nvidia";
    case "neuron":
      return "aws-neuron";
    case "gaudi":
      return "intel-gaudi";
    case "fpga":
      return "fpga";
    default:
      return "other";
  }
}

function sharedDevices(
  whole: DeviceResource,
  sharing: AcceleratorSharing | undefined,
  row: ReturnType<typeof findAccelerator>,
): DeviceResource {
  if (sharing?.profile !== undefined) {
    const slices = entry(row?.mig?.profiles ?? {}, sharing.profile) ?? 1;
    return { resourceName: migResource(sharing.profile), perNode: whole.perNode * slices };
  }
  return { ...whole, perNode: whole.perNode * (sharing?.replicas ?? 1) };
}

/** Labels by which MIG manager and device plugin choose the configuration of a node. */
function sharingLabels(sharing: AcceleratorSharing | undefined): Record<string, string> {
  if (sharing === undefined) return {};
  if (sharing.profile !== undefined) return { "nvidia.com/mig.config": migConfigLabel(sharing.profile) };
  return { "nvidia.com/device-plugin.config": sharing.devicePluginConfig ?? "" };
}
