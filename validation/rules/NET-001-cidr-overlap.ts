import ipaddr from "ipaddr.js";
import type { FactoryModel } from "../../model/types";
import { fail, pass, unknown, type About, type Outcome, type Rule } from "../rule";

/** A block of addresses that must be nobody else's. */
interface Range {
  readonly about: About;
  /** What it is, for the message: `network 'training'`. */
  readonly name: string;
  readonly cidr: string;
}

export const cidrOverlap: Rule = {
  id: "NET-001-cidr-overlap",
  family: "NET",
  title: "address ranges of networks, pods, services and linked sites do not overlap",
  severity: "error",
  reads: "model",
  cause:
    "Two networks with a common range can be built, but never be joined: a peering or VPN between them is refused or " +
    "routes to the wrong side. A service or pod range inside the network's own makes the hosts there unreachable from " +
    "pods. Neither can be changed without building anew.",
  mend: "give each network, pod range and service range its own block; plan room for the sites that will be linked later",
  sources: [
    "Amazon VPC User Guide, VPC peering limitations: no overlapping CIDR blocks",
    "Amazon EKS User Guide, kubernetesNetworkConfig.serviceIpv4Cidr: must not overlap with the VPC",
  ],
  unknownMeans: "A range is not known yet (from an address plan or an imported network); the plan decides.",
  example: {
    fails: "network 10.0.0.0/16 and a cluster's service range 10.0.128.0/20",
    passes: "network 10.0.0.0/16, services 172.20.0.0/16, on-prem 10.64.0.0/16",
  },
  *check({ model }) {
    if (!model) return;
    const ranges = rangesOf(model);
    for (const [index, range] of ranges.entries()) yield judge(range, ranges.slice(0, index));
    for (const network of model.networks) yield* judgeSubnets(network);
  },
};

function rangesOf(model: FactoryModel): readonly Range[] {
  const networks = model.networks.flatMap((network) =>
    network.cidrBlocks.map((cidr) => ({ about: { path: network.path }, name: `network '${network.id}'`, cidr })),
  );
  const clusters = model.clusters.flatMap(({ id, path, serviceCidr, podCidrs = [], networkId }) => {
    // Pods of a cloud network live inside it, in ranges that belong to it.
    const own = model.networks.find((network) => network.id === networkId)?.cidrBlocks ?? [];
    const pods = podCidrs.filter((cidr) => !own.includes(cidr));
    const services = serviceCidr === undefined ? [] : [serviceCidr];
    return [
      ...services.map((cidr) => ({ about: { path }, name: `services of cluster '${id}'`, cidr })),
      ...pods.map((cidr) => ({ about: { path }, name: `pods of cluster '${id}'`, cidr })),
    ];
  });
  return [...networks, ...clusters];
}

function judge(range: Range, others: readonly Range[]): Outcome {
  if (!ipaddr.isValidCIDR(range.cidr)) {
    return unknown(range.about, { message: `the range of ${range.name} is not known yet`, given: range.cidr });
  }
  const clash = others.find((other) => ipaddr.isValidCIDR(other.cidr) && overlap(range.cidr, other.cidr));
  if (!clash) return pass(range.about);
  return fail(range.about, {
    message: `${range.name} overlaps with ${clash.name}`,
    given: range.cidr,
    allowed: `a range outside of ${clash.cidr} (${clash.about.path})`,
  });
}

function* judgeSubnets(network: FactoryModel["networks"][number]): Iterable<Outcome> {
  const about = { path: network.path };
  const known = network.subnets.filter(({ cidrBlock }) => cidrBlock !== undefined && ipaddr.isValidCIDR(cidrBlock));
  for (const [index, subnet] of known.entries()) {
    const cidr = subnet.cidrBlock ?? "";
    const clash = known.slice(0, index).find((other) => overlap(cidr, other.cidrBlock ?? ""));
    if (!clash) yield pass(about);
    else {
      const allowed = `a range outside of ${clash.cidrBlock}`;
      yield fail(about, {
        message: `subnet '${subnet.name}' overlaps with subnet '${clash.name}'`,
        given: cidr,
        allowed,
      });
    }
  }
}

function overlap(a: string, b: string): boolean {
  const [addressA, bitsA] = ipaddr.parseCIDR(a);
  const [addressB, bitsB] = ipaddr.parseCIDR(b);
  if (addressA.kind() !== addressB.kind()) return false;
  // Two blocks overlap exactly when they agree in the bits of the larger one.
  return addressA.match(addressB, Math.min(bitsA, bitsB));
}
