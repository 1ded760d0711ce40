import { Capacity, EksNodePool, type EksNodePoolProps } from "../../../constructs/compute";
import { collectModel } from "../../../model";
import { synthStack, theResource } from "../../../testing";
import { fixture, type Fixture } from "./fixture";

function pool(f: Fixture, props: Partial<EksNodePoolProps> = {}): EksNodePool {
  return new EksNodePool(f.stack, "system", {
    cluster: f.cluster,
    poolName: "system",
    instanceTypes: ["m7i.2xlarge"],
    capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 4 }),
    ...props,
  });
}

test("a CPU pool stands in every zone, without taints, devices or placement group", () => {
  const f = fixture();
  const nodes = pool(f, { role: "system" });
  const emitted = synthStack(f.stack);
  expect(theResource(emitted, "aws_eks_node_group")).toMatchObject({
    node_group_name: "system",
    ami_type: "AL2023_x86_64_STANDARD",
    capacity_type: "ON_DEMAND",
    subnet_ids: ["subnet-a", "subnet-b", "subnet-c"],
    scaling_config: { min_size: 2, max_size: 4, desired_size: 2 },
    labels: { "ai-factory/pool": "system", "ai-factory/capacity": "on-demand" },
  });
  expect(theResource(emitted, "aws_eks_node_group").taint ?? []).toEqual([]);
  expect(theResource(emitted, "aws_launch_template").instance_type).toBe("m7i.2xlarge");
  expect(nodes.accelerators).toBeUndefined();
  expect(nodes.fabricDevices).toBeUndefined();
  const [node] = collectModel(f.stack, { name: "test", intent: "training" }).pools;
  expect(node).toMatchObject({ id: "system", role: "system", vCpus: 8, memoryGiB: 32, maxPodsPerNode: 110 });
});

test("several types are named by the node group, and promise what the smallest has", () => {
  const f = fixture();
  const instanceTypes = ["m7i.4xlarge", "m6i.2xlarge"];
  const nodes = pool(f, { instanceTypes, capacity: Capacity.spot({ minNodes: 0, maxNodes: 20 }) });
  const emitted = synthStack(f.stack);
  expect(theResource(emitted, "aws_eks_node_group").instance_types).toEqual(instanceTypes);
  expect(theResource(emitted, "aws_launch_template")).not.toHaveProperty("instance_type");
  expect(nodes).toMatchObject({ vCpus: 8, memoryGiB: 32, minNodes: 0, maxNodes: 20, maxPodsPerNode: 110 });
});

test("arm64 types take the arm64 image", () => {
  const f = fixture();
  expect(pool(f, { instanceTypes: ["m7g.2xlarge"] }).architecture).toBe("arm64");
  expect(theResource(synthStack(f.stack), "aws_eks_node_group").ami_type).toBe("AL2023_ARM_64_STANDARD");
});

test("instance store disks become scratch unless the pool leaves them alone", () => {
  const [with_, without] = [fixture(), fixture()];
  pool(with_, { instanceTypes: ["i4i.4xlarge"] });
  pool(without, { instanceTypes: ["i4i.4xlarge"], localScratch: false });
  const text = ({ stack }: Fixture) =>
    Buffer.from(theResource(synthStack(stack), "aws_launch_template").user_data as string, "base64").toString("utf8");
  expect(text(with_)).toContain('"strategy": "RAID0"');
  expect(text(without)).not.toContain("localStorage");
});

test("two syntheses of the same pool are the same", () => {
  const texts = [fixture(), fixture()].map((f) => {
    pool(f);
    return JSON.stringify(synthStack(f.stack).resource);
  });
  expect(texts[0]).toBe(texts[1]);
});
