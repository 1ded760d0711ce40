import { mkdtempSync } from "node:fs";
import { join } from "node:path";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DataAwsVpc } from "@cdktf/provider-aws/lib/data-aws-vpc";
import { AwsProvider } from "@cdktf/provider-aws/lib/provider";
import { App, TerraformStack, Token } from "cdktf";
import { Capacity, EksGpuNodePool } from "../../constructs/compute";
import { CloudFactory, FactoryState, checkCloudFactoryProps, type CloudFactoryProps } from "../../blueprints";
import { readFactoryModel } from "../../model";
import { FactoryError } from "../../validation/factory-error";
import { dataSourcesOf, resourcesOf, synthStack } from "../../testing";

const pool = {
  name: "gpu",
  instanceType: "p5.48xlarge",
  capacity: Capacity.onDemand({ minNodes: 2, maxNodes: 2 }),
  fabric: true,
};
const golden: CloudFactoryProps = { region: "eu-north-1", zones: ["eu-north-1a", "eu-north-1b"], pools: [pool] };

function build(props: Partial<CloudFactoryProps> = {}): CloudFactory {
  const app = new App({ outdir: process.env.AI_FACTORY_TEST_DIR });
  return new CloudFactory(app, "demo", { ...golden, ...props });
}

describe("a factory", () => {
  const factory = build({ buckets: [{ name: "data", purpose: "datasets" }] });
  const infra = synthStack(factory.infra);
  const platform = synthStack(factory.platform);

  test("keeps AWS resources and what runs on the cluster in two stacks with two states", () => {
    expect(Object.keys(infra.resource ?? {}).every((type) => type.startsWith("aws_"))).toBe(true);
    expect(Object.keys(platform.resource ?? {}).some((type) => type.startsWith("aws_"))).toBe(false);
    expect(dataSourcesOf(platform, "terraform_remote_state")).not.toEqual({});
  });

  test("watches its filesystems by an identity of its own, and by none without monitoring", () => {
    const accounts = (stack: typeof infra) =>
      Object.values(resourcesOf(stack, "aws_eks_pod_identity_association")).map((each) => each.service_account);
    const names = ({ platform: { components } }: CloudFactory) =>
      components.components.map(({ component }) => component.name);
    expect(accounts(infra)).toContain("cloudwatch-exporter");
    expect(names(factory)).toContain("cloudwatch-exporter");
    const silent = build({ monitoring: false });
    expect(accounts(synthStack(silent.infra))).not.toContain("cloudwatch-exporter");
    expect(names(silent)).not.toContain("cloudwatch-exporter");
  });

  test("stores no credential of the cluster in any state", () => {
    expect(JSON.stringify(platform.provider)).toContain("get-token");
    expect(JSON.stringify(platform.provider)).not.toMatch(/"token"|"password"|"client_key"/);
  });

  test("gives no node a public address and requires version 2 of the metadata service", () => {
    for (const template of Object.values(resourcesOf(infra, "aws_launch_template"))) {
      expect(template.metadata_options).toMatchObject({ http_tokens: "required" });
      expect(JSON.stringify(template.network_interfaces ?? [])).not.toMatch(/"associate_public_ip_address":"?true/);
    }
    for (const subnet of Object.values(resourcesOf(infra, "aws_subnet"))) {
      expect(subnet.map_public_ip_on_launch).toBe(false);
    }
  });

  test("encrypts secrets, disks and buckets with keys of the customer's own that rotate", () => {
    for (const key of Object.values(resourcesOf(infra, "aws_kms_key"))) expect(key.enable_key_rotation).toBe(true);
    for (const template of Object.values(resourcesOf(infra, "aws_launch_template"))) {
      expect(JSON.stringify(template.block_device_mappings)).toMatch(
        /"encrypted":"?true"?,"kms_key_id":"\$\{aws_kms_key/,
      );
    }
    const [encryption] = Object.values(resourcesOf(infra, "aws_s3_bucket_server_side_encryption_configuration"));
    expect(JSON.stringify(encryption)).toContain("aws:kms");
  });

  test("lets nobody from outside reach the API server", () => {
    const [cluster] = Object.values(resourcesOf(infra, "aws_eks_cluster"));
    expect(cluster?.vpc_config).toMatchObject({ endpoint_public_access: false });
  });

  test("puts the fabric's interfaces into the launch template, as many as the machine has", () => {
    const template = resourcesOf(infra, "aws_launch_template");
    const gpu = Object.entries(template).find(([name]) => name.startsWith("gpu"))?.[1];
    const interfaces = gpu?.network_interfaces as { interface_type?: string }[];
    expect(interfaces.filter((each) => each.interface_type === "efa-only")).toHaveLength(32);
  });

  test("tells the model what is needed of it", () => {
    const model = factory.model();
    expect(model.pools.map((each) => each.id)).toEqual(["system", "gpu"]);
    expect(model.fabrics).toHaveLength(1);
    expect(model.sites).toEqual([expect.objectContaining({ region: "eu-north-1", country: "SE" })]);
    expect(model.services.map((service) => service.id)).toEqual(
      expect.arrayContaining(["kueue", "nvidia-device-plugin", "aws-efa-k8s-device-plugin", "acceptance-gpu"]),
    );
  });
});

test("a factory in a closed network has no way to the internet", () => {
  const infra = synthStack(build({ closedNetwork: true }).infra);
  expect(infra.resource).not.toHaveProperty("aws_internet_gateway");
  expect(infra.resource).not.toHaveProperty("aws_nat_gateway");
});

test("a factory in an existing VPC creates no network", () => {
  const nodeSubnets = ["a", "b"].map((zone) => ({ subnetId: `subnet-${zone}`, zone: `eu-north-1${zone}` }));
  const vpc = { vpcId: "vpc-1", region: "eu-north-1", cidrBlocks: ["10.9.0.0/16"], nodeSubnets };
  const infra = synthStack(build({ vpc }).infra);
  expect(infra.resource).not.toHaveProperty("aws_vpc");
  expect(infra.resource).not.toHaveProperty("aws_subnet");
});

test("a factory in a VPC whose ids a data source looks up is synthesised; the model names its subnets by their places", () => {
  const app = new App({ outdir: mkdtempSync(join(process.env.AI_FACTORY_TEST_DIR ?? "", "looked-up-")) });
  const stack = new TerraformStack(app, "existing");
  new AwsProvider(stack, "aws", { region: "eu-north-1" });
  const vpc = new DataAwsVpc(stack, "vpc", { tags: { Name: "main" } });
  const nodeSubnets = golden.zones.map((zone) => {
    const { id, cidrBlock } = new DataAwsSubnet(stack, zone, { vpcId: vpc.id, availabilityZone: zone });
    return { subnetId: id, zone, cidrBlock };
  });
  const existing = { vpcId: vpc.id, region: "eu-north-1", cidrBlocks: [vpc.cidrBlock], nodeSubnets };
  new CloudFactory(app, "demo", { ...golden, vpc: existing });
  app.synth();
  const { networks } = readFactoryModel(join(app.outdir, "factory.json"));
  expect(networks).toMatchObject([
    { cidrBlocks: [], subnets: [{ name: "node-eu-north-1a" }, { name: "node-eu-north-1b" }] },
  ]);
});

test("a pool of one's own whose name only Terraform knows is refused with the place in the model", () => {
  const factory = build();
  new EksGpuNodePool(factory.infra, "own", {
    cluster: factory.infra.cluster,
    poolName: Token.asString({ resolve: () => "own" }),
    instanceType: "g6e.12xlarge",
    capacity: Capacity.onDemand({ minNodes: 1, maxNodes: 1 }),
  });
  const validate = () => factory.platform.node.validate();
  expect(validate).toThrow(FactoryError);
  expect(validate).toThrow("PRP-003-model-value");
  expect(validate).toThrow("factory.json: pools[2].id");
});

test("state in S3 is encrypted and locked", () => {
  const factory = build({ state: FactoryState.s3({ bucket: "state", region: "eu-north-1", keyPrefix: "demo/" }) });
  expect(synthStack(factory.infra).terraform).toMatchObject({
    backend: { s3: { bucket: "state", key: "demo/demo-infra.tfstate", encrypt: true, use_lockfile: true } },
  });
});

test.each<[string, Partial<CloudFactoryProps>, RegExp]>([
  ["an unknown instance type", { pools: [{ ...pool, instanceType: "p5.48xlage" }] }, /did you mean 'p5.48xlarge'/],
  ["an unknown region", { region: "eu-nord-1" }, /unknown region 'eu-nord-1'/],
  ["a type that the region lacks", { pools: [{ ...pool, instanceType: "p6-b200.48xlarge" }] }, /not offer|does not/],
  ["EFA on a type without it", { pools: [{ ...pool, instanceType: "g5.xlarge" }] }, /has no EFA/],
  ["no pool", { pools: [] }, /no pool to compute on/],
  ["two pools of one name", { pools: [pool, pool] }, /the name 'gpu' is taken/],
  [
    "a region called like what every object has",
    { region: "constructor", zones: ["constructora", "constructorb"] },
    /unknown region 'constructor'/,
  ],
  [
    "a pool called like what every object has",
    { pools: [{ ...pool, name: "constructor" }] },
    /the name 'constructor' is taken/,
  ],
  ["a filesystem without a name", { filesystems: [{ name: "", capacityGiB: 1200 }] }, /usable name for a filesystem/],
  ["a pool named like the system pool", { pools: [{ ...pool, name: "system" }] }, /the name 'system' is taken/],
  ["overlapping ranges", { nodeCidrBlock: "10.0.0.0/16" }, /overlap/],
  ["too small subnets", { nodeCidrBlock: "100.64.0.0/22" }, /too small/],
  [
    "a capacity block of no nodes",
    {
      pools: [
        {
          ...pool,
          capacity: Capacity.capacityBlock({ reservationId: "cr-0123456789abcdef0", zone: "eu-north-1a", nodes: 0 }),
        },
      ],
    },
    /nodes/,
  ],
  [
    "an existing VPC with one subnet",
    {
      vpc: {
        vpcId: "vpc-1",
        region: "eu-north-1",
        cidrBlocks: ["10.0.0.0/16"],
        nodeSubnets: [{ subnetId: "subnet-a", zone: "eu-north-1a" }],
      },
    },
    /fewer than two zones/,
  ],
  [
    "a linked bucket that is not there",
    { filesystems: [{ name: "fs", capacityGiB: 4800, linkedBuckets: ["x"] }] },
    /no bucket 'x'/,
  ],
])("refuses %s", (_, change, message) => {
  expect(() => build(change)).toThrow(message);
});

test("reports the problems of all parts together", () => {
  const props: CloudFactoryProps = {
    region: "eu-north-1",
    zones: ["eu-north-1a"],
    cidrBlock: "10.0.0.0/30",
    kubernetesVersion: "1.2",
    pools: [{ ...pool, instanceType: "p9.large" }],
    filesystems: [{ name: "fs", capacityGiB: -1 }],
    buckets: [{ name: "Not A Name", purpose: "datasets" }],
  };
  const rules = checkCloudFactoryProps(props, "demo").map((finding) => finding.rule.slice(0, 3));
  expect(new Set(rules)).toEqual(new Set(["NET", "VER", "ACC", "STO"]));
  expect(() => build(props)).toThrow(FactoryError);
});

test("stops at synth when an escape hatch breaks what a rule protects", () => {
  const factory = build();
  const [pool] = factory.infra.pools;
  if (!(pool instanceof EksGpuNodePool)) throw new Error("the pool is not a managed one");
  pool.launchTemplate.addOverride("network_interfaces.1.interface_type", "interface");
  expect(() => App.of(factory).synth()).toThrow("FAB-001-efa-interface-count");
});
