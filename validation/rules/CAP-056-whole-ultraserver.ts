import { ultraServersOf, type UltraServer } from "../../catalog/aws/capacity-blocks";
import type { Resource } from "../../documents/types";
import { instanceTypesOf, launchesOf, sizesOf, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const wholeUltraServer: Rule = {
  id: "CAP-056-whole-ultraserver",
  family: "CAP",
  title: "a node group of UltraServer instances has exactly the instances of one UltraServer",
  severity: "error",
  reads: "documents",
  cause:
    "UltraServers are sold whole, and their instances share one NVLink or NeuronLink domain. A node group of another " +
    "size waits for instances that do not exist, leaves paid ones idle, or spans two domains without knowing it.",
  mend: "make one node group for each UltraServer, with min_size and max_size equal to its number of instances",
  sources: [
    "Amazon EC2 User Guide, ec2-capacity-blocks.md: UltraServer types and their instances",
    "AWS ParallelCluster, pull requests 6928 and 6944: 9 or 18 nodes for p6e-gb200",
  ],
  unknownMeans: "A size is not known yet; the plan decides.",
  example: {
    fails: "p6e-gb200.36xlarge with max_size 16",
    passes: "p6e-gb200.36xlarge with min_size 18 and max_size 18 (u-p6e-gb200x72)",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      const [type] = instanceTypesOf(launch);
      const servers = typeof type === "string" ? ultraServersOf(type) : [];
      const isGroup = launch.group !== undefined && launch.group.type !== "aws_instance";
      if (launch.group && isGroup && servers.length > 0) yield judge(launch, launch.group, servers);
    }
  },
};

function judge({ about }: Launch, group: Resource, servers: readonly UltraServer[]): Outcome {
  const { min, max } = sizesOf(group);
  const allowed = servers.map(({ name, instances }) => `${instances} (${name})`);
  const sizes = servers.map(({ instances }) => instances);
  if (typeof max === "number" && !sizes.includes(max)) {
    const type = servers[0]?.instanceType ?? "";
    return fail(about, { message: `no UltraServer of ${type} has that many instances`, given: max, allowed });
  }
  if (typeof min === "number" && typeof max === "number" && min !== 0 && min !== max) {
    return fail(about, {
      message: "the group may run with part of an UltraServer",
      given: `min_size ${min} of ${max}`,
      allowed: `${max}, or 0 while it is off`,
    });
  }
  if (typeof min !== "number" || typeof max !== "number") {
    return unknown(about, { message: "a size of the group is not known yet" });
  }
  return pass(about);
}
