import type { Resource } from "../../documents/types";
import { efaInterfacesOf, launchesOf, subnetsOf, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const fabricVpc: Rule = {
  id: "FAB-052-fabric-vpc",
  family: "FAB",
  title: "the security groups of EFA interfaces belong to the VPC of the nodes' subnets",
  severity: "error",
  reads: "documents",
  cause:
    "EFA traffic cannot leave its VPC, and an interface takes groups of its own VPC only: EC2 refuses the launch of " +
    "every node, long after the groups and the template were created.",
  mend: "make the fabric in the VPC of the cluster, and use its security group",
  sources: ["Amazon EC2 User Guide, efa.md: EFA traffic cannot cross VPCs"],
  unknownMeans: "A subnet or group is not among the documents, so that its VPC is not seen; the plan or EC2 decides.",
  example: {
    fails: "subnets of aws_vpc.training and a security group of aws_vpc.storage",
    passes: "subnets and security groups of aws_vpc.training",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      if (efaInterfacesOf(launch).length > 0 && launch.group) yield judge(launch, launch.group);
    }
  },
};

function judge(launch: Launch, group: Resource): Outcome {
  const { about, template } = launch;
  const groups = [
    ...(template?.targets("network_interfaces[].security_groups") ?? []),
    ...(template?.targets("vpc_security_group_ids") ?? []),
  ].filter(({ type }) => type === "aws_security_group");
  const { subnets } = subnetsOf(group);
  const [home, ...otherHomes] = [...new Set(subnets.map(vpcOf))];
  if (home === undefined || groups.length === 0) {
    return unknown(about, { message: "the VPC of the subnets or of the security groups is not among the documents" });
  }
  if (otherHomes.some((vpc) => vpc !== undefined)) {
    const given = subnets.map((subnet) => `${subnet.address} in ${vpcOf(subnet) ?? "an unknown VPC"}`);
    return fail(about, { message: "the nodes' subnets are in different VPCs", given, allowed: "subnets of one VPC" });
  }
  const strange = [...new Set(groups)].filter((item) => vpcOf(item) !== undefined && vpcOf(item) !== home);
  if (strange.length > 0) {
    return fail(about, {
      message: "a security group of the network interfaces belongs to another VPC than the nodes' subnets",
      given: strange.map((item) => `${item.address} in ${vpcOf(item) ?? ""}`),
      allowed: home,
    });
  }
  if (groups.some((item) => vpcOf(item) === undefined)) {
    return unknown(about, { message: "the VPC of a security group is not known yet" });
  }
  return pass(about);
}

/** The VPC by the address of its resource, or by an id that is written out. */
function vpcOf(resource: Resource): string | undefined {
  const target = resource.targets("vpc_id").find(({ type }) => type === "aws_vpc");
  const written = resource.get("vpc_id");
  return target ? `${target.stack}:${target.address}` : typeof written === "string" ? written : undefined;
}
