import { TerraformVariable } from "cdktf";
import { AcceleratorSharing, Capacity, EksGpuNodePool, type EksGpuNodePoolProps } from "../../../constructs/compute";
import { collectModel } from "../../../model";
import { resourcesOf, synthStack, theResource, type EmittedBlock, type EmittedStack } from "../../../testing";
import { fixture, type Fixture } from "./fixture";

const block = Capacity.capacityBlock({ reservationId: "cr-0123456789abcdef0", nodes: 16, zone: "eu-north-1a" });

function pool(f: Fixture, props: Partial<EksGpuNodePoolProps> = {}): EksGpuNodePool {
  return new EksGpuNodePool(f.stack, "training", {
    cluster: f.cluster,
    poolName: "training",
    instanceType: "p5en.48xlarge",
    capacity: block,
    fabric: f.fabric(),
    ...props,
  });
}

function launchTemplate(emitted: EmittedStack): EmittedBlock {
  return theResource(emitted, "aws_launch_template");
}

function interfaces(emitted: EmittedStack): EmittedBlock[] {
  return launchTemplate(emitted).network_interfaces as EmittedBlock[];
}

function decodedUserData(emitted: EmittedStack): string {
  return Buffer.from(launchTemplate(emitted).user_data as string, "base64").toString("utf8");
}

describe("a capacity block of p5en.48xlarge with a fabric", () => {
  const f = fixture();
  const training = pool(f);
  const emitted = synthStack(f.stack);

  test("has one plain and 16 EFA-only interfaces in the order of card and device", () => {
    expect(interfaces(emitted).map((i) => [i.network_card_index, i.device_index, i.interface_type])).toEqual([
      [0, 0, "interface"],
      [0, 1, "efa-only"],
      ...Array.from({ length: 15 }, (_, index) => [index + 1, 0, "efa-only"]),
    ]);
  });

  test("puts cluster, pool and fabric security group on every interface, and says nothing of public addresses", () => {
    for (const each of interfaces(emitted)) {
      expect(each.security_groups).toEqual([
        "sg-0cccccccccccccccc",
        expect.stringMatching(/^\$\{aws_security_group\.training_security-group_\w+\.id\}$/),
        expect.stringMatching(/^\$\{aws_security_group\.fabric_security-group_\w+\.id\}$/),
      ]);
      expect(each).not.toHaveProperty("associate_public_ip_address");
    }
  });

  test("targets the block, and asks for no placement group", () => {
    expect(launchTemplate(emitted)).toMatchObject({
      instance_type: "p5en.48xlarge",
      instance_market_options: { market_type: "capacity-block" },
      capacity_reservation_specification: {
        capacity_reservation_target: { capacity_reservation_id: "cr-0123456789abcdef0" },
      },
    });
    expect(launchTemplate(emitted)).not.toHaveProperty("placement");
    expect(resourcesOf(emitted, "aws_placement_group")).toEqual({});
  });

  test("is a node group of exactly the block's size in the block's zone, whose size EKS may change", () => {
    expect(theResource(emitted, "aws_eks_node_group")).toMatchObject({
      node_group_name: "training",
      capacity_type: "CAPACITY_BLOCK",
      ami_type: "AL2023_x86_64_NVIDIA",
      version: "1.34",
      subnet_ids: ["subnet-a"],
      scaling_config: { min_size: 16, max_size: 16, desired_size: 16 },
      node_repair_config: { enabled: true },
      update_config: { max_unavailable: 1 },
      lifecycle: { ignore_changes: ["scaling_config[0].desired_size"] },
    });
    expect(theResource(emitted, "aws_eks_node_group")).not.toHaveProperty("instance_types");
  });

  test("keeps pods from the metadata service and encrypts the disk", () => {
    expect(launchTemplate(emitted)).toMatchObject({
      metadata_options: {
        http_endpoint: "enabled",
        http_tokens: "required",
        http_put_response_hop_limit: 1,
        instance_metadata_tags: "disabled",
      },
      block_device_mappings: [
        { device_name: "/dev/xvda", ebs: { encrypted: "true", volume_type: "gp3", volume_size: 200 } },
      ],
    });
  });

  test("configures nodeadm: local disks as RAID 0, as many pods as EKS tests", () => {
    const text = decodedUserData(emitted);
    expect(text).toContain("Content-Type: application/node.eks.aws");
    const config = JSON.parse(text.slice(text.indexOf("{"), text.lastIndexOf("}") + 1)) as unknown;
    expect(config).toEqual({
      apiVersion: "node.eks.aws/v1alpha1",
      kind: "NodeConfig",
      spec: { instance: { localStorage: { strategy: "RAID0" } }, kubelet: { config: { maxPods: 250 } } },
    });
  });

  test("taints and labels its nodes", () => {
    const group = theResource(emitted, "aws_eks_node_group");
    expect(group.taint).toEqual([{ key: "nvidia.com/gpu", value: "present", effect: "NO_SCHEDULE" }]);
    expect(group.labels).toEqual({
      "ai-factory/accelerator": "h200-sxm-141gb",
      "ai-factory/capacity": "capacity-block",
      "ai-factory/fabric": "fabric",
      "ai-factory/pool": "training",
    });
  });

  test("tells schedulers what a node has", () => {
    expect(training).toMatchObject({
      accelerators: { resourceName: "nvidia.com/gpu", perNode: 8 },
      fabricDevices: { resourceName: "vpc.amazonaws.com/efa", perNode: 16 },
      acceleratorVendor: "nvidia",
      architecture: "x86_64",
      zones: ["eu-north-1a"],
      minNodes: 16,
      maxNodes: 16,
      vCpus: 192,
      memoryGiB: 2048,
    });
    expect(training.nodesReady).toEqual([training.nodeGroup]);
  });

  test("describes itself in the factory model, without a price that nobody published", () => {
    const [node] = collectModel(f.stack, { name: "test", intent: "training" }).pools;
    expect(node).toMatchObject({
      id: "training",
      clusterId: "factory",
      role: "accelerator",
      instanceType: "p5en.48xlarge",
      accelerator: { id: "h200-sxm-141gb", name: "NVIDIA H200", perNode: 8, memoryGiBEach: 141 },
      capacity: { kind: "capacity-block", reservationId: "cr-0123456789abcdef0" },
      placement: "none",
      fabricId: "fabric",
      fabricDevicesPerNode: 16,
      fabricGbpsPerNode: 3200,
      localScratchGB: 30400,
      maxPodsPerNode: 250,
    });
    expect(node?.usdPerNodeHour).toBeUndefined();
    expect(node?.addresses).toContainEqual(expect.stringMatching(/^infra:aws_eks_node_group\./));
  });
});

