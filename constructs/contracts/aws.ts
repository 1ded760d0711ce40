import type { IConstruct } from "constructs";
import type { ITerraformDependable } from "../../core/cdktf";
import type { IFabric } from "./fabric";
import type { IKubernetesCluster } from "./kubernetes-cluster";
import type { INodePool } from "./node-pool";
import type { IObjectStore, IWorkloadIdentity } from "./object-store";

/** A subnet of a VPC. */
export interface VpcSubnet {
  readonly subnetId: string;
  /** Zone name, e.g. `eu-north-1a`. */
  readonly zone: string;
  /** @default - unknown (imported subnet) */
  readonly cidrBlock?: string;
}

/** The VPC that a cloud factory lives in: created (`FactoryVpc`) or existing (`FactoryVpc.fromAttributes`). */
export interface IFactoryVpc extends IConstruct {
  /** Id in the factory model. */
  readonly vpcName: string;
  readonly vpcId: string;
  /** Region's name; always known at synth. */
  readonly region: string;
  readonly cidrBlocks: readonly string[];
  /** Private subnets for nodes, their pods and their filesystems: one for each zone, all in one /16. */
  readonly nodeSubnets: readonly VpcSubnet[];
  /** Private subnets for control plane, endpoints and internal load balancers: one for each zone. */
  readonly serviceSubnets: readonly VpcSubnet[];
  /** Subnets with a route to the internet, for load balancers; empty in a closed network. */
  readonly publicSubnets: readonly VpcSubnet[];
  /** No route to the internet at all. */
  readonly closed: boolean;
  /** Route tables of the private subnets, for routes to other networks. @default - not known (imported VPC) */
  readonly privateRouteTableIds?: readonly string[];
}

/** Something with a security group that others can be let in by. */
export interface IConnectable extends IConstruct {
  readonly securityGroupId: string;
}

/** A key of the customer's own in AWS KMS. */
export interface ICustomerKey extends IConstruct {
  /** Id in the factory model. */
  readonly keyName: string;
  readonly keyArn: string;
}

/** An EKS cluster: created (`EksCluster`) or existing (`EksCluster.fromAttributes`). */
export interface IEksCluster extends IKubernetesCluster, IConnectable {
  readonly region: string;
  readonly vpc: IFactoryVpc;
  /** IPv4 range of Kubernetes services; what node configuration needs. */
  readonly serviceCidr: string;
  readonly endpoint: string;
  readonly certificateAuthorityData: string;
  /** Role that all managed nodes assume; its access entry exists. */
  readonly nodeRoleArn: string;
  readonly nodeRoleName: string;
  /** What must be there before a node can join: the network add-ons. */
  readonly nodePrerequisites: readonly ITerraformDependable[];
  /** Gives pods of one service account an AWS identity (EKS Pod Identity). */
  addPodIdentity(id: string, props: PodIdentityProps): IPodIdentity;
}

export interface PodIdentityProps {
  readonly namespace: string;
  readonly serviceAccountName: string;
  /** ARNs of managed policies to attach. @default - none */
  readonly managedPolicyArns?: readonly string[];
  /** Statements of an inline policy. @default - none; `addToPolicy` adds some */
  readonly statements?: readonly PolicyStatement[];
}

/** A statement of an IAM policy document. */
export interface PolicyStatement {
  readonly sid?: string;
  readonly actions: readonly string[];
  readonly resources: readonly string[];
  /** @default - no condition */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** An AWS role bound to a Kubernetes service account. */
export interface IPodIdentity extends IWorkloadIdentity {
  readonly roleArn: string;
  readonly roleName: string;
  addToPolicy(statement: PolicyStatement): void;
}

/** A pool of EC2 instances in an EKS cluster. */
export interface IEksNodePool extends INodePool, IConnectable {
  readonly cluster: IEksCluster;
  readonly instanceTypes: readonly string[];
  /** What must be there before pods can run on the pool's nodes. */
  readonly nodesReady: readonly ITerraformDependable[];
  readonly fabric?: IEfaFabric;
}

/** An EFA network: one zone, one security group that refers to itself. */
export interface IEfaFabric extends IFabric, IConnectable {
  readonly kind: "efa";
  readonly vpc: IFactoryVpc;
  readonly zone: string;
}

/** An S3 bucket. */
export interface IS3ObjectStore extends IObjectStore {
  readonly bucketArn: string;
  /** Key that encrypts the bucket. @default - unknown (imported bucket) */
  readonly key?: ICustomerKey;
}
