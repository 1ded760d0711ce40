import { Construct } from "constructs";
import type {
  ICustomerKey,
  IEfaFabric,
  IEksCluster,
  IEksNodePool,
  IFactoryVpc,
  IPodIdentity,
  PolicyStatement,
  Taint,
} from "../../../constructs/contracts";

/** A VPC with plain ids, so that filesystems can be tested without the network's constructs. */
export class FakeVpc extends Construct implements IFactoryVpc {
  readonly vpcName = "net";
  readonly vpcId = "vpc-0123456789abcdef0";
  readonly cidrBlocks = ["10.0.0.0/16", "100.64.0.0/16"];
  readonly publicSubnets = [];
  readonly serviceSubnets = [];
  readonly closed = true;
  readonly nodeSubnets;

  constructor(
    scope: Construct,
    id: string,
    readonly region = "eu-north-1",
    zones = ["a", "b"],
  ) {
    super(scope, id);
    this.nodeSubnets = zones.map((letter) => ({ subnetId: `subnet-0${letter}`, zone: `${region}${letter}` }));
  }
}

export class FakeFabric extends Construct implements IEfaFabric {
  readonly kind = "efa";
  readonly fabricName = "efa";
  readonly resourceName = "vpc.amazonaws.com/efa";
  readonly mtu = 9001;
  readonly securityGroupId = "sg-0fabric";

  constructor(
    scope: Construct,
    id: string,
    readonly vpc: IFactoryVpc,
    readonly zone: string,
  ) {
    super(scope, id);
  }
}

export class FakePool extends Construct implements IEksNodePool {
  readonly cluster: IEksCluster = undefined as unknown as IEksCluster;
  readonly labels = {};
  readonly taints: readonly Taint[] = [];
  readonly nodesReady = [];
  readonly minNodes = 0;
  readonly maxNodes = 4;
  readonly architecture = "x86_64";
  readonly instanceTypes: readonly string[];
  readonly zones: readonly string[];
  readonly fabric?: IEfaFabric;
  readonly securityGroupId: string;

  constructor(
    scope: Construct,
    readonly poolName: string,
    options: { instanceType?: string; zones?: string[]; fabric?: IEfaFabric; securityGroupId?: string } = {},
  ) {
    super(scope, poolName);
    this.instanceTypes = [options.instanceType ?? "p5en.48xlarge"];
    this.zones = options.zones ?? ["eu-north-1a"];
    this.fabric = options.fabric;
    this.securityGroupId = options.securityGroupId ?? `sg-0${poolName}`;
  }
}

export class FakeKey extends Construct implements ICustomerKey {
  readonly keyArn = "arn:aws:kms:eu-north-1:111122223333:key/0e0e0e0e-0000-4000-8000-000000000000";

  constructor(
    scope: Construct,
    readonly keyName: string,
  ) {
    super(scope, keyName);
  }
}

export class FakeIdentity extends Construct implements IPodIdentity {
  readonly namespace = "team";
  readonly serviceAccountName = "trainer";
  readonly roleArn = "arn:aws:iam::111122223333:role/trainer";
  readonly roleName = "trainer";
  readonly statements: PolicyStatement[] = [];

  addToPolicy(statement: PolicyStatement): void {
    this.statements.push(statement);
  }
}