describe("capacity", () => {
  test("on-demand nodes with a fabric stand in a cluster placement group and cost the list price", () => {
    const f = fixture();
    pool(f, { capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 2 }) });
    const emitted = synthStack(f.stack);
    expect(theResource(emitted, "aws_placement_group")).toMatchObject({
      strategy: "cluster",
      name: "factory-training",
    });
    expect(launchTemplate(emitted).placement).toEqual({
      group_name: expect.stringMatching(/^\$\{aws_placement_group\..*\.name\}$/),
    });
    expect(launchTemplate(emitted)).not.toHaveProperty("instance_market_options");
    expect(theResource(emitted, "aws_eks_node_group")).not.toHaveProperty("lifecycle");
    const [node] = collectModel(f.stack, { name: "test", intent: "training" }).pools;
    expect(node?.placement).toBe("cluster");
    expect(node?.usdPerNodeHour?.usd).toBeGreaterThan(10);
  });

  test("a reservation made without a placement group gets none", () => {
    const f = fixture();
    const reservationId = "cr-0123456789abcdef0";
    pool(f, { capacity: Capacity.reservation({ reservationId, nodes: 4, zone: "eu-north-1a" }) });
    const emitted = synthStack(f.stack);
    expect(resourcesOf(emitted, "aws_placement_group")).toEqual({});
    expect(launchTemplate(emitted)).toMatchObject({
      capacity_reservation_specification: { capacity_reservation_target: { capacity_reservation_id: reservationId } },
    });
    expect(launchTemplate(emitted)).not.toHaveProperty("placement");
    expect(launchTemplate(emitted)).not.toHaveProperty("instance_market_options");
    expect(theResource(emitted, "aws_eks_node_group").capacity_type).toBe("ON_DEMAND");
  });

  test("a reservation made in a placement group launches into that group and no other", () => {
    const f = fixture();
    const props = { reservationId: "cr-0123456789abcdef0", nodes: 4, zone: "eu-north-1a", placementGroupName: "pg" };
    pool(f, { capacity: Capacity.reservation(props) });
    const emitted = synthStack(f.stack);
    expect(resourcesOf(emitted, "aws_placement_group")).toEqual({});
    expect(launchTemplate(emitted).placement).toEqual({ group_name: "pg" });
  });

  test("a spot pool without a fabric has one plain private interface and scales from zero in every zone", () => {
    const f = fixture();
    const capacity = Capacity.spot({ minNodes: 0, maxNodes: 8 });
    pool(f, { instanceType: "g6e.12xlarge", capacity, fabric: undefined, zones: ["eu-north-1b", "eu-north-1c"] });
    const emitted = synthStack(f.stack);
    expect(interfaces(emitted)).toEqual([
      expect.objectContaining({ device_index: 0, associate_public_ip_address: "false" }),
    ]);
    expect(theResource(emitted, "aws_eks_node_group")).toMatchObject({
      capacity_type: "SPOT",
      subnet_ids: ["subnet-b", "subnet-c"],
      scaling_config: { min_size: 0, max_size: 8, desired_size: 0 },
      lifecycle: { ignore_changes: ["scaling_config[0].desired_size"] },
    });
  });

  test("an UltraServer of p6e-gb200 is one NVLink domain of arm64 nodes, with EFA on cards 1, 5, 9 and 13", () => {
    const f = fixture("us-east-1", ["-dfw-2a"]);
    const zone = "us-east-1-dfw-2a";
    const capacity = Capacity.capacityBlock({ reservationId: "cr-0123456789abcdef0", nodes: 18, zone });
    const nodes = pool(f, { instanceType: "p6e-gb200.36xlarge", capacity });
    const emitted = synthStack(f.stack);
    expect(interfaces(emitted).map((each) => each.network_card_index)).toEqual([0, 1, 5, 9, 13]);
    expect(theResource(emitted, "aws_eks_node_group").ami_type).toBe("AL2023_ARM_64_NVIDIA");
    expect(nodes.fabricDevices?.perNode).toBe(4);
    const [node] = collectModel(f.stack, { name: "test", intent: "training" }).pools;
    expect(node?.placement).toBe("nvlink-domain");
    // Nobody published its interfaces, so nobody can say how many pods have an address.
    expect(node?.maxPodsPerNode).toBeUndefined();
  });
});

