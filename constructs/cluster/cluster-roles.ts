import { IamRole } from "@cdktf/provider-aws/lib/iam-role";
import { IamRolePolicyAttachment } from "@cdktf/provider-aws/lib/iam-role-policy-attachment";
import { Construct } from "constructs";
import type { ITerraformDependable } from "../../core/cdktf";
import { partitionOf } from "../../catalog";
import { serviceTrust } from "../aws/policy";
import { nameTags } from "../aws/tags";

/** An IAM role with AWS-managed policies, assumed by one AWS service. */
export class ServiceRole extends Construct {
  /** The role, for further policies. */
  readonly role: IamRole;
  /** What must be there before the role is of use. */
  readonly attachments: readonly ITerraformDependable[];

  constructor(
    scope: Construct,
    id: string,
    props: {
      /** Region's name; the partition of the policies' ARNs follows from it. */
      readonly region: string;
      /** Service that assumes the role: `ec2.amazonaws.com`. */
      readonly service: string;
      /** Names of AWS-managed policies: `AmazonEKSClusterPolicy`. */
      readonly managedPolicies: readonly string[];
    },
  ) {
    super(scope, id);
    this.role = new IamRole(this, "role", {
      // AWS allows 38 characters of prefix.
      namePrefix: `${id}-`.slice(0, 38),
      assumeRolePolicy: serviceTrust(props.service),
      tags: nameTags(this, id),
    });
    this.attachments = props.managedPolicies.map(
      (policy) =>
        new IamRolePolicyAttachment(this, policy, {
          role: this.role.name,
          policyArn: managedPolicyArn(props.region, policy),
        }),
    );
  }
}

/** ARN of an AWS-managed policy in the partition of the region. */
export function managedPolicyArn(region: string, policy: string): string {
  return `arn:${partitionOf(region).id}:iam::aws:policy/${policy}`;
}
