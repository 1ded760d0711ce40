import { migConfigLabel, migResource, type Accelerator } from "../../catalog";
import { entry } from "../../catalog/lookup";
import type { AcceleratorFacts, PoolNode } from "../../model";
import type { DeviceResource, IHostFabric, INodePool, Taint } from "../contracts";
import type { AcceleratorSharing } from "./accelerator-sharing";
import { acceleratorOf, acceleratorsPerNode } from "./check-kubernetes-pool";
import type { KubernetesGpuNodePoolProps } from "./kubernetes-pool-props";

/** What follows from the props of a pool of existing nodes and the catalogue. */
export interface KubernetesPoolPlan {
  readonly role: PoolNode["role"];
  readonly labels: Readonly<Record<string, string>>;
  readonly taints: readonly Taint[];
  readonly architecture?: INodePool["architecture"];
  readonly acceleratorVendor?: INodePool["acceleratorVendor"];
  readonly accelerators?: DeviceResource;
  readonly accelerator?: AcceleratorFacts;
  readonly fabric?: IHostFabric;
  readonly nvlinkDomainNodes?: number;
  readonly sharing?: PoolNode["sharing"];
}

export function gpuPoolPlan(props: KubernetesGpuNodePoolProps): KubernetesPoolPlan {
  const row = acceleratorOf(props);
  const figures = props.site?.findPool(props.poolName)?.figures;
  const whole = props.devices ?? {
    resourceName: row?.kubernetes.resource ?? "",
    perNode: acceleratorsPerNode(props) ?? 0,
  };
  const { sharing, fabric } = props;
  const devices = sharedDevices(whole, sharing, row);
  return {
    role: "accelerator",
    labels: {
      "ai-factory/accelerator": row?.id ?? "other",
      ...sharingLabels(sharing),
      ...(fabric === undefined ? {} : { "ai-factory/fabric": fabric.fabricName }),
    },
    taints: props.taints ?? [{ key: whole.resourceName, value: "present", effect: "NoSchedule" }],
    // Grace processors are the only ones of the catalogue's racks that are not x86.
    architecture: /^gb\d|rubin/.test(row?.id ?? "") ? "arm64" : "x86_64",
    acceleratorVendor: vendorOf(row),
    accelerators: devices,
    accelerator: {
      id: row?.id,
      name: row === undefined ? whole.resourceName : `${row.vendor} ${row.name}`,
      kind: kinds[row?.vendor ?? ""] ?? "other",
      perNode: acceleratorsPerNode(props) ?? whole.perNode,
      memoryGiBEach: row?.memoryGB === undefined ? undefined : (row.memoryGB * 1e9) / 2 ** 30,
      resourceName: devices.resourceName,
    },
    fabric,
    nvlinkDomainNodes: figures?.devicesPerRack,
    sharing: sharing && { kind: sharing.kind, profile: sharing.profile, replicas: sharing.replicas },
  };
}

const kinds: Readonly<Record<string, string>> = {
  NVIDIA: "gpu",
  AMD: "gpu",
  Intel: "gaudi",
  Tenstorrent: "tenstorrent",
};

function vendorOf(row: Accelerator | undefined): NonNullable<INodePool["acceleratorVendor"]> {
  switch (row?.vendor) {
    case "NVIDIA":
      return "nvidia";
    case "AMD":
      return "amd";
    case "Intel":
      return "intel-gaudi";
    case "Tenstorrent":
      return "tenstorrent";
    default:
      return "other";
  }
}

function sharedDevices(
  whole: DeviceResource,
  sharing: AcceleratorSharing | undefined,
  row: Accelerator | undefined,
): DeviceResource {
  if (sharing?.profile !== undefined) {
    const instances = entry(row?.mig?.profiles ?? {}, sharing.profile) ?? 1;
    return { resourceName: migResource(sharing.profile), perNode: whole.perNode * instances };
  }
  return { ...whole, perNode: whole.perNode * (sharing?.replicas ?? 1) };
}

/** Labels by which MIG manager and device plugin choose the configuration of a node. */
function sharingLabels(sharing: AcceleratorSharing | undefined): Record<string, string> {
  if (sharing === undefined) return {};
  if (sharing.profile !== undefined) return { "nvidia.com/mig.config": migConfigLabel(sharing.profile) };
  return { "nvidia.com/device-plugin.config": sharing.devicePluginConfig ?? "" };
}
