import { findAccelerator, migConfigLabel } from "../../catalog/accelerators";
import { suggestNames } from "../../catalog/lookup";
import type { Resource } from "../../documents/types";
import { isObject, type Value } from "../../documents/value";
import { knownTypesOf, launchesOf, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

const label = "nvidia.com/mig.config";
/** Layouts that the MIG manager has for every accelerator with MIG. */
const general = ["all-disabled", "all-enabled", "all-balanced"];

export const migProfile: Rule = {
  id: "ACC-055-mig-profile",
  family: "ACC",
  title: "the MIG layout on a pool's label is one that its accelerator has",
  severity: "error",
  reads: "documents",
  cause:
    "The MIG manager cuts a GPU by the label of its node. Where the layout does not exist for the GPU, it gives up and " +
    "marks the node as failed: the node offers no GPU at all, whole or cut.",
  mend: "choose a profile of the accelerator; AcceleratorSharing.mig writes the label",
  sources: [
    "github:NVIDIA/mig-parted@bd7160f4 pkg/mig/builder/builder_test.go, through catalog/data/accelerators.json",
  ],
  unknownMeans: "The type or the label is not known yet, or the layout is one of the owner's own.",
  example: {
    fails: "nvidia.com/mig.config = all-1g.10gb on p5en.48xlarge, whose H200 has 1g.18gb",
    passes: "nvidia.com/mig.config = all-1g.18gb on p5en.48xlarge",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      const layout = launch.group && layoutOf(launch.group);
      if (layout !== undefined) yield judge(launch, layout);
    }
  },
};

function layoutOf(group: Resource): Value | undefined {
  const labels = group.get("labels");
  return isObject(labels) ? labels[label] : undefined;
}

function judge(launch: Launch, layout: Value): Outcome {
  const { about } = launch;
  const types = knownTypesOf(launch);
  if (typeof layout !== "string" || !types) {
    return unknown(about, { message: "the MIG layout or the instance type of the node group is not known yet" });
  }
  for (const { name, accelerator } of types) {
    const row = accelerator?.acceleratorId === undefined ? undefined : findAccelerator(accelerator.acceleratorId);
    if (accelerator && !row) return unknown(about, { message: `the catalogue has no accelerator of ${name}` });
    if (!row?.mig) {
      const message = `${row?.name ?? name} cannot be cut by MIG`;
      return fail(about, {
        message,
        given: `${label}=${layout}`,
        allowed: "no such label",
        fix: "take the label away",
      });
    }
    const profiles = Object.keys(row.mig.profiles).map(migConfigLabel);
    if (general.includes(layout) || profiles.includes(layout)) continue;
    if (!/^all-\d+g\.\d+gb/.test(layout)) {
      return unknown(about, { message: `'${layout}' is a MIG layout of your own, which is not among the catalogue's` });
    }
    const [nearest] = suggestNames(layout, profiles);
    return fail(about, {
      message: `${row.name} of ${name} has no MIG layout '${layout}'`,
      given: `${label}=${layout}`,
      allowed: profiles,
      fix: nearest === undefined ? undefined : `write '${nearest}', or choose among what is allowed`,
    });
  }
  return pass(about);
}
