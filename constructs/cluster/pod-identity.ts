import { EksPodIdentityAssociation } from "@cdktf/provider-aws/lib/eks-pod-identity-association";
import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicy } from "@cdktf/provider-aws/lib/iam-role-policy";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import { Lazy } from "../../core/cdktf";
import { policyDocument, serviceTrust } from "../aws/policy";
import { nameTags } from "../aws/tags";
import type { IPodIdentity, PodIdentityProps, PolicyStatement } from "../contracts";

/** An IAM role that the pods of one Kubernetes service account get through EKS Pod Identity. */
export class PodIdentity extends Construct implements IPodIdentity {
  readonly namespace: string;
  readonly serviceAccountName: string;
  /** The role that pods get, for further policies. */
  readonly role: IamRole;
  /** Binds the role to the service account. */
  readonly association: EksPodIdentityAssociation;

  private readonly statements: PolicyStatement[] = [];

  constructor(scope: Construct, id: string, clusterName: string, props: PodIdentityProps) {
    super(scope, id);
    this.namespace = props.namespace;
    this.serviceAccountName = props.serviceAccountName;
    this.role = new IamRole(this, "role", {
      namePrefix: `${id}-`.slice(0, 38),
      assumeRolePolicy: serviceTrust("pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"]),
      tags: nameTags(this, id),
    });
    (props.managedPolicyArns ?? []).forEach((policyArn, index) => {
      new IamRolePolicyAttachment(this, `managed-${index}`, { role: this.role.name, policyArn });
    });
    this.association = new EksPodIdentityAssociation(this, "association", {
      clusterName,
      namespace: this.namespace,
      serviceAccount: this.serviceAccountName,
      roleArn: this.role.arn,
      tags: nameTags(this, id),
    });
    (props.statements ?? []).forEach((statement) => this.addToPolicy(statement));
  }

  get roleArn(): string {
    return this.role.arn;
  }

  get roleName(): string {
    return this.role.name;
  }

  addToPolicy(statement: PolicyStatement): void {
    this.statements.push(statement);
    if (this.statements.length > 1) return;
    new IamRolePolicy(this, "policy", {
      role: this.role.name,
      // Lazy: statements that are added later are in it.
      policy: Lazy.stringValue({ produce: () => policyDocument(this.statements) }),
    });
  }
}
