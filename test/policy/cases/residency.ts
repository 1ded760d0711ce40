import { k8s, type RuleCase } from "../support/case";

const abroad = `
provider "aws" { region = "eu-central-1" }
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
`;

export const residency: readonly RuleCase[] = [
  {
    rule: "SOV-RES-01",
    passing: `resource "aws_sqs_queue" "q" {}`,
    failing: `${abroad} resource "aws_sqs_queue" "q" { provider = aws.us }`,
    evasive: `resource "aws_sqs_queue" "q" { region = "us-east-1" }`,
  },
  {
    rule: "SOV-RES-02",
    passing: `resource "aws_sqs_queue" "q" {}`,
    failing: `provider "aws" { region = "us-east-1" }`,
    evasive: `provider "aws" {
      region = "eu-central-1"
      endpoints { s3 = "https://s3.us-east-1.amazonaws.com" }
    }`,
  },
  {
    rule: "SOV-RES-03",
    passing: `resource "aws_iam_role" "r" { assume_role_policy = "{}" }`,
    failing: `resource "aws_cloudfront_distribution" "d" {}`,
    evasive: `resource "aws_wafv2_web_acl" "w" { scope = "CLOUDFRONT" }`,
  },
  {
    rule: "SOV-RES-04",
    passing: `resource "aws_s3_bucket" "a" {}
      resource "aws_s3_bucket" "b" {}
      resource "aws_s3_bucket_replication_configuration" "r" {
        bucket = aws_s3_bucket.a.id
        rule { destination { bucket = aws_s3_bucket.b.arn } }
      }`,
    failing: `${abroad} resource "aws_s3_bucket" "b" { provider = aws.us }
      resource "aws_s3_bucket_replication_configuration" "r" { rule { destination { bucket = aws_s3_bucket.b.arn } } }`,
    evasive: `resource "aws_s3_bucket_replication_configuration" "r" { rule { destination { bucket = "arn:aws:s3:::copies" } } }`,
    evasiveIs: "unknown",
  },
  {
    rule: "SOV-RES-05",
    passing: `resource "aws_dynamodb_table" "t" {
      name = "t"
      replica { region_name = "eu-north-1" }
    }`,
    failing: `resource "aws_dynamodb_table" "t" { replica { region_name = "us-east-1" } }`,
    evasive: `resource "aws_db_instance" "d" { replicate_source_db = "arn:aws:rds:us-east-1:111122223333:db:main" }`,
  },
  {
    rule: "SOV-RES-06",
    passing: `resource "aws_backup_vault" "v" {}
      resource "aws_backup_plan" "p" { rule { copy_action { destination_vault_arn = aws_backup_vault.v.arn } } }`,
    failing: `resource "aws_backup_plan" "p" { rule { copy_action { destination_vault_arn = "arn:aws:backup:us-east-1:111122223333:backup-vault:v" } } }`,
    evasive: `resource "aws_dlm_lifecycle_policy" "p" { policy_details { schedule { cross_region_copy_rule { target = "us-east-1" } } } }`,
  },
  {
    rule: "SOV-RES-07",
    passing: `resource "aws_ecr_replication_configuration" "r" { replication_configuration { rule { destination { region = "eu-north-1" } } } }`,
    failing: `resource "aws_ecr_replication_configuration" "r" { replication_configuration { rule { destination { region = "us-east-1" } } } }`,
    evasive: `resource "aws_imagebuilder_distribution_configuration" "d" {
      distribution { region = "eu-central-1" }
      distribution { region = "us-west-2" }
    }`,
  },
  {
    rule: "SOV-RES-08",
    passing: `resource "aws_s3_bucket" "b" {}
      resource "aws_kinesis_firehose_delivery_stream" "s" { extended_s3_configuration { bucket_arn = aws_s3_bucket.b.arn } }`,
    failing: `resource "aws_kinesis_firehose_delivery_stream" "s" { http_endpoint_configuration { url = "https://aws-kinesis-http-intake.logs.datadoghq.com/v1/input" } }`,
    evasive: `resource "helm_release" "p" {
      name   = "p"
      chart  = "p"
      values = [yamlencode({ prometheus = { prometheusSpec = { remoteWrite = [{ url = "https://prometheus-prod-01-eu-west-0.grafana.net/api/prom/push" }] } } })]
    }`,
  },
  {
    rule: "SOV-RES-09",
    passing: `resource "aws_vpc_peering_connection" "p" { peer_vpc_id = "vpc-1" }`,
    failing: `resource "aws_vpc_peering_connection" "p" { peer_region = "us-east-1" }`,
    evasive: `resource "aws_vpc_endpoint" "e" {
      service_name   = "com.amazonaws.vpce.eu-central-1.vpce-svc-1"
      service_region = "us-east-1"
    }`,
  },
  {
    rule: "SOV-RES-10",
    passing: `resource "aws_subnet" "s" { availability_zone = "eu-central-1a" }`,
    failing: `resource "aws_subnet" "s" { availability_zone = "us-east-1a" }`,
    evasive: `resource "aws_subnet" "s" { availability_zone = "eu-central-1-waw-1a" }`,
  },
  {
    rule: "SOV-RES-11",
    passing: `terraform {
      backend "s3" {
        bucket       = "state"
        region       = "eu-central-1"
        encrypt      = true
        use_lockfile = true
      }
    }
    resource "aws_sqs_queue" "q" {}`,
    failing: `terraform {
      backend "s3" {
        bucket       = "state"
        region       = "us-east-1"
        encrypt      = true
        use_lockfile = true
      }
    }`,
    evasive: `terraform {
      cloud { organization = "x" }
    }`,
  },
  {
    rule: "SOV-RES-12",
    passing: `resource "aws_instance" "i" { user_data = "curl https://s3.eu-central-1.amazonaws.com/x" }`,
    failing: `resource "aws_instance" "i" { user_data = "curl https://s3.us-east-1.amazonaws.com/x" }`,
    evasive: `resource "aws_instance" "i" { user_data_base64 = "${Buffer.from("#!/bin/sh\ncurl https://b.s3.us-east-1.amazonaws.com/x").toString("base64")}" }`,
  },
];

