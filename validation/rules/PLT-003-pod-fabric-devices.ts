import type { Documents } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { nodePoolsOf, type NodePool } from "../platform/node-pools";
import { at, devicesOf, podTemplatesOf, type PodTemplate } from "../platform/pods";
import { selects, untolerated } from "../platform/scheduling";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const podFabricDevices: Rule = {
  id: "PLT-003-pod-fabric-devices",
  family: "PLT",
  title: "a pod with a whole node's accelerators asks for the node's fabric devices",
  severity: "error",
  reads: "either",
  scope: "cluster",
  cause:
    "A fabric device reaches a pod only when the pod asks for it. One that asks for GPUs and not for EFA runs, and NCCL " +
    "falls back to TCP over the node's plain interface: about 3 GB/s instead of 489 GB/s between the same H100 nodes. " +
    "Nothing fails; the training is a hundred times slower.",
  mend: "add the fabric devices to the container's requests and limits, in the share of the accelerators it takes",
  sources: [
    "aws-samples/awsome-distributed-training: job manifests ask for vpc.amazonaws.com/efa; hyperpod-cli #306: without it NCCL uses TCP",
    "NVIDIA/aicr #2683: about 3 GB/s over TCP against 489 GB/s over EFA on the same nodes",
  ],
  unknownMeans: "The pod's requests are a token.",
  example: {
    fails:
      "a pod with nvidia.com/gpu: 8 and no vpc.amazonaws.com/efa on p5en.48xlarge, or with efa: 16 on p5.48xlarge (32)",
    passes: "a pod with nvidia.com/gpu: 8 and vpc.amazonaws.com/efa: 16 on p5en.48xlarge",
  },
  *check(subject) {
    const pools = nodePoolsOf(subject);
    const { documents } = subject;
    for (const pod of documents ? podTemplatesOf(documents) : []) {
      // A job of one node has nobody to talk to over the fabric.
      if (documents && isOfOneNode(pod, documents)) continue;
      const outcome = judge(pod, pools);
      if (outcome) yield outcome;
    }
  },
};

/** Whether the pod is of a trainer's runtime for one node, and no job asks that runtime for more. */
function isOfOneNode({ object }: PodTemplate, documents: Documents): boolean {
  if (at(object.object, "spec", "mlPolicy")["numNodes"] !== 1) return false;
  const jobs = documents.kubernetesObjects("TrainJob");
  return jobs.every(
    (job) =>
      at(job.object, "spec", "runtimeRef")["name"] !== object.name ||
      (at(job.object, "spec", "trainer")["numNodes"] ?? 1) === 1,
  );
}

function judge(pod: PodTemplate, pools: readonly NodePool[]): Outcome | undefined {
  const asked = devicesOf(pod);
  for (const [device, amount] of asked) {
    const able = pools.filter(
      (pool) =>
        pool.offers.has(device) &&
        device !== fabricOf(pool)?.[0] &&
        selects(pool, pod.spec) !== "no" &&
        untolerated(pool, pod.spec["tolerations"]) === undefined,
    );
    // Where the pod may also land on nodes without a fabric, it cannot ask for its devices.
    const [pool] = able;
    const fabric = pool && fabricOf(pool);
    if (!pool || !fabric || !able.every((other) => fabricOf(other))) continue;
    if (isUnknown(amount))
      return unknown(pod.about, { message: `how much ${device} the pod asks for is not known yet` });
    const perNode = pool.offers.get(device) ?? amount;
    // Part of a node works inside it, over NVLink; a whole node is there to talk to others.
    if (amount < perNode) continue;
    return compare(pod, pool, fabric, `${device}: ${amount}`);
  }
  return undefined;
}

function compare(pod: PodTemplate, pool: NodePool, [name, perNode]: readonly [string, number], given: string): Outcome {
  const amount = devicesOf(pod).get(name) ?? 0;
  if (isUnknown(amount)) return unknown(pod.about, { message: `how much ${name} the pod asks for is not known yet` });
  // One share of NVIDIA's shared device plugin opens all adapters of the node.
  if (amount >= (name.startsWith("rdma/") ? 1 : perNode)) return pass(pod.about);
  const allowed = `${name}: ${perNode}, as a node of '${pool.name}' has`;
  if (amount === 0) {
    const message = "the pod takes a whole node of a fabric pool without its fabric devices: its traffic goes over TCP";
    return fail(pod.about, { message, given: `${given}, no ${name}`, allowed });
  }
  const share = Math.round((100 * amount) / perNode);
  const message = `the pod takes a whole node and ${share} % of its fabric devices`;
  return fail(pod.about, { message, given: `${given}, ${name}: ${amount}`, allowed });
}

/** The fabric's device of a pool: EFA, or the one that the model names for an on-prem pool. */
function fabricOf({ offers, fabricDevice }: NodePool): readonly [string, number] | undefined {
  return [...offers].find(([name, amount]) => amount > 0 && name === fabricDevice);
}
