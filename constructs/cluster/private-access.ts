import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { nameTags } from "../aws/tags";
import type { IFactoryVpc } from "../contracts";

export interface PrivateAccessProps {
  readonly vpc: IFactoryVpc;
  /** IPv4 ranges that are routed to the VPC. */
  readonly cidrBlocks: readonly string[];
}

/** Lets networks that are joined to the VPC reach a cluster's private API. */
export class PrivateAccess extends Construct {
  readonly securityGroup: SecurityGroup;

  constructor(scope: Construct, id: string, props: PrivateAccessProps) {
    super(scope, id);
    this.securityGroup = new SecurityGroup(this, "group", {
      namePrefix: "api-from-outside-",
      vpcId: props.vpc.vpcId,
      description: "Kubernetes API from networks joined to the VPC",
      tags: nameTags(this, "api-from-outside"),
    });
    props.cidrBlocks.forEach((cidrIpv4, index) => {
      new VpcSecurityGroupIngressRule(this, `https-${index}`, {
        securityGroupId: this.securityGroup.id,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4,
        description: "Kubernetes API",
      });
    });
  }
}
