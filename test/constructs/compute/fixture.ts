import { App, TerraformStack } from "cdktf";
import { Construct } from "constructs";
import type { IEksCluster, IFactoryVpc, IPodIdentity } from "../../../constructs/contracts";
import { EfaFabric } from "../../../constructs/fabric";

/** A VPC that exists only as far as pools and fabrics look at it. */
export class FakeVpc extends Construct implements IFactoryVpc {
  readonly vpcName = "vpc";
  readonly vpcId = "vpc-0123456789abcdef0";
  readonly cidrBlocks = ["10.0.0.0/16", "100.64.0.0/16"];
  readonly serviceSubnets = [];
  readonly publicSubnets = [];
  readonly closed = false;
  readonly nodeSubnets: IFactoryVpc["nodeSubnets"];

  constructor(
    scope: Construct,
    readonly region: string,
    zones: readonly string[],
  ) {
    super(scope, "vpc");
    this.nodeSubnets = zones.map((zone) => ({ subnetId: `subnet-${zone}`, zone: `${region}${zone}` }));
  }
}

export class FakeCluster extends Construct implements IEksCluster {
  readonly clusterName = "factory";
  readonly kubernetesVersion = "1.34";
  readonly siteId: string;
  readonly region: string;
  readonly access = { kind: "kubeconfig", context: "factory" } as const;
  readonly serviceCidr = "172.20.0.0/16";
  readonly endpoint = "https://factory.example";
  readonly certificateAuthorityData = "Q0E=";
  readonly nodeRoleArn = "arn:aws:iam::123456789012:role/nodes";
  readonly nodeRoleName = "nodes";
  readonly nodePrerequisites = [];
  readonly securityGroupId = "sg-0cccccccccccccccc";

  constructor(
    scope: Construct,
    readonly vpc: IFactoryVpc,
  ) {
    super(scope, "cluster");
    this.region = vpc.region;
    this.siteId = vpc.region;
  }

  addPodIdentity(): IPodIdentity {
    throw new Error("no pod identity in this test");
  }
}

export interface Fixture {
  readonly stack: TerraformStack;
  readonly vpc: FakeVpc;
  readonly cluster: FakeCluster;
  /** A fabric in the first zone, made when it is first asked for. */
  fabric(): EfaFabric;
}

/** A stack with a cluster in the region; zones are given as what follows the region's name, the fabric is in the first. */
export function fixture(region = "eu-north-1", zones: readonly string[] = ["a", "b", "c"]): Fixture {
  const stack = new TerraformStack(new App({ outdir: process.env.AI_FACTORY_TEST_DIR }), "infra");
  const vpc = new FakeVpc(stack, region, zones);
  const cluster = new FakeCluster(stack, vpc);
  let fabric: EfaFabric | undefined;
  return {
    stack,
    vpc,
    cluster,
    fabric: () => (fabric ??= new EfaFabric(stack, "fabric", { vpc, zone: `${region}${zones[0]}` })),
  };
}
