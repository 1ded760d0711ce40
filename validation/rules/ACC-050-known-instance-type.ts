import { findInstanceType, instanceTypes, undescribedInstanceTypes } from "../../catalog/aws/instance-types";
import { suggestNames } from "../../catalog/lookup";
import type { Documents, Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import { shown } from "../launches";
import { fail, pass, resourceAbout, unknown, type About, type Outcome, type Rule } from "../rule";

export const knownInstanceType: Rule = {
  id: "ACC-050-known-instance-type",
  family: "ACC",
  title: "instance types exist",
  severity: "error",
  reads: "documents",
  cause:
    "The provider takes any text as an instance type. EC2 refuses it at the first launch, after network, cluster and " +
    "filesystems were built; a capacity reservation of a wrong type is refused in the middle of the apply.",
  mend: "write the name of an instance type, e.g. p5en.48xlarge; `aifactory list instances` lists what the catalogue has",
  sources: [
    "Amazon EC2 API, DescribeInstanceTypes, through moto 5.2.1 (2026-05), with the additions that catalog/ names",
  ],
  unknownMeans:
    "The type comes from a variable, or the catalogue does not have its family: it holds all sizes of accelerated " +
    "families, and a choice of the others.",
  example: { fails: "p5.96xlarge, or p5-48xlarge", passes: "p5.48xlarge" },
  *check({ documents }) {
    for (const { about, value } of documents ? namedTypes(documents) : []) yield judge(about, value);
  },
};

/** Where a type can be written, by the kind of resource. */
const places: Readonly<Record<string, readonly string[]>> = {
  aws_instance: ["instance_type"],
  aws_launch_template: ["instance_type"],
  aws_launch_configuration: ["instance_type"],
  aws_eks_node_group: ["instance_types"],
  aws_autoscaling_group: ["mixed_instances_policy.launch_template.override[].instance_type"],
  aws_ec2_capacity_reservation: ["instance_type"],
  aws_ec2_fleet: ["launch_template_config[].override[].instance_type"],
};

function namedTypes(documents: Documents): readonly { about: About; value: Value }[] {
  const typesOf = (resource: Resource) => (places[resource.type] ?? []).flatMap((path) => resource.list(path));
  return documents
    .resources(...Object.keys(places))
    .flatMap((resource) => typesOf(resource).map((value) => ({ about: resourceAbout(resource), value })));
}

const accelerated = new Set(instanceTypes().flatMap(({ family, accelerator }) => (accelerator ? [family] : [])));

function judge(about: About, given: Value): Outcome {
  if (isUnknown(given) || given === null) return unknown(about, { message: "the instance type is not known yet" });
  const name = shown(given);
  if (findInstanceType(name)) return pass(about);
  const undescribed = undescribedInstanceTypes().find((row) => row.name === name);
  if (undescribed)
    return unknown(about, { message: `nothing is known of ${name}: ${undescribed.reason}`, given: name });
  const near = suggestNames(
    name,
    instanceTypes().map((type) => type.name),
  );
  const [nearest] = near;
  const fix = nearest === undefined ? undefined : `write '${nearest}' if that is meant`;
  const [family = "", size] = name.split(".");
  if (size === undefined || !/^[a-z][a-z0-9-]*\.[a-z0-9-]+$/.test(name)) {
    const allowed = near.length > 0 ? near : "family.size, e.g. p5en.48xlarge";
    return fail(about, { message: `'${name}' is no instance type`, given: name, allowed, fix });
  }
  if (accelerated.has(family)) {
    const sizes = instanceTypes()
      .filter((type) => type.family === family)
      .map((type) => type.name);
    return fail(about, { message: `EC2 has no size '${size}' of ${family}`, given: name, allowed: sizes, fix });
  }
  return unknown(about, { message: `the catalogue has no instance type '${name}'`, given: name, fix });
}
