import type { PoolNode } from "../../model/types";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Clients of one GPU under MPS, Volta and later. */
const maxMpsClients = 48;

export const sharingVendor: Rule = {
  id: "ACC-056-sharing-vendor",
  family: "ACC",
  title: "accelerators are shared only in ways that they have",
  severity: "error",
  reads: "model",
  cause:
    "MIG, time slicing and MPS are features of NVIDIA's driver and device plugin. On other accelerators nothing heeds " +
    "the setting: pods get whole devices, and the queues hand out more than there are.",
  mend: "leave sharing out for accelerators of other makers, and keep within the number of pods that MPS serves",
  sources: [
    "NVIDIA k8s-device-plugin, README: sharing",
    "NVIDIA Multi-Process Service documentation: 48 clients per device",
  ],
  unknownMeans: "The pool's accelerator is not known.",
  example: {
    fails: "time slicing on trn1.32xlarge, or MPS with 64 pods",
    passes: "time slicing with 4 pods on g6e.4xlarge",
  },
  *check({ model }) {
    for (const pool of model?.pools ?? []) if (pool.sharing) yield judge(pool, pool.sharing);
  },
};

function judge(
  { path, accelerator }: PoolNode,
  { kind, profile, replicas }: NonNullable<PoolNode["sharing"]>,
): Outcome {
  if (!accelerator) return unknown({ path }, { message: "the accelerator that the pool shares is not known" });
  const isNvidia = accelerator.resourceName?.startsWith("nvidia.com/") ?? accelerator.name.startsWith("NVIDIA");
  if (!isNvidia) {
    const message = `${accelerator.name} cannot be shared by ${kind}`;
    return fail({ path }, { message, given: accelerator.resourceName ?? accelerator.name, allowed: "whole devices" });
  }
  if (kind === "mig") {
    if (profile !== undefined) return pass({ path });
    return fail(
      { path },
      { message: "the pool is cut by MIG, and no profile says how", allowed: "a profile, e.g. 1g.18gb" },
    );
  }
  const limit = kind === "mps" ? maxMpsClients : Infinity;
  if (replicas !== undefined && Number.isInteger(replicas) && replicas >= 2 && replicas <= limit) return pass({ path });
  return fail(
    { path },
    {
      message: `${replicas ?? "no number of"} pods cannot share one accelerator by ${kind}`,
      given: replicas ?? "not stated",
      allowed: kind === "mps" ? `2 to ${maxMpsClients}` : "2 or more",
      fix: "state how many pods share one accelerator",
    },
  );
}