describe("images", () => {
  test("Bottlerocket keeps its system on a volume of its own and is configured in TOML", () => {
    const f = fixture();
    pool(f, { operatingSystem: "bottlerocket" });
    const emitted = synthStack(f.stack);
    expect(theResource(emitted, "aws_eks_node_group").ami_type).toBe("BOTTLEROCKET_x86_64_NVIDIA");
    expect(launchTemplate(emitted).block_device_mappings).toMatchObject([
      { device_name: "/dev/xvda", ebs: { encrypted: "true" } },
      { device_name: "/dev/xvdb", ebs: { encrypted: "true", volume_size: 200 } },
    ]);
    expect(decodedUserData(emitted)).toContain("[settings.kubernetes]\nmax-pods = 250\n");
    expect(decodedUserData(emitted)).toContain('["apiclient", "ephemeral-storage", "init"]');
  });

  test("an image of the owner's gets everything that a node needs to join, and no AMI type or version", () => {
    const f = fixture();
    pool(f, { imageId: "ami-0123456789abcdef0" });
    const emitted = synthStack(f.stack);
    const group = theResource(emitted, "aws_eks_node_group");
    expect(group).not.toHaveProperty("ami_type");
    expect(group).not.toHaveProperty("version");
    expect(launchTemplate(emitted).image_id).toBe("ami-0123456789abcdef0");
    const text = decodedUserData(emitted);
    expect(text).toContain('"apiServerEndpoint": "https://factory.example"');
    expect(text).toContain("--register-with-taints=nvidia.com/gpu=present:NoSchedule");
    expect(text).toContain("--node-labels=ai-factory/pool=training,");
  });
});

