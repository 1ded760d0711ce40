import { isUnknown } from "../../documents/value";
import { componentsCalled, componentsOf, settingOf, type Component } from "../platform/components";
import { efaResource, nodePoolsOf, type NodePool } from "../platform/node-pools";
import { selects, untolerated } from "../platform/scheduling";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

interface Owner {
  readonly chart: string;
  /** Switch in the chart that turns the part off; on unless it says false. */
  readonly unless?: string;
  /** Part of the values that says where the pods run. */
  readonly rootPlacement?: boolean;
}

/** What offers which device to pods. */
const owners: readonly { readonly device: RegExp; readonly by: readonly Owner[] }[] = [
  {
    device: /^nvidia\.com\//,
    by: [
      { chart: "nvidia-device-plugin", rootPlacement: true },
      { chart: "gpu-operator", unless: "devicePlugin.enabled" },
      { chart: "nvidia-dra-driver-gpu" },
    ],
  },
  { device: /^amd\.com\/gpu$/, by: [{ chart: "amd-gpu-operator" }] },
  { device: /^aws\.amazon\.com\/neuron/, by: [{ chart: "aws-neuron", unless: "devicePlugin.enabled" }] },
  { device: /^habana\.ai\//, by: [{ chart: "intel-gaudi-base-operator" }] },
  { device: new RegExp(`^${efaResource}$`), by: [{ chart: "aws-efa-k8s-device-plugin", rootPlacement: true }] },
];

export const devicePlugin: Rule = {
  id: "PLT-016-device-plugin",
  family: "PLT",
  title: "something offers each pool's accelerators and fabric devices to pods",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "Kubernetes knows nothing of GPUs or EFA: a device plugin on the node must offer them. Without one, or with one that " +
    "does not run on the pool, the nodes are there and paid for and have 0 devices.",
  mend: "install the device plugin of the accelerator, on every pool that has it",
  sources: ["Kubernetes documentation, device plugins", "Amazon EKS User Guide, ml-eks-k8s-device-plugin and node-efa"],
  unknownMeans: "The platform is not among the documents, or a switch is a token.",
  example: {
    fails: "p5en.48xlarge nodes without nvidia-device-plugin or gpu-operator",
    passes: "the same with either",
  },
  *check(subject) {
    const { documents } = subject;
    if (!documents) return;
    const components = componentsOf(subject);
    for (const pool of nodePoolsOf(subject)) {
      for (const [device, amount] of pool.offers) {
        const known = owners.find((row) => row.device.test(device));
        if (known && amount > 0) yield judge(pool, device, known.by, components);
      }
    }
  },
};

function judge(pool: NodePool, device: string, by: readonly Owner[], components: readonly Component[]): Outcome {
  const { about } = pool;
  // Bottlerocket's NVIDIA image has the plugin in it.
  const image = String(pool.resource?.get("ami_type") ?? "");
  if (device.startsWith("nvidia.com/") && /^BOTTLEROCKET.*NVIDIA/.test(image)) return pass(about);
  if (!components.some(({ release }) => release !== undefined)) {
    return unknown(about, { message: `what offers ${device} is not among the documents` });
  }
  const verdicts = by.flatMap((owner) =>
    componentsCalled(components, owner.chart).map((component) => serves(pool, owner, component)),
  );
  if (verdicts.includes("yes")) return pass(about);
  const names = by.map(({ chart }) => chart);
  if (verdicts.includes("unknown"))
    return unknown(about, { message: `whether ${names.join(" or ")} runs on the pool is not known` });
  const message =
    verdicts.length > 0
      ? `what offers ${device} does not run on pool '${pool.name}': its nodes have 0 of them`
      : `nothing offers ${device} to pods: the nodes of pool '${pool.name}' have 0 of them`;
  return fail(about, { message, given: verdicts.length > 0 ? names : "no device plugin", allowed: names });
}

function serves(pool: NodePool, { unless, rootPlacement }: Owner, component: Component): "yes" | "no" | "unknown" {
  const on = unless === undefined ? undefined : settingOf(component, unless);
  if (isUnknown(on)) return "unknown";
  if (on === false) return "no";
  if (rootPlacement !== true) return "yes";
  const match = selects(pool, component.values);
  const { tolerations } = component.values;
  // Without tolerations in the values the chart's own apply, which tolerate the usual taint.
  if (match === "yes" && tolerations !== undefined && untolerated(pool, tolerations) !== undefined) return "no";
  return match;
}
