import { App, TerraformStack } from "cdktf";
import { checkFactoryVpcProps, FactoryVpc, type FactoryVpcProps } from "../../../constructs/network";
import { collectModel } from "../../../model";
import { resourcesOf, synthStack } from "../../../testing";

const open: FactoryVpcProps = { region: "eu-north-1", zones: ["eu-north-1a", "eu-north-1b"] };

function synth(props: FactoryVpcProps) {
  const app = new App({ outdir: process.env.AI_FACTORY_TEST_DIR });
  const stack = new TerraformStack(app, "test");
  const vpc = new FactoryVpc(stack, "network", props);
  return { app, vpc, json: synthStack(stack) };
}

describe("a network with a Local Zone", () => {
  const zones = ["us-east-1a", "us-east-1b", "us-east-1-dfw-2a"];
  const { json, vpc } = synth({ region: "us-east-1", zones });

  test("has nodes there, and neither services, public subnets nor a NAT gateway", () => {
    expect(vpc.nodeSubnets.map(({ zone }) => zone)).toEqual(zones);
    expect(vpc.serviceSubnets.map(({ zone }) => zone)).toEqual(zones.slice(0, 2));
    expect(vpc.publicSubnets.map(({ zone }) => zone)).toEqual(zones.slice(0, 2));
    expect(Object.keys(resourcesOf(json, "aws_nat_gateway"))).toHaveLength(2);
    const [out] = Object.entries(resourcesOf(json, "aws_route")).filter(([name]) => name.includes("dfw-2a"));
    expect(out?.[1].nat_gateway_id).toContain("nat-us-east-1a");
  });

  test("needs two zones of the region itself", () => {
    const [finding] = checkFactoryVpcProps({ region: "us-east-1", zones: zones.slice(1) }, "network");
    expect(finding).toMatchObject({ rule: "NET-011-zone-count", given: 1 });
  });
});

describe("an open network", () => {
  const { json, vpc, app } = synth(open);

  test("has a node, a service and a public subnet for each zone, and none gives public addresses", () => {
    const subnets = Object.values(resourcesOf(json, "aws_subnet"));
    expect(subnets).toHaveLength(6);
    for (const subnet of subnets) expect(subnet.map_public_ip_on_launch).toBe(false);
    expect(subnets.map((subnet) => subnet.cidr_block).sort()).toEqual([
      "10.0.0.0/20",
      "10.0.128.0/24",
      "10.0.129.0/24",
      "10.0.16.0/20",
      "100.64.0.0/18",
      "100.64.64.0/18",
    ]);
  });

  test("sends each zone's traffic through a NAT gateway of its own", () => {
    expect(Object.keys(resourcesOf(json, "aws_nat_gateway"))).toHaveLength(2);
    expect(Object.keys(resourcesOf(json, "aws_route_table"))).toHaveLength(3);
  });

  test("reaches S3 through a gateway endpoint on every private route table", () => {
    const endpoints = Object.values(resourcesOf(json, "aws_vpc_endpoint"));
    expect(endpoints).toHaveLength(1);
    expect(endpoints[0]).toMatchObject({ vpc_endpoint_type: "Gateway", service_name: "com.amazonaws.eu-north-1.s3" });
    expect(endpoints[0]?.route_table_ids).toHaveLength(2);
  });

  test("keeps flow logs of all traffic and leaves the default security group without rules", () => {
    expect(Object.values(resourcesOf(json, "aws_flow_log"))[0]).toMatchObject({ traffic_type: "ALL" });
    const [group] = Object.values(resourcesOf(json, "aws_default_security_group"));
    expect(group?.ingress).toBeUndefined();
    expect(group?.egress).toBeUndefined();
  });

  test("names its subnets' zones in a form that is known at synth", () => {
    expect(vpc.nodeSubnets.map((subnet) => subnet.zone)).toEqual(["eu-north-1a", "eu-north-1b"]);
  });

  test("is in the model with its ranges and the addresses of its resources", () => {
    const [network] = collectModel(app, { name: "test", intent: "training" }).networks;
    expect(network).toMatchObject({ id: "network", siteId: "eu-north-1", closed: false, natGateways: 2 });
    expect(network?.addresses).toContainEqual(expect.stringMatching(/^test:aws_vpc\.network_vpc_/));
  });
});

