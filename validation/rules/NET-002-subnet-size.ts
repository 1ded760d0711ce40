import type { Documents } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import type { NetworkNode, SubnetFacts } from "../../model/types";
import { parseCidr, reservedPerSubnet } from "../../planning/addresses";
import { emittedBy } from "../reading";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const subnetSize: Rule = {
  id: "NET-002-subnet-size",
  family: "NET",
  title: "subnets have the addresses that their pools, pods and endpoints can need",
  severity: "error",
  reads: "either",
  cause:
    "With prefix delegation a node takes 16 addresses at a time and keeps one prefix warm: 273 for 250 pods. When a " +
    "subnet has no free prefix left, pods stay in ContainerCreating although nodes are there, and scale-out stops at a " +
    "number that nobody chose. A subnet cannot be enlarged.",
  mend: "give the nodes a larger range, for example a /16 from 100.64.0.0/10, or lower the pools' largest size or pods per node",
  sources: [
    "Amazon VPC User Guide, subnet sizing: five addresses of each subnet are reserved",
    "Amazon EKS Best Practices Guide, prefix mode: /28 prefixes and WARM_PREFIX_TARGET",
  ],
  unknownMeans: "The range of a subnet is not known yet; the plan decides.",
  example: {
    fails: "16 nodes with 250 pods each (4,369 addresses) in a /20 (4,091 usable)",
    passes: "the same in a /18 (16,379 usable)",
  },
  *check({ model, documents }) {
    for (const network of model?.networks ?? []) {
      for (const subnet of network.subnets) {
        if (subnet.neededAddresses !== undefined) yield judge(subnet, subnet.neededAddresses, network, documents);
      }
    }
  },
};

function judge(subnet: SubnetFacts, needed: number, network: NetworkNode, documents: Documents | undefined): Outcome {
  // The documents have the last word on the range.
  const resources = documents ? emittedBy(network, documents, "aws_subnet") : [];
  const emitted = resources.find(
    ({ constructPath, name, address }) =>
      constructPath?.endsWith(`/${subnet.name}`) === true || name === subnet.name || address === subnet.name,
  );
  const about = { path: emitted?.constructPath ?? network.path, address: emitted?.address };
  const block: Value | undefined = emitted ? emitted.get("cidr_block") : subnet.cidrBlock;
  const range = typeof block === "string" ? parseCidr(block) : undefined;
  if (block === undefined || isUnknown(block) || range === undefined) {
    return unknown(about, { message: `the range of subnet '${subnet.name}' is not known yet` });
  }
  const usable = range.size - reservedPerSubnet;
  if (usable >= needed) return pass(about);
  const prefix = 32 - Math.ceil(Math.log2(needed + reservedPerSubnet));
  return fail(about, {
    message: `subnet '${subnet.name}' is too small for what is placed in it`,
    given: `${usable} usable addresses in ${String(block)}`,
    allowed: `at least ${needed}`,
    fix: `give it a /${prefix} or larger`,
  });
}
