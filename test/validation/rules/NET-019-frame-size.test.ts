import { mtu } from "../../../validation/rules/NET-019-frame-size";
import { check, describeRule } from "../support/describe-rule";
import { emptyModel, node } from "../support/model";

function factory() {
  const addon: Record<string, unknown> = {
    addon_name: "vpc-cni",
    configuration_values: '{"env":{"WARM_PREFIX_TARGET":"1"}}',
  };
  const fabric = node("fabrics", { mtu: 9001 });
  const stacks = { infra: { resource: { aws_eks_addon: { cni: addon } } } };
  return { addon, fabric, model: emptyModel({ fabrics: [fabric] }), stacks };
}
const cni = (bytes: string) => (input: ReturnType<typeof factory>) =>
  (input.addon["configuration_values"] = JSON.stringify({ env: { AWS_VPC_ENI_MTU: bytes } }));

describeRule(mtu, {
  passing: factory,
  stillPasses: { "through a transit gateway": cni("8500") },
  mutations: {
    "frames of the internet": { change: cni("1500"), finds: /pods send small frames/ },
    "frames that are too large": { change: cni("9216"), finds: /larger frames/ },
    "a fabric with small frames": {
      change: ({ fabric }) => (fabric.mtu = 1500),
      finds: /fabric 'fabric' has small frames/,
    },
  },
  unknown: { "an MTU from a variable": cni("${var.mtu}") },
});

it.each([
  ["roce", 9000, true],
  ["roce", 1500, false],
  ["infiniband", 4092, true],
  ["infiniband", 2044, false],
] as const)("NET-019 on %s with %d", (kind, bytes, passes) => {
  const fabric = node("fabrics", { kind, mtu: bytes });
  expect(check(mtu, { model: emptyModel({ fabrics: [fabric] }) }).rules[0]?.pass).toBe(passes ? 1 : 0);
});
