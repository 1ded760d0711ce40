import { findInstanceType } from "../../catalog/aws/instance-types";
import type { Documents, Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { open, pass, fail } from "../reading/verdicts";
import { policyRule } from "../rule";

export const SOV_NRG_01 = policyRule({
  id: "SOV-NRG-01-energy-metering",
  title: "the energy of every accelerator is measured",
  weight: "medium",
  stages: ["synth", "plan", "runtime"],
  guardrail: "exporter of the accelerators' power",
  references: ["AI Act annex XI 2(e)", "EU CSF SOV-8"],
  cause: "The energy of a training run must be known or estimated; afterwards nobody can measure it.",
  mend: "run an exporter of the accelerators' power (DCGM) wherever there are accelerators",
  example: {
    fails: "a node group of p5.48xlarge, and no exporter in the documents of the platform",
    passes: "the same with dcgm-exporter or the GPU operator",
    evades: "a pool that Karpenter grows: its instance types stand in a NodePool",
  },
  *check({ documents }) {
    const pools = acceleratedPools(documents);
    if (pools.length === 0) return;
    const metered = hasExporter(documents);
    // Without the documents of the platform, whether an exporter runs is not known.
    const platform = documents.helmReleases().length + documents.kubernetesObjects().length > 0;
    for (const pool of pools) {
      if (metered) yield pass(pool);
      else if (platform) yield fail(pool, { message: "nothing measures the power of its accelerators" });
      else
        yield open(pool, {
          message: "whether the platform measures its power is not in these documents",
          dischargedBy: "runtime",
        });
    }
  },
});

function acceleratedPools(documents: Documents): readonly Resource[] {
  return documents.resources("aws_eks_node_group", "aws_instance", "aws_launch_template").filter((pool) => {
    const types = [...pool.list("instance_types"), ...pool.list("instance_type")];
    return types.some(
      (type) => !isUnknown(type) && findInstanceType(String(type as string))?.accelerator !== undefined,
    );
  });
}

function hasExporter(documents: Documents): boolean {
  const charts = documents.helmReleases().map(({ chart = "", name = "" }) => `${chart} ${name}`);
  const objects = documents.kubernetesObjects("DaemonSet").map(({ name = "" }) => name);
  return [...charts, ...objects].some((name) => /dcgm-exporter|gpu-operator|neuron-monitor|kepler/i.test(name));
}
