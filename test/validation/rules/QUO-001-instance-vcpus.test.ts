import { instanceVcpus } from "../../../validation/rules/QUO-001-instance-vcpus";
import { check, describeRule, type StackJson } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";
import { awsSite } from "../support/site";

/** 8 × p5.48xlarge of 192 vCPUs. */
function factory() {
  const site = awsSite({ "L-417A185B": 1536, "L-7212CCBC": 0, "L-1216C47A": 128 });
  const pool = node("pools");
  const system = node("pools", { id: "system", role: "system", instanceType: "m7i.2xlarge", maxNodes: 3 });
  return { site, pool, system, model: emptyModel({ sites: [site], pools: [pool, system] }), stacks: {} };
}

function karpenter(markets: string[], types: string[]): Record<string, StackJson> {
  const requirements = [
    { key: "karpenter.sh/capacity-type", operator: "In", values: markets },
    { key: "node.kubernetes.io/instance-type", operator: "In", values: types },
  ];
  const spec = { template: { spec: { requirements } } };
  const manifest = { apiVersion: "karpenter.sh/v1", kind: "NodePool", metadata: { name: "training" }, spec };
  return { platform: { resource: { kubernetes_manifest: { pool: { manifest } } } } };
}

describeRule(instanceVcpus, {
  passing: factory,
  stillPasses: {
    "ten times the nodes in a capacity block": ({ pool }) =>
      Object.assign(pool, { capacity: { kind: "capacity-block" }, maxNodes: 80 }),
    "a second region with a quota of its own": ({ model }) => {
      model.sites.push({ ...awsSite({ "L-417A185B": 1536 }), id: "us-east-1", region: "us-east-1" });
      model.pools.push(node("pools", { id: "far", siteId: "us-east-1" }));
    },
  },
  mutations: {
    "one node more": { change: ({ pool }) => (pool.maxNodes = 9), finds: /needs 1728 vCPUs .* the account has 1536/ },
    "a second pool of the family": ({ model }) =>
      model.pools.push(node("pools", { id: "p4d", instanceType: "p4d.24xlarge", maxNodes: 1 })),
    "a reservation, which counts as on-demand": ({ pool }) =>
      Object.assign(pool, { capacity: { kind: "reservation" }, maxNodes: 9 }),
    "spot, which has a quota of its own": {
      change: ({ pool }) => (pool.capacity = { kind: "spot" }),
      finds: /All P Spot Instance Requests/,
    },
    "a lower limit": ({ site }) => (site.accountLimits = { "L-417A185B": 768 }),
    "an elastic pool whose largest type is larger": (input) => {
      input.pool.capacity = { kind: "elastic" };
      input.pool.instanceType = "p5.4xlarge";
      Object.assign(input, { stacks: karpenter(["on-demand", "spot"], ["p5.4xlarge", "p5.48xlarge"]) });
    },
    "a node group of several types": (input) => {
      input.system.addresses.push("infra:aws_eks_node_group.system");
      const group = { instance_types: ["m7i.2xlarge", "m7i.16xlarge"] };
      Object.assign(input, { stacks: { infra: { resource: { aws_eks_node_group: { system: group } } } } });
    },
  },
  unknown: {
    "no limits stated": { change: ({ site }) => delete site.accountLimits, finds: /limit is not stated/ },
    "a family whose spot quota nobody knows": ({ pool }) =>
      Object.assign(pool, { instanceType: "hpc7g.16xlarge", capacity: { kind: "spot" } }),
  },
});

describe("QUO-001 as a list of what to request", () => {
  it("names code, value and what adds up to it, once for each quota", () => {
    const input = factory();
    delete input.site.accountLimits;
    const { findings } = check(instanceVcpus, input);
    expect(findings.map(({ severity, given, allowed }) => ({ severity, given, allowed }))).toEqual([
      { severity: "info", given: ["training: 8 × 192 vCPUs (p5.48xlarge)"], allowed: "1536 vCPUs or more" },
      { severity: "info", given: ["system: 3 × 8 vCPUs (m7i.2xlarge)"], allowed: "24 vCPUs or more" },
    ]);
    expect(findings[0]?.fix).toContain("--quota-code L-417A185B --desired-value 1536");
  });
});
