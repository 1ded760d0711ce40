import { DataAwsEksCluster } from "@cdktf/provider-aws/lib/data-aws-eks-cluster";
import { Construct } from "constructs";
import type { ITerraformDependable } from "../../core/cdktf";
import { contribute } from "../../model";
import type { ClusterAccess, IEksCluster, IFactoryVpc, IPodIdentity, PodIdentityProps } from "../contracts";
import { defaultServiceCidr } from "./eks-cluster-props";
import { eksExecAccess } from "./exec-access";
import { PodIdentity } from "./pod-identity";

/** An existing EKS cluster, as its owner describes it; the rest is read from AWS when terraform runs. */
export interface EksClusterAttributes {
  /** Name of the cluster in AWS, by which its endpoint and security group are looked up. */
  readonly clusterName: string;
  /** Minor version, e.g. `1.34`: components and images are chosen by it. */
  readonly kubernetesVersion: string;
  /** Network that it stands in. */
  readonly vpc: IFactoryVpc;
  /** Role of the nodes; it needs an access entry of type EC2_LINUX. */
  readonly nodeRoleArn: string;
  /** Name of the same role, for further policies. */
  readonly nodeRoleName: string;
  /** Range of Kubernetes services. @default "172.20.0.0/16" */
  readonly serviceCidr?: string;
}

/** A cluster that this program does not own. */
export class ImportedEksCluster extends Construct implements IEksCluster {
  readonly clusterName: string;
  readonly kubernetesVersion: string;
  readonly siteId: string;
  readonly region: string;
  readonly vpc: IFactoryVpc;
  readonly serviceCidr: string;
  readonly nodeRoleArn: string;
  readonly nodeRoleName: string;
  readonly nodePrerequisites: readonly ITerraformDependable[] = [];
  /** What AWS says of the cluster. */
  readonly cluster: DataAwsEksCluster;

  constructor(scope: Construct, id: string, attributes: EksClusterAttributes) {
    super(scope, id);
    this.clusterName = attributes.clusterName;
    this.kubernetesVersion = attributes.kubernetesVersion;
    this.vpc = attributes.vpc;
    this.region = attributes.vpc.region;
    this.siteId = this.region;
    this.serviceCidr = attributes.serviceCidr ?? defaultServiceCidr;
    this.nodeRoleArn = attributes.nodeRoleArn;
    this.nodeRoleName = attributes.nodeRoleName;
    this.cluster = new DataAwsEksCluster(this, "cluster", { name: this.clusterName });
    contribute(this, "clusters", () => ({
      id: this.clusterName,
      siteId: this.siteId,
      networkId: this.vpc.vpcName,
      kind: "eks" as const,
      kubernetesVersion: this.kubernetesVersion,
      serviceCidr: this.serviceCidr,
      publicApi: false,
      addons: [],
    }));
  }

  get endpoint(): string {
    return this.cluster.endpoint;
  }

  get certificateAuthorityData(): string {
    return this.cluster.certificateAuthority.get(0).data;
  }

  get securityGroupId(): string {
    return this.cluster.vpcConfig.get(0).clusterSecurityGroupId;
  }

  get access(): ClusterAccess {
    return eksExecAccess(this);
  }

  addPodIdentity(id: string, props: PodIdentityProps): IPodIdentity {
    return new PodIdentity(this, id, this.clusterName, props);
  }
}