export const placement: readonly RuleCase[] = [
  {
    rule: "SOV-REL-01",
    passing: k8s("np", `{ apiVersion = "karpenter.sh/v1", kind = "NodePool", metadata = { name = "a" }, spec = {} }`),
    failing: `resource "aws_eks_cluster" "c" { vpc_config { subnet_ids = ["subnet-1"] } }`,
    evasive: k8s(
      "np",
      `{ apiVersion = "karpenter.sh/v1", kind = "NodePool", metadata = { name = "a" }, spec = { template = { spec = { requirements = [{ key = "topology.kubernetes.io/zone", operator = "In", values = ["us-east-1a"] }] } } } }`,
    ),
  },
  {
    rule: "SOV-REL-02",
    passing: `resource "aws_efs_file_system" "f" {}
      resource "aws_efs_backup_policy" "p" {
        file_system_id = aws_efs_file_system.f.id
        backup_policy { status = "ENABLED" }
      }`,
    failing: `resource "aws_efs_file_system" "f" {}`,
    evasive: `resource "aws_efs_file_system" "f" {}
      resource "aws_backup_selection" "s" {
        selection_tag {
          type  = "STRINGEQUALS"
          key   = "backup"
          value = "daily"
        }
      }`,
  },
  {
    rule: "SOV-REL-03",
    passing: `resource "aws_s3_bucket" "b" {}`,
    failing: `resource "aws_s3_bucket" "b" { force_destroy = true }`,
    evasive: `resource "aws_db_instance" "d" {
      deletion_protection = true
      skip_final_snapshot = true
    }`,
  },
  {
    rule: "SOV-REL-04",
    passing: `resource "aws_instance" "i" { user_data = "server 169.254.169.123 prefer" }`,
    failing: k8s(
      "i",
      `{ apiVersion = "cert-manager.io/v1", kind = "ClusterIssuer", metadata = { name = "le" }, spec = { acme = { server = "https://acme-v02.api.letsencrypt.org/directory" } } }`,
    ),
    evasive: `resource "aws_instance" "i" { user_data = "pool 0.pool.ntp.org iburst" }`,
  },
  {
    rule: "SOV-NRG-01",
    passing: `resource "aws_instance" "i" { instance_type = "p5.48xlarge" }
      resource "helm_release" "d" {
        name  = "dcgm-exporter"
        chart = "dcgm-exporter"
      }`,
    failing: `resource "aws_instance" "i" { instance_type = "p5.48xlarge" }
      resource "helm_release" "d" {
        name  = "other"
        chart = "other"
      }`,
    evasive: `resource "aws_launch_template" "t" { instance_type = "p5.48xlarge" }
      resource "kubernetes_namespace_v1" "n" { metadata { name = "team" } }`,
  },
  {
    rule: "SOV-NRG-02",
    passing: `resource "aws_sqs_queue" "q" {}`,
    failing: "",
    evasive: "",
    recordOnly: true,
  },
  {
    rule: "SOV-NRG-03",
    passing: k8s(
      "np",
      `{ apiVersion = "karpenter.sh/v1", kind = "NodePool", metadata = { name = "a" }, spec = { disruption = { consolidateAfter = "5m" } } }`,
    ),
    failing: k8s("np", `{ apiVersion = "karpenter.sh/v1", kind = "NodePool", metadata = { name = "a" }, spec = {} }`),
    evasive: k8s(
      "mk",
      `{ apiVersion = "kueue.x-k8s.io/v1beta1", kind = "MultiKueueCluster", metadata = { name = "far" }, spec = { kubeConfig = { location = "far", locationType = "Secret" } } }`,
    ),
    evasiveIs: "unknown",
  },
];
