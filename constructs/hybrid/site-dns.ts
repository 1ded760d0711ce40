import { Route53ResolverEndpoint } from "@cdktf/provider-aws/lib/route53-resolver-endpoint";
import { Route53ResolverRule } from "@cdktf/provider-aws/lib/route53-resolver-rule";
import { Route53ResolverRuleAssociation } from "@cdktf/provider-aws/lib/route53-resolver-rule-association";
import { SecurityGroup } from "@cdktf/provider-aws/lib/security-group";
import { VpcEndpoint } from "@cdktf/provider-aws/lib/vpc-endpoint";
import { VpcSecurityGroupEgressRule } from "@cdktf/provider-aws/lib/vpc-security-group-egress-rule";
import { VpcSecurityGroupIngressRule } from "@cdktf/provider-aws/lib/vpc-security-group-ingress-rule";
import { Construct } from "constructs";
import { nameTags } from "../aws/tags";
import type { IFactoryVpc } from "../contracts";
import type { SiteDnsProps } from "./site-link-props";

/** What names across a link need of the link. */
export interface SiteDnsContext {
  /** Network that the endpoints stand in. */
  readonly vpc: IFactoryVpc;
  /** Ranges of the site, which may ask the inbound endpoint. */
  readonly siteCidrBlocks: readonly string[];
}

/**
 * Names across a link: the site's servers forward the cloud's names to the inbound endpoint, the cloud forwards the
 * site's domains through the outbound one. Through the inbound endpoint S3 resolves to an address inside the VPC.
 */
export class SiteDns extends Construct {
  /** Where the site's name servers forward what they ask of the cloud. */
  readonly inbound: Route53ResolverEndpoint;
  /** Absent where the site has no domains of its own. */
  readonly outbound?: Route53ResolverEndpoint;
  /** One forwarding rule for each domain of the site. */
  readonly rules: readonly Route53ResolverRule[];
  /** Private endpoint of S3, which the site's requests take; undefined where it is switched off. */
  readonly objectStorage?: VpcEndpoint;
  private readonly context: SiteDnsContext;

  constructor(scope: Construct, id: string, props: SiteDnsProps & SiteDnsContext) {
    super(scope, id);
    this.context = props;
    const { siteDomains = [], siteServers = [] } = props;
    const inboundGroup = this.group("inbound");
    this.allow(inboundGroup, "ingress", props.siteCidrBlocks, 53, "DNS from the site");
    this.inbound = this.endpoint("inbound", inboundGroup);
    if (siteDomains.length > 0) {
      const outboundGroup = this.group("outbound");
      const servers = siteServers.map((server) => `${server}/32`);
      this.allow(outboundGroup, "egress", servers, 53, "DNS to the site");
      this.outbound = this.endpoint("outbound", outboundGroup);
    }
    this.rules = siteDomains.map((domain, index) => this.forward(domain, index, siteServers));
    if (props.privateObjectStorage ?? true) this.objectStorage = this.privateS3();
  }

  private endpoint(direction: "inbound" | "outbound", group: SecurityGroup): Route53ResolverEndpoint {
    return new Route53ResolverEndpoint(this, direction, {
      name: `${this.context.vpc.vpcName}-${direction}`,
      direction: direction.toUpperCase(),
      securityGroupIds: [group.id],
      ipAddress: this.context.vpc.serviceSubnets.map(({ subnetId }) => ({ subnetId })),
      tags: nameTags(this, direction),
    });
  }

  private forward(domain: string, index: number, servers: readonly string[]): Route53ResolverRule {
    const { vpc } = this.context;
    const rule = new Route53ResolverRule(this, `rule-${index}`, {
      domainName: domain,
      name: domain.replace(/[^A-Za-z0-9-]+/g, "-"),
      ruleType: "FORWARD",
      resolverEndpointId: this.outbound?.id,
      targetIp: servers.map((ip) => ({ ip })),
      tags: nameTags(this, domain),
    });
    new Route53ResolverRuleAssociation(this, `rule-${index}-vpc`, { resolverRuleId: rule.id, vpcId: vpc.vpcId });
    return rule;
  }

  /** Answers to the site only: inside the VPC the gateway endpoint is free and stays in use. */
  private privateS3(): VpcEndpoint {
    const { vpc, siteCidrBlocks } = this.context;
    const group = this.group("object-storage");
    this.allow(group, "ingress", siteCidrBlocks, 443, "S3 from the site");
    return new VpcEndpoint(this, "s3", {
      vpcId: vpc.vpcId,
      serviceName: `com.amazonaws.${vpc.region}.s3`,
      vpcEndpointType: "Interface",
      subnetIds: vpc.serviceSubnets.map(({ subnetId }) => subnetId),
      securityGroupIds: [group.id],
      privateDnsEnabled: true,
      dnsOptions: { privateDnsOnlyForInboundResolverEndpoint: true },
      tags: nameTags(this, "s3-for-the-site"),
      // AWS refuses these DNS options while nothing resolves through them.
      dependsOn: [this.inbound],
    });
  }

  private group(name: string): SecurityGroup {
    return new SecurityGroup(this, `${name}-group`, {
      namePrefix: `site-${name}-`,
      vpcId: this.context.vpc.vpcId,
      description: `Link to the site: ${name}`,
      tags: nameTags(this, `site-${name}`),
    });
  }

  private allow(
    group: SecurityGroup,
    direction: "ingress" | "egress",
    blocks: readonly string[],
    port: number,
    description: string,
  ): void {
    const Rule = direction === "ingress" ? VpcSecurityGroupIngressRule : VpcSecurityGroupEgressRule;
    const protocols = port === 53 ? ["tcp", "udp"] : ["tcp"];
    for (const ipProtocol of protocols) {
      blocks.forEach((cidrIpv4, index) => {
        new Rule(this, `${group.node.id}-${ipProtocol}-${index}`, {
          securityGroupId: group.id,
          ipProtocol,
          fromPort: port,
          toPort: port,
          cidrIpv4,
          description,
        });
      });
    }
  }
}
