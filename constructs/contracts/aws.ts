import type { IConstruct } from "constructs";
import type { ITerraformDependable } from "../../core/cdktf";
import type { IFabric } from "./fabric";
import type { IKubernetesCluster } from "./kubernetes-cluster";
import type { INodePool } from "./node-pool";
import type { IObjectStore, IWorkloadIdentity } from "./object-store";

/** A subnet of a VPC. */
export interface VpcSubnet {
  /** Id of the subnet: `subnet-…`; a token where it is made here. */
  readonly subnetId: string;
  /** Zone name, e.g. `eu-north-1a`. */
  readonly zone: string;
  /** IPv4 range of the subnet. @default - unknown (imported subnet) */
  readonly cidrBlock?: string;
}

/** The VPC that a cloud factory lives in: created (`FactoryVpc`) or existing (`FactoryVpc.fromAttributes`). */
export interface IFactoryVpc extends IConstruct {
  /** Id in the factory model. */
  readonly vpcName: string;
  /** Id of the VPC: `vpc-…`; a token where it is made here. */
  readonly vpcId: string;
  /** Region's name; always known at synth. */
  readonly region: string;
  /** All IPv4 ranges of the VPC, the primary one first. */
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
  /** Id of the security group that rules are added to: `sg-…`; may be a token. */
  readonly securityGroupId: string;
}

/** A key of the customer's own in AWS KMS. */
export interface ICustomerKey extends IConstruct {
  /** Id in the factory model. */
  readonly keyName: string;
  /** ARN of the key; a token where it is made here. */
  readonly keyArn: string;
}

/** An EKS cluster: created (`EksCluster`) or existing (`EksCluster.fromAttributes`). */
export interface IEksCluster extends IKubernetesCluster, IConnectable {
  /** Region's name; always known at synth. */
  readonly region: string;
  /** Network that the cluster stands in. */
  readonly vpc: IFactoryVpc;
  /** IPv4 range of Kubernetes services; what node configuration needs. */
  readonly serviceCidr: string;
  /** URL of the API server; a token. */
  readonly endpoint: string;
  /** Certificate authority of the API server, base64; a token. */
  readonly certificateAuthorityData: string;
  /** Role that all managed nodes assume; its access entry exists. */
  readonly nodeRoleArn: string;
  /** Name of the nodes' role, for further policies. */
  readonly nodeRoleName: string;
  /** What must be there before a node can join: the network add-ons. */
  readonly nodePrerequisites: readonly ITerraformDependable[];
  /** Gives pods of one service account an AWS identity (EKS Pod Identity). */
  addPodIdentity(id: string, props: PodIdentityProps): IPodIdentity;
}

export interface PodIdentityProps {
  /** Namespace of the service account. */
  readonly namespace: string;
  /** Name of the Kubernetes service account. */
  readonly serviceAccountName: string;
  /** ARNs of managed policies to attach. @default - none */
  readonly managedPolicyArns?: readonly string[];
  /** Statements of an inline policy. @default - none; `addToPolicy` adds some */
  readonly statements?: readonly PolicyStatement[];
}

/** A statement of an IAM policy document. */
export interface PolicyStatement {
  /** Name of the statement, unique in its policy. @default - none */
  readonly sid?: string;
  /** Actions that are allowed: `s3:GetObject`. */
  readonly actions: readonly string[];
  /** ARNs that they are allowed on; may be tokens. */
  readonly resources: readonly string[];
  /** Conditions by operator and key: `{ StringEquals: { "aws:SourceAccount": "…" } }`. @default - no condition */
  readonly conditions?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** An AWS role bound to a Kubernetes service account. */
export interface IPodIdentity extends IWorkloadIdentity {
  /** ARN of the role; a token. */
  readonly roleArn: string;
  /** Name of the role; a token. */
  readonly roleName: string;
  /** Adds a statement to the role's inline policy. */
  addToPolicy(statement: PolicyStatement): void;
}

/** A pool of EC2 instances in an EKS cluster. */
export interface IEksNodePool extends INodePool, IConnectable {
  /** Cluster that the nodes join. */
  readonly cluster: IEksCluster;
  /** EC2 instance types of the nodes; accelerated managed pools have one. */
  readonly instanceTypes: readonly string[];
  /** What must be there before pods can run on the pool's nodes. */
  readonly nodesReady: readonly ITerraformDependable[];
  /** EFA network that joins the nodes. @default - plain networking */
  readonly fabric?: IEfaFabric;
}

/** An EFA network: one zone, one security group that refers to itself. */
export interface IEfaFabric extends IFabric, IConnectable {
  /** Always `efa`. */
  readonly kind: "efa";
  /** Network that the fabric's nodes stand in. */
  readonly vpc: IFactoryVpc;
  /** The one zone that the fabric's nodes stand in, by name. */
  readonly zone: string;
}

/** An S3 bucket. */
export interface IS3ObjectStore extends IObjectStore {
  /** ARN of the bucket: `arn:<partition>:s3:::<name>`; a token where it is made here. */
  readonly bucketArn: string;
  /** Key that encrypts the bucket. @default - unknown (imported bucket) */
  readonly key?: ICustomerKey;
}
