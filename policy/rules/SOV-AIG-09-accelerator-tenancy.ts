import { isObject } from "../../documents/value";
import { objectsIn, podSpecs, listOf } from "../reading/pods";
import { textsIn } from "../locations/texts";
import { fail, flag, isGiven, judge, open, pass, type Thing } from "../reading/verdicts";
import { policyRule, type PolicyOutcome } from "../rule";
import type { Value } from "../../documents/value";

export const SOV_AIG_09 = policyRule({
  id: "SOV-AIG-09-accelerator-tenancy",
  title: "an accelerator belongs to one tenant at a time",
  weight: "high",
  stages: ["synth", "plan", "runtime"],
  guardrail: "VAP accelerator-tenancy",
  references: ["SLZ L3", "C5:2026 OPS-29", "C5:2026 OPS-30", "C5:2026 OPS-31", "SecNumCloud 3.2 9.7.a"],
  cause: "Time-slicing shares the memory of a GPU among pods that nothing keeps apart.",
  mend: "give whole accelerators to pods, or MIG slices within one class of data",
  example: {
    fails: "a device plugin with `timeSlicing`",
    passes: "a device plugin without sharing",
    evades: "a pod that asks for `nvidia.com/gpu.shared`",
  },
  *check({ documents, boundary }) {
    for (const object of documents.kubernetesObjects()) {
      if (object.kind === "ConfigMap" || object.kind === "ClusterPolicy") yield judgeSharing(object, object.object);
      for (const { containers } of podSpecs(object)) {
        for (const { container, path } of containers) {
          const resources = isObject(container["resources"]) ? container["resources"] : {};
          const asked = ["limits", "requests"].flatMap((key) =>
            isObject(resources[key]) ? Object.keys(resources[key]) : [],
          );
          const shared = asked.find((name) => /\.shared$/.test(name));
          if (shared === undefined) yield pass(object);
          else yield fail(object, { message: `${path} asks for ${shared}, a slice of time`, given: shared });
        }
      }
    }
    for (const release of documents.helmReleases()) yield judgeSharing(release.resource, release.values);
    if (!boundary.data.confidentialComputing) return;
    for (const machine of documents.resources("aws_instance", "aws_launch_template")) {
      const enclave = flag(machine.get("enclave_options.enabled"), false);
      const memory = machine.get("cpu_options.amd_sev_snp") === "enabled";
      yield judge(machine, enclave === true || memory, {
        message: "data in use is not protected: no enclave and no encrypted memory",
        given: machine.get("instance_type"),
      });
    }
    for (const group of documents.resources("aws_eks_node_group")) {
      if (!isGiven(group.get("taint")))
        yield open(group, { message: "its nodes take pods of any tenant", dischargedBy: "runtime" });
    }
  },
});

function judgeSharing(thing: Thing, value: Value): PolicyOutcome {
  for (const { path, object } of objectsIn(value)) {
    const slicing = object["timeSlicing"];
    if (isObject(slicing) && listOf(slicing["resources"]).length > 0)
      return fail(thing, { message: `${path} shares accelerators by time` });
    if (isObject(object["mps"])) return fail(thing, { message: `${path} shares accelerators by MPS` });
  }
  for (const { path, text } of textsIn(value)) {
    if (/timeSlicing:\s*(\n\s+\w+:.*)*\n?\s+resources:/.test(text) || /timeSlicing["']?:\s*\{/.test(text))
      return fail(thing, { message: `${path} shares accelerators by time` });
  }
  return pass(thing);
}
