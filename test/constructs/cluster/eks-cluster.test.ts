import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import { checkEksClusterProps, EksCluster, type EksClusterProps } from "../../../constructs/cluster";
import type { ICustomerKey } from "../../../constructs/contracts";
import { FactoryVpc } from "../../../constructs/network";
import { collectModel } from "../../../model";
import { resourcesOf, synthStack } from "../../../testing";

class Key extends Construct implements ICustomerKey {
  readonly keyName = this.node.id;
  readonly keyArn = `arn:aws:kms:eu-north-1:111122223333:key/${this.node.id}`;
}

function synth(props: Partial<EksClusterProps> = {}) {
  const app = new App({ outdir: process.env.AI_FACTORY_TEST_DIR });
  const stack = new TerraformStack(app, "test");
  const vpc = new FactoryVpc(stack, "network", { region: "eu-north-1", zones: ["eu-north-1a", "eu-north-1b"] });
  const cluster = new EksCluster(stack, "cluster", { vpc, secretsKey: new Key(stack, "secrets"), ...props });
  return { app, stack, cluster };
}

function clusterOf(props: Partial<EksClusterProps> = {}): Record<string, unknown> {
  const [resource] = Object.values(resourcesOf(synthStack(synth(props).stack), "aws_eks_cluster"));
  if (resource === undefined) throw new Error("no cluster was synthesised");
  return resource;
}

test("the API is private unless ranges are named", () => {
  expect(clusterOf().vpc_config).toMatchObject({ endpoint_private_access: true, endpoint_public_access: false });
  expect(clusterOf({ publicAccessCidrs: ["203.0.113.0/24"] }).vpc_config).toMatchObject({
    endpoint_private_access: true,
    endpoint_public_access: true,
    public_access_cidrs: ["203.0.113.0/24"],
  });
});

test("secrets are encrypted with the customer's key", () => {
  expect(clusterOf().encryption_config).toEqual({
    resources: ["secrets"],
    provider: { key_arn: "arn:aws:kms:eu-north-1:111122223333:key/secrets" },
  });
});

test("all five control plane logs are kept for a year in a group of our own", () => {
  const { stack } = synth();
  const json = synthStack(stack);
  expect(clusterOf().enabled_cluster_log_types).toEqual([
    "api",
    "audit",
    "authenticator",
    "controllerManager",
    "scheduler",
  ]);
  const groups = Object.values(resourcesOf(json, "aws_cloudwatch_log_group"));
  expect(groups).toContainEqual(expect.objectContaining({ name: "/aws/eks/cluster/cluster", retention_in_days: 365 }));
});

test("authentication is by access entries only", () => {
  expect(clusterOf().access_config).toMatchObject({ authentication_mode: "API" });
  const { stack } = synth({ adminRoleArns: ["arn:aws:iam::111122223333:role/platform"] });
  const json = synthStack(stack);
  const [entry] = Object.values(resourcesOf(json, "aws_eks_access_entry"));
  expect(entry).toMatchObject({ principal_arn: "arn:aws:iam::111122223333:role/platform", type: "STANDARD" });
});

test("the network add-ons delegate prefixes and come at the catalogue's versions before any node", () => {
  const { stack, cluster } = synth();
  const addons = Object.values(resourcesOf(synthStack(stack), "aws_eks_addon"));
  const cni = addons.find((addon) => addon.addon_name === "vpc-cni");
  expect(JSON.parse(String(cni?.configuration_values))).toMatchObject({ env: { ENABLE_PREFIX_DELEGATION: "true" } });
  expect(addons.map((addon) => addon.addon_name)).toEqual(["eks-pod-identity-agent", "kube-proxy", "vpc-cni"]);
  expect(cluster.nodePrerequisites.length).toBeGreaterThanOrEqual(addons.length);
});

test("a pod identity is one role that only EKS pods assume, with statements that were added later", () => {
  const { stack, cluster } = synth();
  const identity = cluster.addPodIdentity("loader", { namespace: "data", serviceAccountName: "loader" });
  identity.addToPolicy({ actions: ["s3:GetObject"], resources: ["arn:aws:s3:::a/*"] });
  identity.addToPolicy({ actions: ["s3:ListBucket"], resources: ["arn:aws:s3:::a"] });
  const json = synthStack(stack);
  const [association] = Object.values(resourcesOf(json, "aws_eks_pod_identity_association"));
  expect(association).toMatchObject({ namespace: "data", service_account: "loader" });
  const policies = Object.entries(resourcesOf(json, "aws_iam_role_policy")).filter(([name]) => name.includes("loader"));
  expect(policies).toHaveLength(1);
  expect(JSON.parse(String(policies[0]?.[1].policy)).Statement).toHaveLength(2);
});

