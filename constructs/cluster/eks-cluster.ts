import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { EksAccessPolicyAssociation } from "@cdktf/provider-aws/lib/eks-access-policy-association";
import { EksCluster as AwsEksCluster } from "@cdktf/provider-aws/lib/eks-cluster";
import { Construct } from "constructs";
import { defaultKubernetesVersion, eksAddonVersion, partitionOf } from "../../catalog";
import type { ITerraformDependable } from "../../core/cdktf";
import { contribute } from "../../model";
import { raise } from "../aws/problem";
import { nameTags } from "../aws/tags";
import type {
  ClusterAccess,
  ICustomerKey,
  IEksCluster,
  IEksNodePool,
  IFactoryVpc,
  IPodIdentity,
  PodIdentityProps,
} from "../contracts";
import { ServiceRole } from "./cluster-roles";
import { EksAddonSet, nodeAddons, workloadAddons, type AddonSpec } from "./eks-addons";
import { checkEksClusterProps, defaultServiceCidr, type EksClusterProps } from "./eks-cluster-props";
import { ImportedEksCluster, type EksClusterAttributes } from "./imported-eks-cluster";
import { PodIdentity } from "./pod-identity";
import { PrivateAccess } from "./private-access";
import { eksExecAccess } from "./exec-access";

/** Everything the control plane can log. */
const logTypes = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/**
 * An EKS cluster with a private API, secrets encrypted by a customer key, all control plane logs kept, authentication
 * by access entries only, and the add-ons that nodes need.
 *
 * @throws FactoryError with every problem of the props
 */
export class EksCluster extends Construct implements IEksCluster {
  /** A cluster that exists already. */
  static fromAttributes(scope: Construct, id: string, attributes: EksClusterAttributes): IEksCluster {
    return new ImportedEksCluster(scope, id, attributes);
  }

  readonly clusterName: string;
  readonly kubernetesVersion: string;
  readonly siteId: string;
  readonly region: string;
  readonly vpc: IFactoryVpc;
  readonly serviceCidr: string;
  readonly securityGroupId: string;
  readonly nodePrerequisites: readonly ITerraformDependable[];
  /** The underlying resources, for what the props do not cover. */
  readonly cluster: AwsEksCluster;
  /** Log group of the control plane's logs. */
  readonly logGroup: CloudwatchLogGroup;
  /** Role that all managed nodes assume. */
  readonly nodeRole: ServiceRole;

  private readonly secretsKey: ICustomerKey;
  private readonly addons: AddonSpec[] = [...nodeAddons];

