import { EksGpuNodePool, EksNodePool } from "../../../constructs/compute";
import { collectModel } from "../../../model";
import { synthStack } from "../../../testing";
import { fixture, type Fixture } from "./fixture";

const securityGroupId = "sg-0123456789abcdef0";

function attributes(f: Fixture, instanceType: string) {
  return {
    cluster: f.cluster,
    poolName: "theirs",
    instanceType,
    securityGroupId,
    minNodes: 1,
    maxNodes: 4,
    zones: ["eu-north-1a"],
  };
}

test("an existing GPU pool offers its devices to the platform, and nothing is made for it", () => {
  const f = fixture();
  const nodes = EksGpuNodePool.fromAttributes(f.stack, "theirs", attributes(f, "p5.48xlarge"));
  expect(synthStack(f.stack).resource).toBeUndefined();
  expect(nodes).toMatchObject({
    accelerators: { resourceName: "nvidia.com/gpu", perNode: 8 },
    acceleratorVendor: "nvidia",
    labels: { "ai-factory/pool": "theirs" },
    securityGroupId,
    nodesReady: [],
  });
});

test("with a fabric it offers the EFA devices of its type", () => {
  const f = fixture();
  const nodes = EksGpuNodePool.fromAttributes(f.stack, "theirs", {
    ...attributes(f, "p5.48xlarge"),
    fabric: f.fabric(),
  });
  expect(nodes.fabricDevices).toEqual({ resourceName: "vpc.amazonaws.com/efa", perNode: 32 });
  const [node] = collectModel(f.stack, { name: "test", intent: "training" }).pools;
  expect(node).toMatchObject({
    id: "theirs",
    fabricId: "fabric",
    fabricGbpsPerNode: 3200,
    capacity: { kind: "on-demand" },
  });
});

test("an existing CPU pool has no devices", () => {
  const f = fixture();
  const nodes = EksNodePool.fromAttributes(f.stack, "theirs", attributes(f, "m7i.4xlarge"));
  expect(nodes.accelerators).toBeUndefined();
  expect(collectModel(f.stack, { name: "test", intent: "training" }).pools[0]?.role).toBe("cpu");
});

test("an unknown type is refused", () => {
  const f = fixture();
  expect(() => EksNodePool.fromAttributes(f.stack, "theirs", attributes(f, "m7i.5xlarge"))).toThrow(/ACC-050/);
});