test("an existing cluster is read by name and gives short-lived access only", () => {
  const { stack, cluster } = synth();
  const imported = EksCluster.fromAttributes(stack, "existing", {
    clusterName: "prod",
    kubernetesVersion: "1.34",
    vpc: cluster.vpc,
    nodeRoleArn: "arn:aws:iam::111122223333:role/nodes",
    nodeRoleName: "nodes",
  });
  expect(imported.access).toMatchObject({
    kind: "exec",
    command: "aws",
    args: ["eks", "get-token", "--cluster-name", "prod", "--region", "eu-north-1"],
  });
});

test("the model says which version, key and add-ons the cluster has", () => {
  const [node] = collectModel(synth().app, { name: "test", intent: "training" }).clusters;
  expect(node).toMatchObject({ id: "cluster", kind: "eks", publicApi: false, secretsKeyId: "secrets" });
  expect(node?.addons.map((addon) => addon.name)).toContain("vpc-cni");
});

test.each<[string, Partial<EksClusterProps>, string]>([
  ["a name EKS refuses", { clusterName: "-x" }, "NAM-001-cluster-name"],
  ["an unknown version", { kubernetesVersion: "1.12" }, "VER-001-kubernetes-version"],
  ["a public service range", { serviceCidr: "100.64.0.0/16" }, "NET-003-service-range"],
  ["a service range inside the VPC", { serviceCidr: "10.0.64.0/20" }, "NET-001-cidr-overlap"],
  ["an API that is open to the world", { publicAccessCidrs: ["0.0.0.0/0"] }, "NET-004-public-api"],
  ["a malformed range", { publicAccessCidrs: ["1.2.3.4"] }, "NET-004-public-api"],
])("refuses %s", (_, change, rule) => {
  const { cluster, stack } = synth();
  const props = { vpc: cluster.vpc, secretsKey: new Key(stack, "k"), ...change };
  const findings = checkEksClusterProps(props, props.clusterName ?? "cluster", "cluster");
  expect(findings.map((finding) => finding.rule)).toEqual([rule]);
});

describe("a cluster that is joined to a site", () => {
  it("lets the site's ranges reach the API by a group of its own", () => {
    const emitted = synthStack(synth({ privateAccessCidrs: ["10.64.0.0/16"] }).stack);
    const [cluster] = Object.values(resourcesOf(emitted, "aws_eks_cluster"));
    const groups = (cluster?.vpc_config as { security_group_ids?: string[] }).security_group_ids ?? [];
    expect(groups).toHaveLength(1);
    const rules = Object.values(resourcesOf(emitted, "aws_vpc_security_group_ingress_rule")).filter(
      (rule) => rule.security_group_id === groups[0],
    );
    expect(rules).toMatchObject([{ cidr_ipv4: "10.64.0.0/16", from_port: 443, to_port: 443, ip_protocol: "tcp" }]);
    expect(clusterOf().vpc_config).not.toHaveProperty("security_group_ids");
  });

  it("knows the networks of machines that join as nodes", () => {
    const remoteNetworks = { nodeCidrs: ["10.64.0.0/16"], podCidrs: ["10.245.0.0/16"] };
    expect(clusterOf({ remoteNetworks }).remote_network_config).toEqual({
      remote_node_networks: { cidrs: ["10.64.0.0/16"] },
      remote_pod_networks: { cidrs: ["10.245.0.0/16"] },
    });
    expect(clusterOf()).not.toHaveProperty("remote_network_config");
  });

  it.each([
    ["a public range", { remoteNetworks: { nodeCidrs: ["203.0.113.0/24"] } }],
    ["a range of the VPC", { remoteNetworks: { nodeCidrs: ["10.0.128.0/20"] } }],
    ["the services' range", { remoteNetworks: { nodeCidrs: ["10.64.0.0/16"], podCidrs: ["172.20.0.0/16"] } }],
    ["what is no range", { privateAccessCidrs: ["10.64.0.1/16"] }],
  ])("refuses %s", (_, props) => {
    const vpc = { cidrBlocks: ["10.0.0.0/16"] };
    const rules = checkEksClusterProps({ vpc, ...props }, "cluster", "cluster").map(({ rule }) => rule);
    expect(rules).toEqual(["NET-030-joined-networks"]);
  });
});
