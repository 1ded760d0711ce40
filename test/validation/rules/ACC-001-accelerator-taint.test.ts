import { acceleratorTaint } from "../../../validation/rules/ACC-001-accelerator-taint";
import { check, describeRule } from "../support/describe-rule";
import { launch } from "../support/launch";
import { emptyModel, node } from "../support/model";

describeRule(acceleratorTaint, {
  passing: () => {
    const input = launch();
    input.group["taint"] = [{ key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" }];
    return input;
  },
  stillPasses: {
    "evicted rather than kept away": ({ group }) => (group["taint"] = { key: "gpu", effect: "NO_EXECUTE" }),
    "an elastic pool with a taint": ({ model }) =>
      model.pools.push(node("pools", { id: "elastic", taints: [{ key: "nvidia.com/gpu", effect: "NoSchedule" }] })),
    "a pool of a Slurm cluster": ({ model }) => {
      model.clusters.push(node("clusters", { id: "slurm", kind: "slurm" }));
      model.pools.push(node("pools", { id: "batch", clusterId: "slurm" }));
    },
    "processors without one": ({ resource }) =>
      Object.assign(resource["aws_eks_node_group"] ?? {}, { cpu: { instance_types: ["m7i.2xlarge"] } }),
  },
  mutations: {
    "the taint is overridden away": { change: ({ group }) => (group["taint"] = []), finds: /take any pod/ },
    "no taint written": ({ group }) => delete group["taint"],
    "a mere preference": ({ group }) => (group["taint"] = [{ key: "gpu", effect: "PREFER_NO_SCHEDULE" }]),
    "an elastic pool without one": ({ model }) => model.pools.push(node("pools", { id: "elastic" })),
  },
  unknown: {
    "taints from a variable": ({ group }) => (group["taint"] = "${var.taints}"),
    "an effect from a variable": ({ group }) => (group["taint"] = [{ key: "gpu", effect: "${var.effect}" }]),
  },
});

describe("ACC-001 with the model alone", () => {
  it("judges the pools", () => {
    const model = emptyModel({ pools: [node("pools", { addresses: ["infra:aws_eks_node_group.training"] })] });
    expect(check(acceleratorTaint, { model }).findings).toHaveLength(1);
  });
});