  constructor(scope: Construct, id: string, props: EksClusterProps) {
    super(scope, id);
    this.clusterName = props.clusterName ?? id;
    raise(this, checkEksClusterProps(props, this.clusterName, this.node.path));
    this.kubernetesVersion = props.kubernetesVersion ?? defaultKubernetesVersion();
    this.vpc = props.vpc;
    this.region = props.vpc.region;
    this.siteId = this.region;
    this.serviceCidr = props.serviceCidr ?? defaultServiceCidr;
    this.secretsKey = props.secretsKey;

    this.logGroup = new CloudwatchLogGroup(this, "logs", {
      // The name is EKS's own: a group made by EKS itself would be kept forever and unencrypted.
      name: `/aws/eks/${this.clusterName}/cluster`,
      retentionInDays: props.logRetentionDays ?? 365,
      kmsKeyId: props.logsKey?.keyArn,
      tags: nameTags(this, this.clusterName),
    });
    const controlPlaneRole = new ServiceRole(this, "control-plane", {
      region: this.region,
      service: "eks.amazonaws.com",
      managedPolicies: ["AmazonEKSClusterPolicy"],
    });
    const { privateAccessCidrs: cidrBlocks = [] } = props;
    const privateAccess =
      cidrBlocks.length === 0 ? undefined : new PrivateAccess(this, "private-access", { vpc: this.vpc, cidrBlocks });
    this.cluster = new AwsEksCluster(this, "cluster", {
      name: this.clusterName,
      version: this.kubernetesVersion,
      roleArn: controlPlaneRole.role.arn,
      bootstrapSelfManagedAddons: false,
      enabledClusterLogTypes: logTypes,
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: true },
      encryptionConfig: { resources: ["secrets"], provider: { keyArn: this.secretsKey.keyArn } },
      kubernetesNetworkConfig: { ipFamily: "ipv4", serviceIpv4Cidr: this.serviceCidr },
      upgradePolicy: { supportType: props.supportType ?? "STANDARD" },
      vpcConfig: {
        subnetIds: this.vpc.serviceSubnets.map((subnet) => subnet.subnetId),
        endpointPrivateAccess: true,
        endpointPublicAccess: this.isPublic(props),
        publicAccessCidrs: this.isPublic(props) ? [...(props.publicAccessCidrs ?? [])] : undefined,
        securityGroupIds: privateAccess && [privateAccess.securityGroup.id],
      },
      remoteNetworkConfig: props.remoteNetworks && {
        remoteNodeNetworks: { cidrs: [...props.remoteNetworks.nodeCidrs] },
        remotePodNetworks: props.remoteNetworks.podCidrs && { cidrs: [...props.remoteNetworks.podCidrs] },
      },
      tags: nameTags(this, this.clusterName),
      dependsOn: [this.logGroup, ...controlPlaneRole.attachments],
    });
    this.securityGroupId = this.cluster.vpcConfig.clusterSecurityGroupId;
    this.nodeRole = new ServiceRole(this, "nodes", {
      region: this.region,
      service: "ec2.amazonaws.com",
      managedPolicies: [
        "AmazonEKSWorkerNodePolicy",
        "AmazonEC2ContainerRegistryPullOnly",
        "AmazonSSMManagedInstanceCore",
      ],
    });
    const early = new EksAddonSet(this, "node-addons", {
      clusterName: this.cluster.name,
      kubernetesVersion: this.kubernetesVersion,
      region: this.region,
      addons: nodeAddons,
      dependsOn: [],
    });
    this.nodePrerequisites = [...early.addons, ...this.nodeRole.attachments];
    (props.adminRoleArns ?? []).forEach((roleArn, index) => this.addAdmin(`admin-${index}`, roleArn));

    contribute(this, "clusters", () => ({
      id: this.clusterName,
      siteId: this.siteId,
      networkId: this.vpc.vpcName,
      kind: "eks" as const,
      kubernetesVersion: this.kubernetesVersion,
      serviceCidr: this.serviceCidr,
      publicApi: this.isPublic(props),
      secretsKeyId: this.secretsKey.keyName,
      addons: this.addons.map(({ name }) => ({
        name,
        version: eksAddonVersion(name, this.kubernetesVersion)?.version,
      })),
    }));
  }

  get endpoint(): string {
    return this.cluster.endpoint;
  }

  get certificateAuthorityData(): string {
    return this.cluster.certificateAuthority.get(0).data;
  }

  get nodeRoleArn(): string {
    return this.nodeRole.role.arn;
  }

  get nodeRoleName(): string {
    return this.nodeRole.role.name;
  }

  get access(): ClusterAccess {
    return eksExecAccess(this);
  }

  /** Makes an IAM role an administrator of the cluster. */
  addAdmin(id: string, roleArn: string): void {
    const scope = new Construct(this, id);
    const entry = new EksAccessEntry(scope, "entry", {
      clusterName: this.cluster.name,
      principalArn: roleArn,
      type: "STANDARD",
      tags: nameTags(scope, id),
    });
    new EksAccessPolicyAssociation(scope, "policy", {
      clusterName: this.cluster.name,
      principalArn: entry.principalArn,
      policyArn: `arn:${partitionOf(this.region).id}:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy`,
      accessScope: { type: "cluster" },
    });
  }

  addPodIdentity(id: string, props: PodIdentityProps): IPodIdentity {
    return new PodIdentity(this, id, this.cluster.name, props);
  }

  /** Installs the add-ons that need nodes (DNS, metrics, node health, block storage) once the pool is there. */
  installWorkloadAddons(systemPool: IEksNodePool): void {
    new EksAddonSet(this, "workload-addons", {
      clusterName: this.cluster.name,
      kubernetesVersion: this.kubernetesVersion,
      region: this.region,
      addons: workloadAddons,
      dependsOn: systemPool.nodesReady,
    });
    this.addons.push(...workloadAddons);
  }

  private isPublic(props: EksClusterProps): boolean {
    return (props.publicAccessCidrs ?? []).length > 0;
  }
}
