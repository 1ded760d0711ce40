import { partitionOf } from "../../../catalog";
import type { PolicyStatement } from "../../contracts";

const clusterTag = "elbv2.k8s.aws/cluster";

/**
 * What the load balancer controller may do in a region. It changes and deletes only what carries its tag; WAF, Shield,
 * Cognito and outposts, which our values switch off or do not use, are left out.
 *
 * Source: docs/install/iam_policy.json of the controller at v3.5.0, narrowed.
 */
export function loadBalancerControllerStatements(region: string): readonly PolicyStatement[] {
  const arn = (service: string, resource: string) => `arn:${partitionOf(region).id}:${service}:${region}:*:${resource}`;
  const elb = (...resources: string[]) => resources.map((resource) => arn("elasticloadbalancing", resource));
  const balancers = elb("loadbalancer/net/*/*", "loadbalancer/app/*/*");
  const targetGroups = elb("targetgroup/*/*");
  const listeners = elb("listener/net/*/*/*", "listener/app/*/*/*");
  const rules = elb("listener-rule/net/*/*/*", "listener-rule/app/*/*/*");
  const securityGroups = [arn("ec2", "security-group/*")];
  const isOurs = { Null: { [`aws:ResourceTag/${clusterTag}`]: "false" } };
  const becomesOurs = { Null: { [`aws:RequestTag/${clusterTag}`]: "false" } };
  // Tags of what is ours may change, but not the one that says whose it is.
  const staysOurs = {
    Null: { [`aws:RequestTag/${clusterTag}`]: "true", [`aws:ResourceTag/${clusterTag}`]: "false" },
  };
  return [
    {
      sid: "CreateServiceRole",
      actions: ["iam:CreateServiceLinkedRole"],
      resources: ["*"],
      conditions: { StringEquals: { "iam:AWSServiceName": "elasticloadbalancing.amazonaws.com" } },
    },
    { sid: "Read", actions: readActions, resources: ["*"] },
    {
      sid: "CreateSecurityGroup",
      actions: ["ec2:CreateSecurityGroup"],
      resources: [...securityGroups, arn("ec2", "vpc/*")],
    },
    {
      sid: "TagNewSecurityGroup",
      actions: ["ec2:CreateTags"],
      resources: securityGroups,
      conditions: { StringEquals: { "ec2:CreateAction": "CreateSecurityGroup" }, ...becomesOurs },
    },
    {
      sid: "TagOwnSecurityGroup",
      actions: ["ec2:CreateTags", "ec2:DeleteTags"],
      resources: securityGroups,
      conditions: staysOurs,
    },
    {
      // The nodes' security groups are not the controller's own, but it must let the load balancer in.
      sid: "OpenSecurityGroup",
      actions: ["ec2:AuthorizeSecurityGroupIngress", "ec2:RevokeSecurityGroupIngress"],
      resources: securityGroups,
    },
    { sid: "DeleteSecurityGroup", actions: ["ec2:DeleteSecurityGroup"], resources: securityGroups, conditions: isOurs },
    {
      sid: "CreateLoadBalancer",
      actions: ["elasticloadbalancing:CreateLoadBalancer", "elasticloadbalancing:CreateTargetGroup"],
      resources: [...balancers, ...targetGroups],
      conditions: becomesOurs,
    },
    {
      sid: "Listen",
      actions: [
        "elasticloadbalancing:CreateListener",
        "elasticloadbalancing:DeleteListener",
        "elasticloadbalancing:CreateRule",
        "elasticloadbalancing:DeleteRule",
        "elasticloadbalancing:ModifyListener",
        "elasticloadbalancing:AddListenerCertificates",
        "elasticloadbalancing:RemoveListenerCertificates",
        "elasticloadbalancing:ModifyRule",
        "elasticloadbalancing:SetRulePriorities",
      ],
      resources: [...balancers, ...listeners, ...rules],
    },
    {
      sid: "TagNewLoadBalancer",
      actions: ["elasticloadbalancing:AddTags"],
      resources: [...balancers, ...targetGroups],
      conditions: {
        StringEquals: { "elasticloadbalancing:CreateAction": ["CreateTargetGroup", "CreateLoadBalancer"] },
        ...becomesOurs,
      },
    },
    {
      sid: "TagOwnLoadBalancer",
      actions: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      resources: [...balancers, ...targetGroups],
      conditions: staysOurs,
    },
    {
      sid: "TagListener",
      actions: ["elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags"],
      resources: [...listeners, ...rules],
    },
    {
      sid: "ChangeOwn",
      actions: [
        "elasticloadbalancing:ModifyLoadBalancerAttributes",
        "elasticloadbalancing:SetIpAddressType",
        "elasticloadbalancing:SetSecurityGroups",
        "elasticloadbalancing:SetSubnets",
        "elasticloadbalancing:DeleteLoadBalancer",
        "elasticloadbalancing:ModifyTargetGroup",
        "elasticloadbalancing:ModifyTargetGroupAttributes",
        "elasticloadbalancing:DeleteTargetGroup",
        "elasticloadbalancing:ModifyListenerAttributes",
        "elasticloadbalancing:ModifyCapacityReservation",
      ],
      resources: [...balancers, ...targetGroups, ...listeners],
      conditions: isOurs,
    },
    {
      sid: "RegisterTargets",
      actions: ["elasticloadbalancing:RegisterTargets", "elasticloadbalancing:DeregisterTargets"],
      resources: targetGroups,
    },
  ];
}

// None of these has a narrower resource than "*".
const readActions: readonly string[] = [
  "acm:DescribeCertificate",
  "acm:ListCertificates",
  "ec2:DescribeAccountAttributes",
  "ec2:DescribeAddresses",
  "ec2:DescribeAvailabilityZones",
  "ec2:DescribeInstances",
  "ec2:DescribeInternetGateways",
  "ec2:DescribeNetworkInterfaces",
  "ec2:DescribeRouteTables",
  "ec2:DescribeSecurityGroups",
  "ec2:DescribeSubnets",
  "ec2:DescribeTags",
  "ec2:DescribeVpcPeeringConnections",
  "ec2:DescribeVpcs",
  "ec2:GetSecurityGroupsForVpc",
  "elasticloadbalancing:DescribeCapacityReservation",
  "elasticloadbalancing:DescribeListenerAttributes",
  "elasticloadbalancing:DescribeListenerCertificates",
  "elasticloadbalancing:DescribeListeners",
  "elasticloadbalancing:DescribeLoadBalancerAttributes",
  "elasticloadbalancing:DescribeLoadBalancers",
  "elasticloadbalancing:DescribeRules",
  "elasticloadbalancing:DescribeSSLPolicies",
  "elasticloadbalancing:DescribeTags",
  "elasticloadbalancing:DescribeTargetGroupAttributes",
  "elasticloadbalancing:DescribeTargetGroups",
  "elasticloadbalancing:DescribeTargetHealth",
  "elasticloadbalancing:DescribeTrustStores",
];
