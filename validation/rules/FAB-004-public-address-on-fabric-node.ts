import { interfacesOf, launchesOf, subnetsOf, shown, type Launch } from "../launches";
import { isUnknown } from "../../documents/value";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const publicAddressOnFabricNode: Rule = {
  id: "FAB-004-public-address-on-fabric-node",
  family: "FAB",
  title: "a launch with several network interfaces asks for no automatic public address",
  severity: "error",
  reads: "documents",
  cause:
    "EC2 assigns no public address to an instance with more than one interface. A launch template that speaks of it is " +
    "refused; a subnet that should assign one does not, and the nodes in it reach neither the registry nor the API " +
    "of the cluster: the node group waits until it times out.",
  mend:
    "leave associate_public_ip_address out of every interface, and put the nodes into private subnets with a NAT " +
    "gateway or with private endpoints",
  sources: [
    "Amazon EC2 User Guide, using-eni.md: no automatic public address with several network interfaces",
    "AWS ParallelCluster, MultiNetworkInterfacesInstancesValidator",
  ],
  unknownMeans: "Whether the interface or the subnet asks for a public address is not known yet; the plan decides.",
  example: {
    fails:
      "p5.48xlarge with 33 interfaces and associate_public_ip_address = true, or in a subnet that maps public addresses",
    passes: "the same interfaces without a word about public addresses, in private subnets",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      if (interfacesOf(launch).length > 1) yield judge(launch);
    }
  },
};

function judge(launch: Launch): Outcome {
  const { about, group } = launch;
  const interfaces = interfacesOf(launch);
  const asked = interfaces.map((block) => block.get("associate_public_ip_address"));
  const [said] = asked.filter((value) => value !== undefined && value !== null && value !== "" && !isUnknown(value));
  if (said !== undefined) {
    return fail(about, {
      message: `an interface speaks of a public address beside ${interfaces.length - 1} others, which EC2 refuses`,
      given: `associate_public_ip_address = ${shown(said)}`,
      allowed: "nothing: with several interfaces there is none",
    });
  }
  const { subnets } = group ? subnetsOf(group) : { subnets: [] };
  const maps = subnets.map((subnet) => ({ subnet, value: subnet.get("map_public_ip_on_launch") }));
  const mapping = maps.find(({ value }) => value === true || value === "true");
  if (mapping) {
    return fail(about, {
      message: `the subnet counts on public addresses, which nodes with ${interfaces.length} interfaces do not get`,
      given: `${mapping.subnet.address} with map_public_ip_on_launch`,
      allowed: "private subnets",
      fix: "put the nodes into private subnets with a NAT gateway or with private endpoints",
    });
  }
  if ([...asked, ...maps.map(({ value }) => value)].some(isUnknown)) {
    return unknown(about, { message: "whether a public address is asked for is not known yet" });
  }
  return pass(about);
}
