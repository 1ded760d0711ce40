import { isUnknown } from "../../documents/value";
import { nodePoolsOf, type NodePool } from "../platform/node-pools";
import { devicesOf, podTemplatesOf, type PodTemplate } from "../platform/pods";
import { selects } from "../platform/scheduling";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const podDevices: Rule = {
  id: "PLT-004-pod-devices",
  family: "PLT",
  title: "some node offers the devices that a pod asks for",
  severity: "error",
  reads: "either",
  scope: "cluster",
  cause:
    "A pod that asks for more GPUs than any node has, or for a device of another name, stays Pending for ever, and an " +
    "autoscaler adds nothing, since no node that it could add would help.",
  mend: "ask for no more than one node has, by the name that its device plugin offers",
  sources: [
    "Kubernetes documentation, device plugins: extended resources are whole numbers that one node must offer",
    "catalogue of instance types (EC2 DescribeInstanceTypes)",
  ],
  unknownMeans: "The amount is a token, or a pool's instance type is not in the catalogue.",
  example: {
    fails: "nvidia.com/gpu: 16, or amd.com/gpu: 1, on a factory of p5en.48xlarge",
    passes: "nvidia.com/gpu: 8",
  },
  *check(subject) {
    const pools = nodePoolsOf(subject);
    if (pools.length === 0) return;
    for (const pod of subject.documents ? podTemplatesOf(subject.documents) : []) {
      for (const [device, amount] of devicesOf(pod)) {
        if (isUnknown(amount))
          yield unknown(pod.about, { message: `how much ${device} the pod asks for is not known yet` });
        else yield judge(pod, device, amount, pools);
      }
    }
  },
};

function judge(pod: PodTemplate, device: string, amount: number, pools: readonly NodePool[]): Outcome {
  const { about } = pod;
  if (!Number.isInteger(amount) || amount < 0) {
    return fail(about, { message: `${device} is given out in whole pieces`, given: amount, allowed: "a whole number" });
  }
  const wanted = pools.filter((pool) => selects(pool, pod.spec) !== "no");
  if (wanted.some((pool) => (pool.offers.get(device) ?? -1) >= amount)) return pass(about);
  if (wanted.length === 0)
    return unknown(about, {
      message: "no pool fits the pod's node selector, so that nothing can be said of its devices",
    });
  if (wanted.some(({ offersKnown }) => !offersKnown)) {
    return unknown(about, { message: "what the nodes of a pool offer is not known", given: `${device}: ${amount}` });
  }
  const most = Math.max(...wanted.map((pool) => pool.offers.get(device) ?? 0));
  const names = [...new Set(wanted.flatMap(({ offers }) => [...offers].map(([name, count]) => `${name}: ${count}`)))];
  const message =
    most === 0 ? `no node that the pod may land on offers ${device}` : `no node has ${amount} of ${device}`;
  return fail(about, { message, given: `${device}: ${amount}`, allowed: names.length === 0 ? "no devices" : names });
}
