import { EksAccessEntry } from "@cdktf/provider-aws/lib/eks-access-entry";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { policyDocument, serviceTrust } from "../aws/policy";
import { nameTags } from "../aws/tags";
import { managedPolicyArn } from "../cluster";
import type { IEksCluster } from "../contracts";

/**
 * Lets machines at a site join an EKS cluster as its nodes (EKS Hybrid Nodes): the role that they take by Systems
 * Manager, and the cluster's entry for it. The cluster itself needs `remoteNetworks`.
 *
 * The activation that a machine is registered with is a secret, so it is not made here: `aws ssm create-activation
 * --iam-role <roleName>` prints it, and `nodeadm` takes it.
 */
export class HybridNodes extends Construct {
  /** Role that the machines take by Systems Manager. */
  readonly role: IamRole;
  /** Lets the role join the cluster as a node. */
  readonly accessEntry: EksAccessEntry;

  constructor(
    scope: Construct,
    id: string,
    {
      cluster,
    }: {
      /** Cluster that the machines join; it needs `remoteNetworks`. */
      readonly cluster: IEksCluster;
    },
  ) {
    super(scope, id);
    this.role = new IamRole(this, "role", {
      namePrefix: "hybrid-nodes-",
      assumeRolePolicy: serviceTrust("ssm.amazonaws.com"),
      tags: nameTags(this, "hybrid-nodes"),
    });
    new IamRolePolicy(this, "policy", {
      role: this.role.name,
      policy: policyDocument([
        {
          actions: [
            "eks-auth:AssumeRoleForPodIdentity",
            "eks:DescribeCluster",
            "ssm:DeregisterManagedInstance",
            "ssm:DescribeInstanceInformation",
          ],
          resources: ["*"],
        },
      ]),
    });
    for (const name of ["AmazonSSMManagedInstanceCore", "AmazonEC2ContainerRegistryPullOnly"]) {
      new IamRolePolicyAttachment(this, name, {
        role: this.role.name,
        policyArn: managedPolicyArn(cluster.region, name),
      });
    }
    this.accessEntry = new EksAccessEntry(this, "access", {
      clusterName: cluster.clusterName,
      principalArn: this.role.arn,
      type: "HYBRID_LINUX",
      tags: nameTags(this, "hybrid-nodes"),
    });
  }

  /** Name of the role: what `aws ssm create-activation --iam-role` takes. */
  get roleName(): string {
    return this.role.name;
  }
}
