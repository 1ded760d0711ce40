import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { Construct } from "constructs";
import { endpointServiceName } from "../../catalog";
import { callerAccountId } from "../aws/caller-account";
import { nameTags } from "../aws/tags";
import { endpointPolicy } from "./endpoint-policy";

/**
 * Services that a factory without a way to the internet must reach through interface endpoints: cluster and node
 * bootstrap, images, identities, logs, shell access, load balancing, scaling, filesystems and keys.
 * Source: Amazon EKS User Guide, "Deploy private clusters with limited internet access" (2026-04).
 */
export const closedNetworkEndpoints: readonly string[] = [
  "autoscaling",
  "ec2",
  "ec2messages",
  "ecr.api",
  "ecr.dkr",
  "eks",
  "eks-auth",
  "elasticfilesystem",
  "elasticloadbalancing",
  "fsx",
  "kms",
  "logs",
  "monitoring",
  "sqs",
  "ssm",
  "ssmmessages",
  "sts",
];

export interface ServiceEndpointsProps {
  readonly region: string;
  readonly vpcId: string;
  readonly cidrBlocks: readonly string[];
  /** Subnets that carry the interface endpoints, one for each zone. */
  readonly subnetIds: readonly string[];
  /** Route tables that lead to the S3 gateway endpoint. */
  readonly routeTableIds: readonly string[];
  /** Short names, e.g. `ecr.api`. */
  readonly interfaceEndpoints: readonly string[];
  /** Only identities of the account pass, to resources of the account. @default false - everyone to everything */
  readonly sealed?: boolean;
}

/** The private ways from a VPC to AWS services: the S3 gateway, and interface endpoints with one security group. */
export class ServiceEndpoints extends Construct {
  readonly s3: VpcEndpoint;
  readonly interfaces: readonly VpcEndpoint[];

  private readonly policyOf: (service: string) => string | undefined;

  constructor(scope: Construct, id: string, props: ServiceEndpointsProps) {
    super(scope, id);
    const accountId = props.sealed === true ? callerAccountId(this) : undefined;
    this.policyOf = (service) =>
      accountId === undefined ? undefined : endpointPolicy(service, { region: props.region, accountId });
    this.s3 = new VpcEndpoint(this, "s3", {
      vpcId: props.vpcId,
      serviceName: endpointServiceName(props.region, "s3"),
      policy: this.policyOf("s3"),
      vpcEndpointType: "Gateway",
      routeTableIds: [...props.routeTableIds],
      tags: nameTags(this, "s3"),
    });
    this.interfaces = props.interfaceEndpoints.length === 0 ? [] : this.createInterfaces(props);
  }

  private createInterfaces(props: ServiceEndpointsProps): VpcEndpoint[] {
    const group = new SecurityGroup(this, "security-group", {
      vpcId: props.vpcId,
      namePrefix: "service-endpoints-",
      description: "HTTPS from the VPC to AWS services",
      tags: nameTags(this, "service-endpoints"),
    });
    props.cidrBlocks.forEach((cidrIpv4, index) => {
      new VpcSecurityGroupIngressRule(this, `https-${index}`, {
        securityGroupId: group.id,
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        cidrIpv4,
        description: "HTTPS from the VPC",
      });
    });
    return [...props.interfaceEndpoints].sort().map(
      (service) =>
        new VpcEndpoint(this, service, {
          vpcId: props.vpcId,
          serviceName: endpointServiceName(props.region, service),
          policy: this.policyOf(service),
          vpcEndpointType: "Interface",
          privateDnsEnabled: true,
          subnetIds: [...props.subnetIds],
          securityGroupIds: [group.id],
          tags: nameTags(this, service),
        }),
    );
  }
}
