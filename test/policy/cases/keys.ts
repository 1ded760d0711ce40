import { k8s, type RuleCase } from "../support/case";

const key = `resource "aws_kms_key" "k" { enable_key_rotation = true }\n`;
const policy = (principal: string, more = "") =>
  `jsonencode({ Statement = [{ Effect = "Allow", Principal = ${principal}, Action = "kms:*", Resource = "*" ${more} }] })`;

export const keys: readonly RuleCase[] = [
  {
    rule: "SOV-KEY-01",
    passing: `${key} resource "aws_cloudwatch_log_group" "l" { kms_key_id = aws_kms_key.k.arn }`,
    failing: `resource "aws_cloudwatch_log_group" "l" {}`,
    evasive: `resource "aws_ebs_volume" "v" {
      encrypted  = true
      kms_key_id = "alias/aws/ebs"
    }`,
  },
  {
    rule: "SOV-KEY-02",
    passing: key,
    failing: `resource "aws_kms_key" "k" { multi_region = true }`,
    evasive: `${key} provider "aws" {
      alias  = "us"
      region = "us-east-1"
    }
    provider "aws" { region = "eu-central-1" }
    resource "aws_kms_replica_key" "r" {
      provider        = aws.us
      primary_key_arn = aws_kms_key.k.arn
    }`,
  },
  {
    rule: "SOV-KEY-03",
    boundary: { extends: "eu-strict", keyCustody: "hsm" },
    passing: `resource "aws_kms_custom_key_store" "s" { cloud_hsm_cluster_id = "cluster-1" }
      resource "aws_kms_key" "k" { custom_key_store_id = aws_kms_custom_key_store.s.id }`,
    failing: key,
    evasive: `resource "aws_kms_custom_key_store" "s" {
      custom_key_store_type  = "EXTERNAL_KEY_STORE"
      xks_proxy_connectivity = "PUBLIC_ENDPOINT"
      xks_proxy_uri_endpoint = "https://xks.example.com"
    }`,
  },
  {
    rule: "SOV-KEY-04",
    passing: `resource "aws_kms_key" "k" { policy = ${policy('{ AWS = "arn:aws:iam::111122223333:root" }')} }`,
    failing: `resource "aws_kms_key" "k" { policy = ${policy('"*"')} }`,
    evasive: `data "aws_iam_policy_document" "open" {
      statement {
        actions   = ["kms:Decrypt"]
        resources = ["*"]
        principals {
          type        = "*"
          identifiers = ["*"]
        }
      }
    }
    data "aws_iam_policy_document" "merged" { source_policy_documents = [data.aws_iam_policy_document.open.json] }
    resource "aws_kms_key_policy" "p" { policy = data.aws_iam_policy_document.merged.json }`,
  },
  {
    rule: "SOV-KEY-05",
    passing: key,
    failing: `resource "aws_kms_key" "k" {
      enable_key_rotation     = true
      deletion_window_in_days = 7
    }`,
    evasive: `resource "aws_kms_key" "k" {
      enable_key_rotation = true
      is_enabled          = false
    }`,
  },
  {
    rule: "SOV-KEY-06",
    passing: `resource "aws_lb_listener" "l" {
      protocol = "HTTP"
      default_action {
        type = "redirect"
        redirect { protocol = "HTTPS" }
      }
    }`,
    failing: `resource "aws_lb_listener" "l" { protocol = "HTTP" }`,
    evasive: `resource "aws_s3_bucket" "b" {}
      resource "aws_s3_bucket_policy" "p" {
        bucket = aws_s3_bucket.b.id
        policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = "*", Action = "s3:*", Resource = "*", Condition = { Bool = { "aws:SecureTransport" = "true" } } }] })
      }`,
  },
  {
    rule: "SOV-KEY-07",
    passing: `${key} resource "aws_eks_cluster" "c" { encryption_config {
      resources = ["secrets"]
      provider { key_arn = aws_kms_key.k.arn }
    } }`,
    failing: `resource "aws_eks_cluster" "c" {}`,
    evasive: k8s(
      "sc",
      `{ apiVersion = "storage.k8s.io/v1", kind = "StorageClass", metadata = { name = "gp3" }, provisioner = "ebs.csi.aws.com", parameters = { encrypted = "true" } }`,
    ),
  },
  {
    rule: "SOV-KEY-08",
    boundary: { extends: "eu-strict", privateRootOfTrust: true },
    passing: `resource "aws_acm_certificate" "c" { certificate_authority_arn = "arn:aws:acm-pca:eu-central-1:111122223333:certificate-authority/a" }`,
    failing: `resource "aws_acm_certificate" "c" { domain_name = "a.example.eu" }`,
    evasive: k8s(
      "i",
      `{ apiVersion = "cert-manager.io/v1", kind = "ClusterIssuer", metadata = { name = "le" }, spec = { acme = { server = "https://acme-v02.api.letsencrypt.org/directory" } } }`,
    ),
  },
  {
    rule: "SOV-KEY-09",
    passing: `resource "aws_db_instance" "d" { manage_master_user_password = true }`,
    failing: `resource "aws_db_instance" "d" { password = "hunter2hunter2" }`,
    evasive: `resource "aws_instance" "i" { user_data_base64 = "${Buffer.from(`export AWS_ACCESS_KEY_ID=AK${"IA"}ABCDEFGHIJKLMNOP`).toString("base64")}" }`,
  },
];
