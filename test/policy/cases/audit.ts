import type { RuleCase } from "../support/case";

const key = `resource "aws_kms_key" "k" {}\n`;
const trail = (more: string) => `${key} resource "aws_cloudtrail" "t" {
  s3_bucket_name        = "b"
  is_multi_region_trail = true
  kms_key_id            = aws_kms_key.k.arn
  event_selector { data_resource { type = "AWS::S3::Object" } }
  ${more}
}`;

export const audit: readonly RuleCase[] = [
  {
    rule: "SOV-AUD-01",
    passing: trail("enable_log_file_validation = true"),
    failing: trail(""),
    evasive: trail("enable_log_file_validation = true\n  enable_logging = false"),
  },
  {
    rule: "SOV-AUD-02",
    passing: `resource "aws_eks_cluster" "c" {
      name                      = "c"
      enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
    }
    resource "aws_cloudwatch_log_group" "l" { name = "/aws/eks/c/cluster" }`,
    failing: `resource "aws_eks_cluster" "c" { name = "c" }`,
    evasive: `resource "aws_eks_cluster" "c" { enabled_cluster_log_types = ["api", "authenticator", "controllerManager", "scheduler"] }`,
  },
  {
    rule: "SOV-AUD-03",
    passing: `resource "aws_cloudwatch_log_group" "l" {}`,
    failing: `resource "aws_cloudwatch_log_group" "l" { retention_in_days = 30 }`,
    evasive: `resource "aws_s3_bucket" "b" {}
      resource "aws_cloudtrail" "t" { s3_bucket_name = aws_s3_bucket.b.id }
      resource "aws_s3_bucket_lifecycle_configuration" "l" {
        bucket = aws_s3_bucket.b.id
        rule { expiration { days = 90 } }
      }`,
  },
  {
    rule: "SOV-AUD-04",
    passing: `resource "aws_vpc" "v" {}
      resource "aws_flow_log" "f" {
        vpc_id       = aws_vpc.v.id
        traffic_type = "ALL"
      }`,
    failing: `resource "aws_vpc" "v" {}`,
    evasive: `resource "aws_vpc" "v" {}
      resource "aws_flow_log" "f" {
        vpc_id       = aws_vpc.v.id
        traffic_type = "REJECT"
      }`,
  },
  {
    rule: "SOV-AUD-05",
    passing: `resource "aws_config_configuration_recorder" "a" {}
      resource "aws_guardduty_detector" "a" {}
      resource "aws_securityhub_account" "a" {}
      resource "aws_accessanalyzer_analyzer" "a" {}
      resource "aws_inspector2_enabler" "a" {}`,
    failing: `resource "aws_guardduty_detector" "d" { enable = false }`,
    evasive: `resource "aws_guardduty_detector" "d" { region = "eu-north-1" }
      resource "aws_sqs_queue" "q" {}`,
    evasiveIs: "unknown",
  },
  { rule: "SOV-AUD-06", passing: `resource "aws_sqs_queue" "q" {}`, failing: "", evasive: "", recordOnly: true },
];
