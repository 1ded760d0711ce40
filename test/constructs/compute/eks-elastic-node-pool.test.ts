import { TerraformOutput, type TerraformResource } from "cdktf";
import {
  checkEksElasticNodePoolProps,
  EksElasticNodePool,
  karpenterObjects,
  type EksElasticNodePoolProps,
} from "../../../constructs/compute";
import { CustomerKey } from "../../../constructs/keys";
import { collectModel } from "../../../model";
import { resourcesOf, synthStack, theResource } from "../../../testing";
import { validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { fixture, type Fixture } from "./fixture";

function pool(f: Fixture, props: Partial<EksElasticNodePoolProps> = {}): EksElasticNodePool {
  return new EksElasticNodePool(f.stack, "inference", {
    cluster: f.cluster,
    poolName: "inference",
    instanceTypes: ["g6e.2xlarge", "g6e.12xlarge"],
    maxNodes: 8,
    zones: ["eu-north-1a", "eu-north-1b"],
    ...props,
  });
}

function specOf(nodes: EksElasticNodePool, kind: string): Record<string, unknown> {
  return karpenterObjects(nodes).find((object) => object.kind === kind)?.spec as Record<string, unknown>;
}

function reference(resource: TerraformResource, attribute: string): string {
  return `\${${resource.terraformResourceType}.${resource.friendlyUniqueId}.${attribute}}`;
}

test("an elastic pool makes an identity and an instance profile, and no nodes", () => {
  const f = fixture();
  pool(f);
  const emitted = synthStack(f.stack);
  expect(theResource(emitted, "aws_iam_instance_profile")).toMatchObject({ name: "factory-inference", role: "nodes" });
  expect(theResource(emitted, "aws_security_group").name).toBe("factory-inference");
  expect(resourcesOf(emitted, "aws_eks_node_group")).toEqual({});
  expect(resourcesOf(emitted, "aws_launch_template")).toEqual({});
});

test("it promises what the smallest of its types has", () => {
  const nodes = pool(fixture());
  expect(nodes).toMatchObject({
    minNodes: 0,
    maxNodes: 8,
    vCpus: 8,
    memoryGiB: 64,
    acceleratorVendor: "nvidia",
    accelerators: { resourceName: "nvidia.com/gpu", perNode: 1 },
    taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
  });
});

test("the NodePool chooses among the types, zones and markets, up to the nodes and GPUs of the pool", () => {
  const nodes = pool(fixture(), { markets: ["spot", "on-demand"] });
  expect(specOf(nodes, "NodePool")).toEqual({
    template: {
      metadata: {
        labels: {
          "ai-factory/pool": "inference",
          "ai-factory/capacity": "elastic",
          "ai-factory/accelerator": "l40s",
        },
      },
      spec: {
        nodeClassRef: { group: "karpenter.k8s.aws", kind: "EC2NodeClass", name: "inference" },
        requirements: [
          { key: "node.kubernetes.io/instance-type", operator: "In", values: ["g6e.2xlarge", "g6e.12xlarge"] },
          { key: "karpenter.sh/capacity-type", operator: "In", values: ["spot", "on-demand"] },
          { key: "topology.kubernetes.io/zone", operator: "In", values: ["eu-north-1a", "eu-north-1b"] },
        ],
        taints: [{ key: "nvidia.com/gpu", value: "present", effect: "NoSchedule" }],
        expireAfter: "720h",
      },
    },
    disruption: { consolidationPolicy: "WhenEmpty", consolidateAfter: "10m" },
    limits: { nodes: "8", "nvidia.com/gpu": "32" },
  });
});

test("its nodes are private, encrypted with the key, and keep pods from the metadata service", () => {
  const f = fixture();
  const volumeKey = new CustomerKey(f.stack, "volumes", { purpose: "volumes", region: "eu-north-1" });
  const nodes = pool(f, { volumeKey });
  new TerraformOutput(f.stack, "node-class", { value: specOf(nodes, "EC2NodeClass") });
  const { output } = synthStack(f.stack) as { output?: Record<string, { value: unknown }> };
  expect(output?.["node-class"]?.value).toEqual({
    amiSelectorTerms: [{ alias: "al2023@latest" }],
    instanceProfile: reference(nodes.instanceProfile, "name"),
    subnetSelectorTerms: [{ id: "subnet-a" }, { id: "subnet-b" }],
    securityGroupSelectorTerms: [{ id: "sg-0cccccccccccccccc" }, { id: reference(nodes.securityGroup, "id") }],
    associatePublicIPAddress: false,
    metadataOptions: {
      httpEndpoint: "enabled",
      httpProtocolIPv6: "disabled",
      httpTokens: "required",
      httpPutResponseHopLimit: 1,
    },
    blockDeviceMappings: [
      {
        deviceName: "/dev/xvda",
        ebs: {
          volumeType: "gp3",
          volumeSize: "200Gi",
          encrypted: true,
          deleteOnTermination: true,
          kmsKeyID: reference(volumeKey.key, "arn"),
        },
      },
    ],
    instanceStorePolicy: "RAID0",
    detailedMonitoring: false,
    tags: { "ai-factory/path": "inference" },
  });
});

test("Bottlerocket gets a system volume beside the sized one, and a pinned image", () => {
  const spec = specOf(pool(fixture(), { operatingSystem: "bottlerocket", imageVersion: "v1.50.0" }), "EC2NodeClass");
  expect(spec.amiSelectorTerms).toEqual([{ alias: "bottlerocket@v1.50.0" }]);
  expect(spec.blockDeviceMappings).toMatchObject([
    { deviceName: "/dev/xvda", ebs: { volumeSize: "4Gi", encrypted: true } },
    { deviceName: "/dev/xvdb", ebs: { volumeSize: "200Gi", encrypted: true } },
  ]);
});

test("a CPU pool has no taint and gives up underused nodes", () => {
  const nodes = pool(fixture(), { instanceTypes: ["m7i.2xlarge", "m6i.2xlarge"], localScratch: false });
  expect(nodes.accelerators).toBeUndefined();
  const spec = specOf(nodes, "NodePool");
  expect(spec.disruption).toMatchObject({ consolidationPolicy: "WhenEmptyOrUnderutilized" });
  expect(spec.limits).toEqual({ nodes: "8" });
  expect(JSON.stringify(spec)).not.toContain("taints");
});

test("the factory model knows it as elastic, at the list price of its first type", () => {
  const f = fixture();
  pool(f);
  const [node] = collectModel(f.stack, { name: "test", intent: "inference" }).pools;
  expect(node).toMatchObject({
    role: "accelerator",
    capacity: { kind: "elastic" },
    minNodes: 0,
    maxNodes: 8,
    accelerator: { id: "l40s", perNode: 1 },
    fabricDevicesPerNode: 0,
  });
  expect(node?.usdPerNodeHour?.usd).toBeGreaterThan(1);
});

test.each<[string, Partial<EksElasticNodePoolProps>, string[]]>([
  ["no types", { instanceTypes: [] }, ["ACC-058-instance-type-list"]],
  ["two kinds of GPU", { instanceTypes: ["g6e.2xlarge", "g6.2xlarge"] }, ["ACC-059-one-accelerator"]],
  ["no market", { markets: [] }, ["CAP-058-elastic-markets"]],
  ["an unknown type", { instanceTypes: ["g6e.3xlarge"] }, ["ACC-050-known-instance-type"]],
  ["no nodes", { maxNodes: 0 }, ["CAP-050-node-counts"]],
  [
    "a type that comes in blocks only",
    { instanceTypes: ["p6e-gb200.36xlarge"] },
    ["CAP-051-usage-class", "CAP-056-whole-ultraserver"],
  ],
  ["half an hour of life", { expireAfterHours: 0.5 }, ["OPS-058-elastic-durations"]],
  ["a name that is no label", { poolName: "in_ference" }, ["OPS-050-pool-name"]],
])("%s is refused", (_what, props, rules) => {
  const f = fixture();
  const good = { cluster: f.cluster, poolName: "inference", instanceTypes: ["g6e.2xlarge"], maxNodes: 8 };
  expect(checkEksElasticNodePoolProps(good, "pool")).toEqual([]);
  const findings = checkEksElasticNodePoolProps({ ...good, ...props }, "pool");
  expect(findings.map((finding) => finding.rule)).toEqual(rules);
  expect(() => pool(f, props)).toThrow(rules[0]);
});

describeWithSchemas("Karpenter's objects", ({ schemas }) => {
  test.each<[string, Partial<EksElasticNodePoolProps>]>([
    ["of a pool without options", {}],
    [
      "of a pool with all of them",
      {
        operatingSystem: "bottlerocket",
        imageVersion: "1.40.0",
        rootVolume: { sizeGiB: 300, iops: 5000, throughputMiBps: 500 },
        markets: ["spot", "on-demand"],
        taints: [{ key: "example.org/own", value: "yes", effect: "NoSchedule" }],
        labels: { "example.org/team": "vision" },
        expireAfterHours: 48,
        consolidateAfterMinutes: 5,
        detailedMonitoring: true,
        metadataHopLimit: 2,
      },
    ],
  ])("%s are such as its definitions take", (_, props) => {
    const objects = karpenterObjects(pool(fixture(), props));
    expect(objects.map(({ kind }) => kind)).toEqual(["EC2NodeClass", "NodePool"]);
    expect(objects.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});
