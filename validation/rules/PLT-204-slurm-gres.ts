import type { Documents, KubernetesObject } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { aboutObject, at } from "../platform/pods";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";
import { slurmObjects, slurmSettings } from "../slurm/objects";

/** Resources of accelerators, as device plugins name them. */
const accelerator = /^(nvidia\.com\/(gpu|mig-.+)|amd\.com\/gpu|gpu\.intel\.com\/.+|habana\.ai\/gaudi)$/;

export const slurmGres: Rule = {
  id: "PLT-204-slurm-gres",
  family: "PLT",
  title: "Slurm gives out as many accelerators as its nodes have",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "slurmd sees the accelerators that its pod was given. Where the node's Gres says more, slurmctld sets the node to " +
    "invalid and no job runs there; where it says none, accelerators stand idle; and without GresTypes slurmctld does " +
    "not start.",
  mend: "write Gres=gpu:<type>:<n> with the n of the pod's limits, and GresTypes=gpu in slurm.conf",
  sources: ["slurm.conf(5): Gres, GresTypes", "slurm-operator v1.2.1, docs/installation.md, With GPUs"],
  unknownMeans: "The NodeSet's configuration or its limits are not known yet.",
  example: { fails: "Gres=gpu:h200:8 with nvidia.com/gpu: 4", passes: "Gres=gpu:gb200:4 with nvidia.com/gpu: 4" },
  *check({ documents }) {
    for (const nodeSet of documents ? slurmObjects(documents, "NodeSet") : []) yield judge(nodeSet, documents);
  },
};

function judge(nodeSet: KubernetesObject, documents: Documents | undefined): Outcome {
  const about = aboutObject(nodeSet);
  const { extraConf = "" } = at(nodeSet.object, "spec");
  const limits = at(nodeSet.object, "spec", "slurmd", "resources", "limits");
  const devices = Object.entries(limits).filter(([name]) => accelerator.test(name));
  if (typeof extraConf !== "string" || devices.some(([, value]) => isUnknown(value))) {
    return unknown(about, { message: "the accelerators of Slurm's nodes are not known yet" });
  }
  const gres = /(?:^|\s)Gres=(\S+)/i.exec(extraConf)?.[1];
  const given = { Gres: gres ?? "none", limits: Object.fromEntries(devices) };
  const offered = devices.reduce((total, [, value]) => total + Number(value), 0);
  const wanted = (gres ?? "")
    .split(",")
    .filter((part) => part.startsWith("gpu"))
    .reduce((total, part) => total + Number(/:(\d+)$/.exec(part)?.[1] ?? 1), 0);
  if (wanted !== offered) {
    const message = `of a node whose pod has ${offered} accelerators Slurm gives out ${wanted}`;
    return fail(about, { message, given, allowed: `Gres=gpu:<type>:${offered}` });
  }
  if (wanted === 0 || documents === undefined) return pass(about);
  const { name } = at(nodeSet.object, "spec", "controllerRef");
  const controller = slurmObjects(documents, "Controller").find((each) => each.name === name);
  const settings = controller && slurmSettings(controller);
  if (settings === undefined)
    return unknown(about, { message: "the settings of the NodeSet's controller are not known" });
  if ((settings.get("grestypes") ?? "").split(",").includes("gpu")) return pass(about);
  const message = "slurm.conf does not know the kind of resource that the nodes have";
  return fail(about, { message, given: `GresTypes=${settings.get("grestypes") ?? ""}`, allowed: "GresTypes=gpu" });
}
