import { containerImage, multiNodeAllReduceShare } from "../../catalog";
import type { IHostFabric, INodePool } from "../contracts";
import { efaResourceName } from "../fabric";
import { podNetworksAnnotation } from "../platform/components/fabric-networks";
import { privilegedNamespace } from "../platform/namespaces";

/** A pool as the acceptance job meets it: rented nodes of known types, or an owner's nodes on an owner's fabric. */
export type AcceptancePool = INodePool & {
  readonly instanceTypes?: readonly string[];
  readonly fabric?: { readonly kind: string };
};

/** What differs between fabrics: devices, settings of NCCL, and what its log must show. */
export interface Transport {
  readonly resources: Readonly<Record<string, string>>;
  readonly env: Readonly<Record<string, string>>;
  /** Value of the annotation that attaches a pod to the fabric; empty where the device plugin alone does. */
  readonly podNetworks: string;
  readonly securityContext: Readonly<Record<string, unknown>>;
  /** @default - the level of namespaces that ask for none */
  readonly namespaceLabels?: Readonly<Record<string, string>>;
  /** Image to test with; undefined where none is known for the architecture. */
  readonly image?: string;
  readonly imageNeeds: string;
  /** Bus bandwidth that follows from the fabric. @default - from the instance type */
  readonly expectedGBps?: number;
  /** Least bandwidth of one link. @default - links are not measured */
  readonly linkTest?: { readonly minGbps: number };
}

const awsImage = containerImage("deep-learning-pytorch");
const nvidiaImage = containerImage("nvidia-pytorch");

/** The transport of the pool's fabric; undefined where it has none. */
export function transportOf(pool: AcceptancePool): Transport | undefined {
  const { fabric, fabricDevices, architecture } = pool;
  if (fabricDevices?.resourceName === efaResourceName) return efa(fabricDevices.perNode, architecture);
  if (fabric?.kind === "infiniband" || fabric?.kind === "roce") return hostFabric(fabric as IHostFabric);
  return undefined;
}

function efa(devices: number, architecture: INodePool["architecture"]): Transport {
  return {
    // libfabric's EFA provider keeps its buffers in huge pages, which the accelerated node images set aside.
    resources: { [efaResourceName]: `${devices}`, "hugepages-2Mi": "5120Mi" },
    env: {
      TRANSPORT: "EFA",
      NCCL_MUST_LOG: "Selected [Pp]rovider is efa\nUsing network (AWS )?Libfabric",
      FI_PROVIDER: "efa",
      FI_EFA_USE_DEVICE_RDMA: "1",
      NCCL_SOCKET_IFNAME: "^lo,docker,veth",
    },
    podNetworks: "",
    securityContext: { allowPrivilegeEscalation: false },
    image: architecture === "x86_64" ? awsImage : undefined,
    imageNeeds: "PyTorch, NCCL, libfabric and aws-ofi-nccl",
  };
}

/** Part of a port's speed that a write of 1 MiB must reach: 380 of 400 Gb/s is what Azure asks of its NDR links. */
const linkShare = 0.95;

function hostFabric(fabric: IHostFabric): Transport {
  const gbps = fabric.interfaceNames.length * fabric.portGbps;
  const shared = fabric.attachment.kind === "shared";
  return {
    resources: Object.fromEntries(
      // Of a shared adapter a pod takes one share; else it takes all adapters of its node.
      fabric.devices.map(({ resourceName, perNode }) => [
        resourceName,
        `${shared ? 1 : perNode / fabric.attachment.shares}`,
      ]),
    ),
    env: {
      TRANSPORT: fabric.kind === "infiniband" ? "InfiniBand" : "RoCE",
      NCCL_MUST_LOG: "Using network IB",
      NCCL_SOCKET_IFNAME: "eth0",
      // The mark that the switches keep lossless: DSCP in the upper six bits, "capable of ECN" in the lower two.
      ...(fabric.rdmaDscp === undefined ? {} : { NCCL_IB_TC: `${fabric.rdmaDscp * 4 + 2}` }),
    },
    podNetworks: podNetworksAnnotation(fabric),
    // RDMA registers memory that must stay where it is.
    securityContext: { allowPrivilegeEscalation: false, capabilities: { add: ["IPC_LOCK"] } },
    namespaceLabels: privilegedNamespace,
    image: nvidiaImage,
    imageNeeds: "PyTorch, NCCL and perftest",
    expectedGBps: Math.floor((gbps / 8) * multiNodeAllReduceShare),
    linkTest: { minGbps: Math.floor(fabric.portGbps * linkShare) },
  };
}