test("a single NAT gateway serves all zones", () => {
  const { json } = synth({ ...open, natGateways: "single" });
  const gateways = Object.keys(resourcesOf(json, "aws_nat_gateway"));
  expect(gateways).toHaveLength(1);
  const privateDefaults = Object.values(resourcesOf(json, "aws_route")).filter((route) => route.nat_gateway_id);
  expect(privateDefaults).toHaveLength(2);
});

test("a closed network has no way to the internet, and private endpoints for what the factory needs", () => {
  const { json } = synth({ ...open, closed: true });
  for (const type of ["aws_internet_gateway", "aws_nat_gateway", "aws_eip", "aws_route"]) {
    expect(Object.keys(resourcesOf(json, type))).toEqual([]);
  }
  const services = Object.values(resourcesOf(json, "aws_vpc_endpoint")).map((endpoint) =>
    String(endpoint.service_name).slice("com.amazonaws.eu-north-1.".length),
  );
  expect(services).toEqual(
    expect.arrayContaining(["s3", "ecr.api", "ecr.dkr", "eks", "eks-auth", "sts", "ec2", "logs", "ssm", "fsx", "kms"]),
  );
});

test("a single zone that needs more than a quarter of the node range gets a larger slot", () => {
  const { json } = synth({ ...open, nodeAddressNeeds: { "eu-north-1a": 30_000 } });
  const blocks = Object.values(resourcesOf(json, "aws_subnet")).map((subnet) => subnet.cidr_block);
  expect(blocks).toContain("100.64.0.0/17");
});

test.each<[string, Partial<FactoryVpcProps>, string]>([
  ["an unknown region", { region: "eu-nord-1" }, "NET-010-known-region"],
  ["one zone", { zones: ["eu-north-1a"] }, "NET-011-zone-count"],
  ["a zone of another region", { zones: ["eu-north-1a", "eu-west-1b"] }, "NET-012-zone-of-region"],
  ["a zone twice", { zones: ["eu-north-1a", "eu-north-1a"] }, "NET-013-duplicate-zone"],
  ["a malformed range", { cidrBlock: "10.0.0.0" }, "NET-014-vpc-range"],
  ["a range too small to divide", { cidrBlock: "10.0.0.0/24" }, "NET-014-vpc-range"],
  ["a node range wider than a /16", { nodeCidrBlock: "100.64.0.0/12" }, "NET-015-node-range"],
  ["overlapping ranges", { nodeCidrBlock: "10.0.0.0/17" }, "NET-001-cidr-overlap"],
  ["a node subnet too small", { nodeAddressNeeds: { "eu-north-1b": 40_000 } }, "NET-002-subnet-size"],
  ["a NAT gateway in a closed network", { closed: true, natGateways: "single" }, "NET-016-closed-network"],
])("refuses %s", (_, change, rule) => {
  const findings = checkFactoryVpcProps({ ...open, ...change }, "network");
  expect(findings.map((finding) => finding.rule)).toEqual([rule]);
  expect(() => synth({ ...open, ...change })).toThrow(rule);
});

test("reports all problems at once", () => {
  expect(() =>
    synth({ region: "mars-1", zones: ["mars-1a"], cidrBlock: "x", closed: true, natGateways: "single" }),
  ).toThrow(/4 problems/);
});

test("an existing VPC with one subnet is refused", () => {
  const app = new App({ outdir: process.env.AI_FACTORY_TEST_DIR });
  const stack = new TerraformStack(app, "test");
  const attributes = {
    vpcId: "vpc-0a1b2c3d",
    region: "eu-north-1",
    cidrBlocks: ["10.0.0.0/16"],
    nodeSubnets: [{ subnetId: "subnet-1", zone: "eu-north-1a" }],
  };
  expect(() => FactoryVpc.fromAttributes(stack, "network", attributes)).toThrow("NET-011-zone-count");
});
