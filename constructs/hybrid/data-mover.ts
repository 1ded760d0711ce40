import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { CloudwatchLogResourcePolicy } from "@cdktf/provider-aws/lib/cloudwatch-log-resource-policy";
import { DataAwsNetworkInterface } from "@cdktf/provider-aws/lib/data-aws-network-interface";
import { DataAwsSubnet } from "@cdktf/provider-aws/lib/data-aws-subnet";
import { DatasyncAgent } from "@cdktf/provider-aws/lib/datasync-agent";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { Fn } from "../../core/cdktf";
import { callerAccountId } from "../aws/caller-account";
import { raise } from "../aws/problem";
import { nameTags } from "../aws/tags";
import type { ICustomerKey, IFactoryVpc } from "../contracts";
import { checkSiteAgents, type SiteAgent } from "./site-agent";

export interface DataMoverProps {
  /** Id of the site in the factory model. */
  readonly siteId: string;
  /** Ranges at the site that the agents speak from. */
  readonly siteCidrBlocks: readonly string[];
  /** Network that the private endpoint stands in. */
  readonly vpc: IFactoryVpc;
  /** DataSync agents at the site; at least one. */
  readonly agents: readonly SiteAgent[];
  /** Encrypts the log of what was moved. */
  readonly logsKey: ICustomerKey;
  /** Days that the log of what was moved is kept. @default 365 */
  readonly logRetentionDays?: number;
}

/** Ports of an agent: 443 for data, these for control. Source: AWS DataSync User Guide, network requirements. */
const agentPorts = [
  { fromPort: 443, toPort: 443, description: "Data from the site's agents" },
  { fromPort: 1024, toPort: 1064, description: "Control by the site's agents" },
] as const;

/**
 * What all copies between a site and a VPC share: a private endpoint of DataSync, the agents at the site, and a log of
 * every object that was moved. Nothing of it takes the internet.
 *
 * @throws FactoryError with every agent that cannot be used
 */
export class DataMover extends Construct {
  /** Private endpoint of DataSync in the VPC. */
  readonly endpoint: VpcEndpoint;
  /** Security group of the endpoint: lets the site's agents in on the ports they need. */
  readonly securityGroup: SecurityGroup;
  /** Agents that the stack activates; those that were activated already are not among them. */
  readonly agents: readonly DatasyncAgent[];
  /** ARNs of all agents, activated here or before. */
  readonly agentArns: readonly string[];
  /** Log group with every object that was moved. */
  readonly logGroup: CloudwatchLogGroup;
  private readonly props: DataMoverProps;

  constructor(scope: Construct, id: string, props: DataMoverProps) {
    super(scope, id);
    this.props = props;
    raise(this, checkSiteAgents(props.agents, props.siteCidrBlocks, `${this.node.path}.agents`));
    this.securityGroup = this.openToAgents();
    const [subnet] = props.vpc.serviceSubnets;
    this.endpoint = new VpcEndpoint(this, "endpoint", {
      vpcId: props.vpc.vpcId,
      serviceName: `com.amazonaws.${props.vpc.region}.datasync`,
      vpcEndpointType: "Interface",
      // An agent is activated for one address; a second one would never be used.
      subnetIds: subnet === undefined ? [] : [subnet.subnetId],
      securityGroupIds: [this.securityGroup.id],
      tags: nameTags(this, "datasync"),
    });
    const activated = props.agents.map(({ props: agent }) => agent).filter(({ kind }) => kind === "activated");
    const made = new Map(activated.length === 0 ? [] : this.activate(activated));
    this.agents = [...made.values()];
    this.agentArns = props.agents.map(({ props: agent }) =>
      agent.kind === "existing" ? agent.agentArn : (made.get(agent.name)?.arn ?? ""),
    );
    this.logGroup = this.log();
  }

  private openToAgents(): SecurityGroup {
    const group = new SecurityGroup(this, "group", {
      namePrefix: "datasync-",
      vpcId: this.props.vpc.vpcId,
      description: "DataSync endpoint and the interfaces of its tasks",
      tags: nameTags(this, "datasync"),
    });
    this.props.siteCidrBlocks.forEach((cidrIpv4, index) => {
      const common = { securityGroupId: group.id, ipProtocol: "tcp", cidrIpv4 };
      for (const ports of agentPorts) {
        new VpcSecurityGroupIngressRule(this, `from-site-${index}-${ports.fromPort}`, { ...common, ...ports });
      }
    });
    return group;
  }

  private activate(agents: readonly SiteAgent["props"][]): [string, DatasyncAgent][] {
    const { vpc, siteId } = this.props;
    const address = new DataAwsNetworkInterface(this, "endpoint-interface", {
      id: Fn.element(Fn.tolist(this.endpoint.networkInterfaceIds), 0) as string,
    }).privateIp;
    const subnet = new DataAwsSubnet(this, "subnet", { id: vpc.serviceSubnets[0]?.subnetId });
    return agents.flatMap((agent): [string, DatasyncAgent][] => {
      if (agent.kind !== "activated") return [];
      const made = new DatasyncAgent(this, agent.name, {
        name: `${siteId}-${agent.name}`,
        ipAddress: agent.address,
        privateLinkEndpoint: address,
        vpcEndpointId: this.endpoint.id,
        subnetArns: [subnet.arn],
        securityGroupArns: [this.securityGroup.arn],
        tags: nameTags(this, agent.name),
      });
      return [[agent.name, made]];
    });
  }

  private log(): CloudwatchLogGroup {
    const { vpc, siteId, logsKey } = this.props;
    const group = new CloudwatchLogGroup(this, "log-group", {
      name: `/ai-factory/${vpc.vpcName}/datasync-${siteId}`,
      retentionInDays: this.props.logRetentionDays ?? 365,
      kmsKeyId: logsKey.keyArn,
      tags: nameTags(this, "datasync"),
    });
    new CloudwatchLogResourcePolicy(this, "log-policy", {
      policyName: `datasync-${siteId}`,
      policyDocument: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: "Allow",
            Principal: { Service: "datasync.amazonaws.com" },
            Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
            Resource: `${group.arn}:*`,
            // Nobody else's task may write here.
            Condition: { StringEquals: { "aws:SourceAccount": callerAccountId(this) } },
          },
        ],
      }),
    });
    return group;
  }
}