test("values of the cluster that only Terraform knows reach the node's configuration unharmed", () => {
  const f = fixture();
  const endpoint = new TerraformVariable(f.stack, "endpoint", { type: "string" }).stringValue;
  Object.defineProperty(f.cluster, "endpoint", { value: endpoint });
  pool(f, { imageId: "ami-0123456789abcdef0" });
  const emitted = synthStack(f.stack);
  const [[name, text] = []] = Object.entries(emitted.locals as Record<string, string>);
  expect(launchTemplate(emitted).user_data).toBe(`\${base64encode(local.${name})}`);
  expect(text).toContain('"apiServerEndpoint": "${var.endpoint}",\n');
});

describe("accelerators", () => {
  test("MIG cuts every GPU: pods ask for slices, the MIG manager finds its layout by label", () => {
    const f = fixture();
    const training = pool(f, { sharing: AcceleratorSharing.mig("1g.18gb") });
    expect(training.accelerators).toEqual({ resourceName: "nvidia.com/mig-1g.18gb", perNode: 56 });
    expect(training.labels["nvidia.com/mig.config"]).toBe("all-1g.18gb");
  });

  test("time slicing multiplies the GPUs that a node offers", () => {
    const f = fixture();
    const training = pool(f, { sharing: AcceleratorSharing.timeSlicing(4) });
    expect(training.accelerators).toEqual({ resourceName: "nvidia.com/gpu", perNode: 32 });
    expect(training.labels["nvidia.com/device-plugin.config"]).toBe("time-slicing-4");
  });

  test.each([
    ["trn1.32xlarge", "us-east-1", "aws-neuron", "aws.amazon.com/neuron", 16, "AL2023_x86_64_NEURON"],
    ["inf2.48xlarge", "us-east-1", "aws-neuron", "aws.amazon.com/neuron", 12, "AL2023_x86_64_NEURON"],
    ["dl1.24xlarge", "us-east-1", "intel-gaudi", "habana.ai/gaudi", 8, "AL2023_x86_64_STANDARD"],
    ["g4ad.4xlarge", "us-east-1", "amd", "amd.com/gpu", 1, "AL2023_x86_64_STANDARD"],
    ["g5g.xlarge", "us-east-1", "nvidia", "nvidia.com/gpu", 1, "AL2023_ARM_64_NVIDIA"],
  ])("%s offers its devices under the name of its vendor's plugin", (type, region, vendor, resource, count, image) => {
    const f = fixture(region);
    const capacity = Capacity.onDemand({ minNodes: 1, maxNodes: 1 });
    const nodes = pool(f, { instanceType: type, capacity, fabric: undefined, zones: [`${region}a`] });
    expect(nodes.acceleratorVendor).toBe(vendor);
    expect(nodes.accelerators).toEqual({ resourceName: resource, perNode: count });
    expect(nodes.taints.map((taint) => taint.key)).toEqual([resource]);
    expect(theResource(synthStack(f.stack), "aws_eks_node_group").ami_type).toBe(image);
  });

  test("FPGAs have no device plugin: the pool offers no devices but keeps other pods away", () => {
    const f = fixture("us-east-1");
    const capacity = Capacity.onDemand({ minNodes: 1, maxNodes: 1 });
    const nodes = pool(f, { instanceType: "f2.48xlarge", capacity, fabric: undefined, zones: ["us-east-1a"] });
    expect(nodes.acceleratorVendor).toBe("fpga");
    expect(nodes.accelerators).toBeUndefined();
    expect(nodes.taints).toEqual([{ key: "ai-factory/accelerator", value: "present", effect: "NoSchedule" }]);
  });
});
