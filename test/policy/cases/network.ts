import { k8s, pod, type RuleCase } from "../support/case";

const group = (cidrs: string) => `resource "aws_security_group" "g" {
  ingress {
    from_port   = 22
    to_port     = 22
    protocol    = "tcp"
    cidr_blocks = ${cidrs}
  }
}`;
const netpol = (types: string) =>
  k8s(
    "np",
    `{ apiVersion = "networking.k8s.io/v1", kind = "NetworkPolicy", metadata = { name = "deny", namespace = "team" }, spec = { podSelector = {}, policyTypes = ${types} } }`,
  );
const someone = pod("p", `{ name = "c", image = "x" }`);

export const network: readonly RuleCase[] = [
  {
    rule: "SOV-NET-01",
    passing: group('["10.0.0.0/16"]'),
    failing: group('["0.0.0.0/0"]'),
    evasive: group('["0.0.0.0/1", "128.0.0.0/1"]'),
  },
  {
    rule: "SOV-NET-02",
    passing: `resource "aws_route" "r" {
      destination_cidr_block = "0.0.0.0/0"
      vpc_endpoint_id        = "vpce-1"
    }`,
    failing: `resource "aws_nat_gateway" "n" {}
      resource "aws_route" "r" {
        destination_cidr_block = "0.0.0.0/0"
        nat_gateway_id         = aws_nat_gateway.n.id
      }`,
    evasive: `resource "aws_route_table" "t" {
      route {
        cidr_block     = "128.0.0.0/1"
        nat_gateway_id = "nat-1"
      }
    }`,
  },
  {
    rule: "SOV-NET-03",
    boundary: {
      extends: "eu-strict",
      egress: [{ host: "mirror.example.eu", jurisdiction: "DE", purpose: "packages" }],
    },
    passing: `resource "aws_networkfirewall_rule_group" "g" { rule_group { rules_source { rules_source_list {
      generated_rules_type = "ALLOWLIST"
      targets              = ["mirror.example.eu"]
    } } } }`,
    failing: `resource "aws_networkfirewall_rule_group" "g" { rule_group { rules_source { rules_source_list {
      generated_rules_type = "ALLOWLIST"
      targets              = [".amazonaws.com"]
    } } } }`,
    evasive: `resource "aws_networkfirewall_rule_group" "g" { rule_group { rules_source {
      rules_string = "pass tls any any -> any any (tls.sni; content:\\"cdn-lfs.huggingface.co\\"; sid:1;)"
    } } }`,
  },
  {
    rule: "SOV-NET-04",
    passing: `resource "aws_vpc_endpoint" "e" {
      service_name = "com.amazonaws.eu-central-1.s3"
      policy       = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-abcdefghij" } } }] })
    }`,
    failing: `resource "aws_vpc_endpoint" "e" { service_name = "com.amazonaws.eu-central-1.s3" }`,
    evasive: `resource "aws_vpc_endpoint" "e" {
      service_name = "com.amazonaws.eu-central-1.s3"
      policy       = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "*", Resource = "*", Condition = { StringLike = { "aws:PrincipalOrgID" = "*" } } }] })
    }`,
  },
  {
    rule: "SOV-NET-05",
    passing: `resource "aws_s3_account_public_access_block" "b" {
      block_public_acls       = true
      block_public_policy     = true
      ignore_public_acls      = true
      restrict_public_buckets = true
    }`,
    failing: `resource "aws_s3_account_public_access_block" "b" { block_public_acls = true }`,
    evasive: `resource "aws_sqs_queue" "far" { region = "eu-north-1" }
      resource "aws_ebs_snapshot_block_public_access" "b" { state = "block-all-sharing" }`,
    evasiveIs: "unknown",
  },
  {
    rule: "SOV-NET-06",
    passing: someone + netpol('["Ingress", "Egress"]'),
    failing: someone,
    evasive: someone + netpol('["Ingress"]'),
  },
  {
    rule: "SOV-NET-07",
    passing: k8s(
      "c",
      `{ apiVersion = "v1", kind = "ConfigMap", metadata = { name = "coredns" }, data = { Corefile = ".:53 {\\n forward . /etc/resolv.conf\\n}" } }`,
    ),
    failing: k8s(
      "c",
      `{ apiVersion = "v1", kind = "ConfigMap", metadata = { name = "coredns" }, data = { Corefile = ".:53 {\\n forward . 8.8.8.8\\n}" } }`,
    ),
    evasive: `resource "aws_eks_addon" "d" {
      addon_name           = "coredns"
      configuration_values = jsonencode({ corefile = ".:53 {\\n forward . 1.1.1.1\\n}" })
    }`,
  },
  {
    rule: "SOV-NET-08",
    passing: `resource "aws_api_gateway_rest_api" "a" { endpoint_configuration { types = ["PRIVATE"] } }`,
    failing: `resource "aws_globalaccelerator_accelerator" "a" {}`,
    evasive: `resource "aws_api_gateway_rest_api" "a" { name = "a" }`,
  },
  {
    rule: "SOV-NET-09",
    passing: `resource "aws_sqs_queue_policy" "p" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:*", Resource = "*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-abcdefghij" } } }] })
    }`,
    failing: `resource "aws_sqs_queue_policy" "p" { policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "sqs:*", Resource = "*" }] }) }`,
    evasive: `resource "aws_sqs_queue_policy" "p" {
      policy = jsonencode({ Statement = [{ Effect = "Allow", NotPrincipal = { AWS = "111122223333" }, Action = "sqs:*", Resource = "*" }] })
    }`,
  },
];
