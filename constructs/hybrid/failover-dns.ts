import { CloudwatchMetricAlarm } from "@cdktf/provider-aws/lib/cloudwatch-metric-alarm";
import { Lb } from "@cdktf/provider-aws/lib/lb";
import { LbListener } from "@cdktf/provider-aws/lib/lb-listener";
import { LbTargetGroup } from "@cdktf/provider-aws/lib/lb-target-group";
import { LbTargetGroupAttachment } from "@cdktf/provider-aws/lib/lb-target-group-attachment";
import { Route53HealthCheck } from "@cdktf/provider-aws/lib/route53-health-check";
import { Route53Record } from "@cdktf/provider-aws/lib/route53-record";
import { Route53Zone } from "@cdktf/provider-aws/lib/route53-zone";
import { Construct } from "constructs";
import { raise } from "../aws/problem";
import { nameTags } from "../aws/tags";
import type { IFactoryVpc } from "../contracts";
import { checkBalancerAddresses, type InferenceFailover } from "./inference-failover";

export interface FailoverDnsProps {
  /** Network whose names the zone answers; the link must join it to the site. */
  readonly vpc: IFactoryVpc;
  /** The two gateways that stand in for each other. */
  readonly failover: InferenceFailover;
}

/** Seconds that a resolver keeps an answer: what a failover of names takes at the most, beside the alarm's minutes. */
const ttl = 30;
/** Minutes without a gateway at the site after which its name leads to the cloud. */
const alarmMinutes = 2;

/**
 * A private zone with the names of both gateways. The site's name leads to the site while its gateway takes connections,
 * and to the cloud when it does not.
 *
 * Route 53's own checkers stand in the internet and cannot reach a private address. So an internal load balancer, which
 * carries nothing, opens connections to the site's gateway over the link, and an alarm on what it finds is the health
 * check.
 *
 * @throws FactoryError where the cloud's gateway has not one address in each zone
 */
export class FailoverDns extends Construct {
  /** Private zone of the failover's domain. */
  readonly zone: Route53Zone;
  /** Health check that follows the alarm; decides where the site's name leads. */
  readonly healthCheck: Route53HealthCheck;
  /** Alarm on connections to the site's gateway over the link. */
  readonly alarm: CloudwatchMetricAlarm;
  private readonly props: FailoverDnsProps;

  constructor(scope: Construct, id: string, props: FailoverDnsProps) {
    super(scope, id);
    this.props = props;
    const { failover, vpc } = props;
    raise(this, checkBalancerAddresses(failover, vpc.serviceSubnets, `${this.node.path}.cloudAddresses`));
    const { domain, siteAddresses, cloudAddresses } = failover.props;
    this.zone = new Route53Zone(this, "zone", {
      name: domain,
      comment: "Inference gateways at the site and in the cloud",
      vpc: [{ vpcId: vpc.vpcId }],
      tags: nameTags(this, domain),
    });
    this.alarm = this.watchSite();
    this.healthCheck = new Route53HealthCheck(this, "site-health", {
      type: "CLOUDWATCH_METRIC",
      cloudwatchAlarmName: this.alarm.alarmName,
      cloudwatchAlarmRegion: vpc.region,
      insufficientDataHealthStatus: "LastKnownStatus",
      tags: nameTags(this, failover.siteHostname),
    });
    const common = { zoneId: this.zone.zoneId, type: "A", ttl };
    new Route53Record(this, "site-primary", {
      ...common,
      name: failover.siteHostname,
      records: [...siteAddresses],
      setIdentifier: "site",
      failoverRoutingPolicy: { type: "PRIMARY" },
      healthCheckId: this.healthCheck.id,
    });
    new Route53Record(this, "site-secondary", {
      ...common,
      name: failover.siteHostname,
      records: [...cloudAddresses],
      setIdentifier: "cloud",
      failoverRoutingPolicy: { type: "SECONDARY" },
    });
    new Route53Record(this, "cloud", { ...common, name: failover.cloudHostname, records: [...cloudAddresses] });
  }

  private watchSite(): CloudwatchMetricAlarm {
    const { vpc, failover } = this.props;
    const tags = nameTags(this, "site-gateway-watch");
    const balancer = new Lb(this, "watch", {
      namePrefix: "watch-",
      loadBalancerType: "network",
      internal: true,
      subnets: vpc.serviceSubnets.map(({ subnetId }) => subnetId),
      tags,
    });
    const targets = new LbTargetGroup(this, "site-gateway", {
      namePrefix: "site-",
      port: 443,
      protocol: "TCP",
      targetType: "ip",
      vpcId: vpc.vpcId,
      healthCheck: { protocol: "TCP", interval: 10, healthyThreshold: 3, unhealthyThreshold: 3 },
      tags,
    });
    failover.props.siteAddresses.forEach((targetId, index) => {
      new LbTargetGroupAttachment(this, `site-gateway-${index}`, {
        targetGroupArn: targets.arn,
        targetId,
        port: 443,
        // Outside of the VPC.
        availabilityZone: "all",
      });
    });
    // Targets of no listener are not asked.
    new LbListener(this, "listener", {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: "TCP",
      defaultAction: [{ type: "forward", targetGroupArn: targets.arn }],
      tags,
    });
    return new CloudwatchMetricAlarm(this, "site-gateway-gone", {
      alarmName: `${vpc.vpcName}-${failover.siteHostname}-gone`,
      alarmDescription: "No address of the site's inference gateway takes connections",
      namespace: "AWS/NetworkELB",
      metricName: "HealthyHostCount",
      dimensions: { TargetGroup: targets.arnSuffix, LoadBalancer: balancer.arnSuffix },
      statistic: "Maximum",
      comparisonOperator: "LessThanThreshold",
      threshold: 1,
      period: 60,
      evaluationPeriods: alarmMinutes,
      treatMissingData: "breaching",
      tags,
    });
  }
}
