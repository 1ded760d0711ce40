import fc from "fast-check";
import { cidrOverlap } from "../../../validation/rules/NET-001-cidr-overlap";
import { check, describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";

function factory() {
  const cloud = node("networks", {
    subnets: [
      { name: "a", kind: "node", cidrBlock: "10.0.0.0/20" },
      { name: "b", kind: "node", cidrBlock: "10.0.16.0/20" },
    ],
  });
  const onPrem = node("networks", { id: "on-prem", path: "factory/on-prem", cidrBlocks: ["10.64.0.0/16"] });
  const cluster = node("clusters", { podCidrs: ["100.64.0.0/16"] });
  return { cloud, onPrem, cluster, model: emptyModel({ networks: [cloud, onPrem], clusters: [cluster] }) };
}

describeRule(cidrOverlap, {
  passing: factory,
  stillPasses: {
    "pods in a range that belongs to the network": ({ cloud, cluster }) => {
      cloud.cidrBlocks.push("100.64.0.0/16");
      cluster.podCidrs = ["100.64.0.0/16"];
    },
    "neighbouring ranges": ({ onPrem }) => (onPrem.cidrBlocks = ["10.1.0.0/16"]),
    "IPv6 beside IPv4": ({ onPrem }) => (onPrem.cidrBlocks = ["fd00::/8"]),
  },
  mutations: {
    "the linked site has the same range": {
      change: ({ onPrem }) => (onPrem.cidrBlocks = ["10.0.0.0/16"]),
      finds: /network 'on-prem' overlaps with network 'network'/,
    },
    "the linked site's range contains the network's": {
      change: ({ onPrem }) => (onPrem.cidrBlocks = ["10.0.0.0/8"]),
      finds: /network 'on-prem' overlaps/,
    },
    "services inside the network": {
      change: ({ cluster }) => (cluster.serviceCidr = "10.0.128.0/20"),
      finds: /services of cluster 'cluster' overlaps with network/,
    },
    "pods inside the services": {
      change: ({ cluster }) => (cluster.podCidrs = ["172.20.128.0/20"]),
      finds: /pods of cluster 'cluster' overlaps with services/,
    },
    "two subnets in one place": {
      change: ({ cloud }) => cloud.subnets.push({ name: "c", kind: "pod", cidrBlock: "10.0.8.0/24" }),
      finds: /subnet 'c' overlaps with subnet 'a'/,
    },
  },
  unknown: {
    "a range that an address plan will give": ({ cloud }) => (cloud.cidrBlocks = ["${aws_vpc.main.cidr_block}"]),
  },
});

describe("NET-001 on any two ranges", () => {
  const range = fc.record({ first: fc.nat(255), second: fc.nat(255), bits: fc.integer({ min: 8, max: 24 }) });
  const size = ({ bits }: { bits: number }) => 2 ** (32 - bits);
  const start = (item: { first: number; second: number; bits: number }) =>
    Math.floor((item.first * 2 ** 24 + item.second * 2 ** 16) / size(item)) * size(item);

  it("finds an overlap exactly where the ranges have an address in common", () => {
    fc.assert(
      fc.property(range, range, (a, b) => {
        const cidr = (item: typeof a) => `${item.first}.${item.second}.0.0/${item.bits}`;
        const networks = [a, b].map((item, at) => node("networks", { id: `n${at}`, cidrBlocks: [cidr(item)] }));
        const { findings } = check(cidrOverlap, { model: emptyModel({ networks }) });
        const common = start(a) < start(b) + size(b) && start(b) < start(a) + size(a);
        expect(findings.length > 0).toBe(common);
      }),
    );
  });
});
