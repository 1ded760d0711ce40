import type { InstanceType } from "../../catalog/aws/instance-types";
import { instanceTypesOf, knownTypesOf, launchesOf, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const oneAccelerator: Rule = {
  id: "ACC-059-one-accelerator",
  family: "ACC",
  title: "the instance types of one group have the same architecture, accelerator and number of devices",
  severity: "error",
  reads: "documents",
  cause:
    "A job is made for one kind of accelerator and a number of them in each node. A group of several types gives it now " +
    "one, now the other: kernels are missing, memory does not fit, ranks do not add up. An image fits one architecture.",
  mend: "make one node group for each accelerator and architecture",
  sources: [
    "AWS ParallelCluster, InstancesAcceleratorsValidator, InstancesCPUValidator, InstanceArchitectureCompatibilityValidator",
  ],
  unknownMeans: "A type is not known yet, or not to the catalogue.",
  example: {
    fails: "instance_types = [g6e.12xlarge, g5.12xlarge]",
    passes: "instance_types = [g6e.4xlarge, g6e.8xlarge]",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      if (launch.group && instanceTypesOf(launch).length > 1) yield judge(launch);
    }
  },
};

function judge(launch: Launch): Outcome {
  const { about } = launch;
  const types = knownTypesOf(launch);
  if (!types)
    return unknown(about, { message: "an instance type of the group is not known yet, or not to the catalogue" });
  const given = types.map((type) => `${type.name}: ${type.architecture}, ${devicesOf(type)}`);
  const differs = (what: (type: InstanceType) => string) => new Set(types.map(what)).size > 1;
  if (differs(({ architecture }) => architecture)) {
    return fail(about, {
      message: "the types of the group differ in architecture",
      given,
      allowed: "one architecture",
    });
  }
  if (differs(({ accelerator }) => accelerator?.name ?? "none")) {
    return fail(about, { message: "the types of the group differ in accelerator", given, allowed: "one accelerator" });
  }
  if (differs(devicesOf)) {
    return fail(about, {
      message: "the types of the group differ in the number of accelerators",
      given,
      allowed: "the same number in each type",
      severity: "warning",
    });
  }
  return pass(about);
}

function devicesOf({ accelerator }: InstanceType): string {
  return accelerator === undefined ? "no accelerator" : `${accelerator.count} × ${accelerator.name}`;
}
