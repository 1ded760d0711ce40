import { k8s, pod, type RuleCase } from "../support/case";

const trust = (principal: string, condition = "") =>
  `resource "aws_iam_role" "r" { assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = ${principal}, Action = "sts:AssumeRole" ${condition} }] }) }`;
const digest = `111122223333.dkr.ecr.eu-central-1.amazonaws.com/x@sha256:${"a".repeat(64)}`;

export const operations: readonly RuleCase[] = [
  {
    rule: "SOV-OPS-01",
    passing: `resource "aws_eks_cluster" "c" { vpc_config {
      endpoint_public_access  = false
      endpoint_private_access = true
    } }`,
    failing: `resource "aws_eks_cluster" "c" { vpc_config {
      endpoint_public_access = true
      public_access_cidrs    = ["203.0.113.0/24"]
    } }`,
    evasive: `resource "aws_eks_cluster" "c" { vpc_config { subnet_ids = [] } }`,
  },
  {
    rule: "SOV-OPS-02",
    passing: `resource "aws_eks_node_group" "g" {}`,
    failing: `resource "aws_launch_template" "t" { key_name = "admin" }`,
    evasive: `resource "aws_eks_node_group" "g" { remote_access { ec2_ssh_key = "admin" } }`,
  },
  {
    rule: "SOV-OPS-03",
    passing: `resource "aws_launch_template" "t" { metadata_options {
      http_tokens                 = "required"
      http_put_response_hop_limit = 1
    } }`,
    failing: `resource "aws_launch_template" "t" {}`,
    evasive: k8s(
      "n",
      `{ apiVersion = "karpenter.k8s.aws/v1", kind = "EC2NodeClass", metadata = { name = "n" }, spec = { metadataOptions = { httpTokens = "optional" } } }`,
    ),
  },
  {
    rule: "SOV-OPS-04",
    passing: trust('{ Service = "ec2.amazonaws.com" }'),
    failing: `resource "aws_iam_user" "u" { name = "u" }`,
    evasive: trust(
      '{ Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }',
      ', Condition = { StringEquals = { "token.actions.githubusercontent.com:aud" = "sts.amazonaws.com" }, StringLike = { "token.actions.githubusercontent.com:sub" = "repo:org/*" } }',
    ),
  },
  {
    rule: "SOV-OPS-05",
    boundary: { extends: "eu-strict", accounts: ["111122223333"] },
    passing: trust('{ AWS = "arn:aws:iam::111122223333:role/deploy" }'),
    failing: trust('{ AWS = "arn:aws:iam::464622532012:root" }'),
    evasive: trust('{ AWS = "*" }', ', Condition = { StringEquals = { "aws:PrincipalTag/team" = "ops" } }'),
  },
  {
    rule: "SOV-OPS-06",
    passing: pod("p", `{ name = "c", image = "x" }`),
    failing: pod("p", `{ name = "c", image = "x", securityContext = { privileged = true } }`),
    evasive: k8s(
      "r",
      `{ apiVersion = "rbac.authorization.k8s.io/v1", kind = "ClusterRole", metadata = { name = "r" }, rules = [{ verbs = ["impersonate"], resources = ["users"] }] }`,
    ),
  },
  {
    rule: "SOV-OPS-07",
    passing: `resource "aws_organizations_policy" "p" { content = jsonencode({ Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotEquals = { "aws:RequestedRegion" = ["eu-central-1"] } } }] }) }
      resource "aws_organizations_policy_attachment" "a" { policy_id = aws_organizations_policy.p.id }`,
    failing: `resource "aws_organizations_policy" "p" { content = jsonencode({ Statement = [] }) }`,
    evasive: `resource "aws_organizations_policy" "p" { content = jsonencode({ Statement = [{ Effect = "Deny", Action = "*", Resource = "*", Condition = { StringNotEquals = { "aws:RequestedRegion" = ["eu-central-1"] }, ArnNotLike = { "aws:PrincipalArn" = "arn:aws:iam::*:role/*" } } }] }) }
      resource "aws_organizations_policy_attachment" "a" { policy_id = aws_organizations_policy.p.id }`,
  },
  {
    rule: "SOV-SUP-01",
    passing: pod("p", `{ name = "c", image = "${digest}" }`),
    failing: pod("p", `{ name = "c", image = "nvcr.io/nvidia/pytorch:25.01-py3" }`),
    evasive: pod("p", `{ name = "c", image = "pytorch/pytorch" }`),
  },
  {
    rule: "SOV-SUP-02",
    passing: pod("p", `{ name = "c", image = "${digest}" }`),
    failing: pod("p", `{ name = "c", image = "registry.example.eu/trainer:latest" }`),
    evasive: pod("p", `{ name = "c", image = "registry.example.eu/trainer:sha256" }`),
  },
  {
    rule: "SOV-SUP-03",
    passing: `resource "aws_ecr_repository" "r" {
      image_tag_mutability = "IMMUTABLE"
      image_scanning_configuration { scan_on_push = true }
    }`,
    failing: `resource "aws_ecr_repository" "r" { image_scanning_configuration { scan_on_push = true } }`,
    evasive: `resource "aws_ecr_repository_creation_template" "t" { image_tag_mutability = "MUTABLE" }`,
  },
  {
    rule: "SOV-SUP-04",
    passing: `data "aws_ami" "a" {
      owners      = ["amazon"]
      most_recent = true
    }`,
    failing: `data "aws_ami" "a" { most_recent = true }`,
    evasive: `data "aws_ami" "a" { owners = ["099720109477"] }`,
  },
  {
    rule: "SOV-SUP-05",
    boundary: {
      extends: "eu-strict",
      registries: [{ host: "charts.example.eu", jurisdiction: "DE", purpose: "charts" }],
    },
    passing: `resource "helm_release" "h" {
      name       = "h"
      chart      = "h"
      repository = "https://charts.example.eu"
      version    = "1.2.3"
    }`,
    failing: `resource "helm_release" "h" {
      name       = "h"
      chart      = "h"
      repository = "https://charts.jetstack.io"
      version    = "1.2.3"
    }`,
    evasive: `module "m" { source = "git::https://github.com/org/module.git?ref=main" }`,
  },
  {
    rule: "SOV-SUP-06",
    passing: `resource "terraform_data" "t" {}`,
    failing: `resource "null_resource" "n" { provisioner "local-exec" { command = "curl x" } }`,
    evasive: `data "external" "e" { program = ["sh", "-c", "curl x"] }`,
  },
  {
    rule: "SOV-SUP-07",
    passing: "",
    failing: `resource "aws_sqs_queue" "q" {}`,
    evasive: `resource "kubernetes_namespace_v1" "n" { metadata { name = "n" } }`,
    recordOnly: true,
  },
];
