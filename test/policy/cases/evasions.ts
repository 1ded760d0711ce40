import { gzipSync } from "node:zlib";
import { k8s, pod } from "../support/case";

/** One way past a check that others fall for, written as HCL, and the rule that must not. */
export interface Evasion {
  readonly id: string;
  readonly title: string;
  readonly rule: string;
  readonly hcl: string;
  /** @default "fail" */
  readonly is?: "fail" | "unknown";
  /** @default "eu-strict" */
  readonly boundary?: string | Readonly<Record<string, unknown>>;
}

const us = `provider "aws" { region = "eu-central-1" }
provider "aws" {
  alias  = "us"
  region = "us-east-1"
}
`;
const nodePool = (values: string) =>
  k8s(
    "np",
    `{ apiVersion = "karpenter.sh/v1", kind = "NodePool", metadata = { name = "a" }, spec = { template = { spec = { requirements = [{ key = "topology.kubernetes.io/zone", operator = "In", values = ${values} }] } } } }`,
  );
const gzipped = gzipSync(
  "#!/bin/sh\naws s3 cp s3://b/x . --endpoint-url https://s3.us-east-1.amazonaws.com\n",
).toString("base64");

/** Those that are documents. E05 to E08, E48 and E49 are acts, and stand in the test itself. */
export const evasions: readonly Evasion[] = [
  {
    id: "E01",
    title: "region on the resource",
    rule: "SOV-RES-01",
    hcl: `resource "aws_s3_bucket" "b" { region = "us-east-1" }`,
  },
  {
    id: "E02",
    title: "alias handed to a data source and a resource",
    rule: "SOV-RES-01",
    hcl: `${us} data "aws_vpc" "v" { provider = aws.us }`,
  },
  {
    id: "E03",
    title: "region from a variable without a default",
    rule: "SOV-RES-01",
    is: "unknown",
    hcl: `variable "r" {}\n provider "aws" { region = var.r }\n resource "aws_sqs_queue" "q" {}`,
  },
  {
    id: "E04",
    title: "region from data.aws_regions",
    rule: "SOV-RES-01",
    is: "unknown",
    hcl: `data "aws_regions" "all" {} resource "aws_sqs_queue" "q" { region = tolist(data.aws_regions.all.names)[0] }`,
  },
  {
    id: "E09",
    title: "endpoints override",
    rule: "SOV-RES-02",
    hcl: `provider "aws" {
    region = "eu-central-1"
    endpoints { sts = "https://sts.us-east-1.amazonaws.com" }
  }`,
  },
  {
    id: "E10",
    title: "ARN of another partition",
    rule: "SOV-RES-12",
    boundary: "aws-eusc",
    hcl: `provider "aws" { region = "eusc-de-east-1" }\n resource "aws_iam_role_policy_attachment" "a" { policy_arn = "arn:aws:iam::aws:policy/ReadOnlyAccess" }`,
  },
  {
    id: "E11",
    title: "replication to a bucket owned elsewhere",
    rule: "SOV-RES-04",
    is: "unknown",
    hcl: `resource "aws_s3_bucket_replication_configuration" "r" { rule { destination { bucket = "arn:aws:s3:::copies-of-somebody" } } }`,
  },
  {
    id: "E12",
    title: "multi-region access point",
    rule: "SOV-RES-04",
    boundary: "eu-single-de",
    hcl: `resource "aws_s3control_multi_region_access_point" "m" { details { region { bucket = "b" } } }`,
  },
  {
    id: "E13",
    title: "DynamoDB replica",
    rule: "SOV-RES-05",
    hcl: `resource "aws_dynamodb_table" "t" { replica { region_name = "us-east-1" } }`,
  },
  {
    id: "E14",
    title: "RDS replica by ARN",
    rule: "SOV-RES-05",
    hcl: `resource "aws_db_instance" "d" { replicate_source_db = "arn:aws:rds:us-east-1:111122223333:db:m" }`,
  },
  {
    id: "E15",
    title: "replica of a secret",
    rule: "SOV-RES-05",
    hcl: `resource "aws_secretsmanager_secret" "s" { replica { region = "us-east-1" } }`,
  },
  {
    id: "E16",
    title: "multi-region key with a replica by alias",
    rule: "SOV-KEY-02",
    hcl: `${us} resource "aws_kms_key" "k" { multi_region = true }\n resource "aws_kms_replica_key" "r" {
    provider        = aws.us
    primary_key_arn = aws_kms_key.k.arn
  }`,
  },
  {
    id: "E17",
    title: "backup copy by ARN",
    rule: "SOV-RES-06",
    hcl: `resource "aws_backup_plan" "p" { rule { copy_action { destination_vault_arn = "arn:aws:backup:us-east-1:111122223333:backup-vault:v" } } }`,
  },
  {
    id: "E18",
    title: "cross-region copy of a lifecycle policy",
    rule: "SOV-RES-06",
    hcl: `resource "aws_dlm_lifecycle_policy" "p" { policy_details { schedule { cross_region_copy_rule { target_region = "us-east-1" } } } }`,
  },
  {
    id: "E19",
    title: "snapshot copy with a destination region",
    rule: "SOV-RES-06",
    hcl: `resource "aws_db_snapshot_copy" "c" { destination_region = "us-east-1" }`,
  },
  {
    id: "E20",
    title: "registry-wide replication",
    rule: "SOV-RES-07",
    hcl: `resource "aws_ecr_replication_configuration" "r" { replication_configuration { rule { destination { region = "us-east-1" } } } }`,
  },
  {
    id: "E21",
    title: "image distribution",
    rule: "SOV-RES-07",
    hcl: `resource "aws_imagebuilder_distribution_configuration" "d" { distribution { region = "us-west-2" } }`,
  },
  {
    id: "E22",
    title: "CloudFront with a certificate of us-east-1",
    rule: "SOV-NET-08",
    hcl: `${us} resource "aws_acm_certificate" "c" { provider = aws.us }\n resource "aws_cloudfront_distribution" "d" { viewer_certificate { acm_certificate_arn = aws_acm_certificate.c.arn } }`,
  },
  {
    id: "E23",
    title: "EDGE as the default endpoint",
    rule: "SOV-NET-08",
    hcl: `resource "aws_api_gateway_rest_api" "a" { name = "a" }`,
  },
  {
    id: "E24",
    title: "Global Accelerator",
    rule: "SOV-RES-09",
    hcl: `resource "aws_globalaccelerator_endpoint_group" "g" { endpoint_group_region = "us-east-1" }`,
  },
  {
    id: "E25",
    title: "peering with another region",
    rule: "SOV-RES-09",
    hcl: `resource "aws_ec2_transit_gateway_peering_attachment" "p" { peer_region = "us-east-1" }`,
  },
  {
    id: "E26",
    title: "endpoint of a service abroad",
    rule: "SOV-RES-09",
    hcl: `resource "aws_vpc_endpoint" "e" { service_region = "us-east-1" }`,
  },
  {
    id: "E27",
    title: "Local Zone in another country",
    rule: "SOV-RES-10",
    boundary: "eu-single-de",
    hcl: `resource "aws_subnet" "s" { availability_zone = "eu-central-1-waw-1a" }`,
  },
  {
    id: "E28",
    title: "delivery stream to a service abroad",
    rule: "SOV-RES-08",
    hcl: `resource "aws_kinesis_firehose_delivery_stream" "s" { http_endpoint_configuration { url = "https://http-inputs.example.splunkcloud.com/x" } }`,
  },
  {
    id: "E29",
    title: "configuration history sent outward",
    rule: "SOV-RES-08",
    hcl: `resource "aws_config_aggregate_authorization" "a" { authorized_aws_region = "us-east-1" }`,
  },
  {
    id: "E30",
    title: "cost data exported abroad",
    rule: "SOV-RES-08",
    hcl: `resource "aws_cur_report_definition" "c" { s3_region = "us-east-1" }`,
  },
  {
    id: "E31",
    title: "registry in the values of a chart",
    rule: "SOV-SUP-01",
    hcl: `resource "helm_release" "h" {
    name   = "h"
    chart  = "h"
    values = [yamlencode({ image = { repository = "nvcr.io/nvidia/x", tag = "1" } })]
  }`,
  },
  {
    id: "E32",
    title: "image of a worker group of a RayCluster",
    rule: "SOV-SUP-01",
    hcl: k8s(
      "r",
      `{ apiVersion = "ray.io/v1", kind = "RayCluster", metadata = { name = "r" }, spec = { workerGroupSpecs = [{ template = { spec = { containers = [{ name = "w", image = "rayproject/ray-ml:2.40" }] } } }] } }`,
    ),
  },
  {
    id: "E33",
    title: "init container that downloads a model",
    rule: "SOV-AIG-03",
    hcl: pod(
      "p",
      `{ name = "c", image = "x" }`,
      `initContainers = [{ name = "i", image = "x", command = ["hf", "download", "m"], args = ["huggingface-cli download m"] }],`,
    ),
  },
  {
    id: "E34",
    title: "HF_ENDPOINT abroad",
    rule: "SOV-AIG-03",
    hcl: pod("p", `{ name = "c", image = "x", env = [{ name = "HF_ENDPOINT", value = "https://hf-mirror.com" }] }`),
  },
  {
    id: "E35",
    title: "base64 and gzip in user data",
    rule: "SOV-RES-12",
    hcl: `resource "aws_launch_template" "t" { user_data = "${gzipped}" }`,
  },
  {
    id: "E36",
    title: "CoreDNS forwards abroad",
    rule: "SOV-NET-07",
    hcl: k8s(
      "c",
      `{ apiVersion = "v1", kind = "ConfigMap", metadata = { name = "coredns" }, data = { Corefile = "forward . 8.8.8.8" } }`,
    ),
  },
  {
    id: "E37",
    title: "global inference profile in an environment",
    rule: "SOV-AIG-01",
    hcl: `resource "aws_lambda_function" "f" { environment { variables = { M = "global.amazon.nova-2-lite-v1:0" } } }`,
  },
  {
    id: "E38",
    title: "guardrail across regions",
    rule: "SOV-AIG-01",
    hcl: `resource "aws_bedrock_guardrail" "g" { cross_region_config { guardrail_profile_identifier = "arn:aws:bedrock:eu-central-1:111122223333:guardrail-profile/us.guardrail.v1:0" } }`,
  },
  {
    id: "E39",
    title: "GitHub identities by wildcard",
    rule: "SOV-OPS-04",
    hcl: `resource "aws_iam_role" "r" { assume_role_policy = jsonencode({ Statement = [{ Effect = "Allow", Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, Action = "sts:AssumeRoleWithWebIdentity", Condition = { StringLike = { "token.actions.githubusercontent.com:sub" = "repo:*" } } }] }) }`,
  },
  {
    id: "E40",
    title: "subscription of another account's queue",
    rule: "SOV-NET-09",
    boundary: { extends: "eu-strict", accounts: ["111122223333"] },
    hcl: `resource "aws_sns_topic_subscription" "s" {
    protocol = "sqs"
    endpoint = "arn:aws:sqs:eu-central-1:999988887777:q"
  }`,
  },
  {
    id: "E41",
    title: "share with external principals",
    rule: "SOV-NET-09",
    hcl: `resource "aws_ram_resource_share" "s" { allow_external_principals = true }`,
  },
  {
    id: "E42",
    title: "halves of the internet",
    rule: "SOV-NET-01",
    hcl: `resource "aws_vpc_security_group_ingress_rule" "a" { cidr_ipv4 = "0.0.0.0/1" }\n resource "aws_vpc_security_group_ingress_rule" "b" { cidr_ipv4 = "128.0.0.0/1" }`,
  },
  {
    id: "E43",
    title: "AWS's own alias as key",
    rule: "SOV-KEY-01",
    hcl: `resource "aws_s3_bucket" "b" {}
    resource "aws_s3_bucket_server_side_encryption_configuration" "e" {
      bucket = aws_s3_bucket.b.id
      rule { apply_server_side_encryption_by_default {
        sse_algorithm     = "aws:kms"
        kms_master_key_id = "alias/aws/s3"
      } }
    }`,
  },
  {
    id: "E44",
    title: "encryption in a resource that is missing",
    rule: "SOV-KEY-01",
    hcl: `resource "aws_s3_bucket" "b" {}`,
  },
  {
    id: "E45",
    title: "state kept abroad",
    rule: "SOV-RES-11",
    hcl: `terraform { backend "s3" {
    bucket = "b"
    region = "us-east-1"
  } }`,
  },
  {
    id: "E46",
    title: "program at plan time",
    rule: "SOV-SUP-06",
    hcl: `data "http" "h" { url = "https://example.com" }`,
  },
  {
    id: "E47",
    title: "time-slicing in a ConfigMap",
    rule: "SOV-AIG-09",
    hcl: k8s(
      "c",
      `{ apiVersion = "v1", kind = "ConfigMap", metadata = { name = "dp" }, data = { config = yamlencode({ sharing = { timeSlicing = { resources = [{ name = "nvidia.com/gpu", replicas = 4 }] } } }) } }`,
    ),
  },
  {
    id: "E50",
    title: "policy of the organisation attached to nothing",
    rule: "SOV-OPS-07",
    hcl: `resource "aws_organizations_policy" "p" { content = "{}" }`,
  },
  {
    id: "E51",
    title: "European, and not in the Union",
    rule: "SOV-RES-01",
    boundary: "eu-wide",
    hcl: `resource "aws_sqs_queue" "l" { region = "eu-west-2" }\n resource "aws_sqs_queue" "z" { region = "eu-central-2" }\n resource "aws_sqs_queue" "i" { region = "eu-isoe-west-1" }`,
  },
  {
    id: "E52",
    title: "the same name at another provider",
    rule: "SOV-RES-01",
    boundary: { extends: "eu-strict", partitions: ["aws"], regions: ["eu-west-2"], countries: ["GB"] },
    hcl: `provider "outscale" { region = "eu-west-2" }\n resource "outscale_vm" "v" {}`,
  },
  {
    id: "E53",
    title: "health checks from regions abroad",
    rule: "SOV-NET-08",
    hcl: `resource "aws_route53_health_check" "h" { regions = ["us-east-1", "us-west-1", "eu-west-1"] }`,
  },
  { id: "E54", title: "zone selector of Karpenter", rule: "SOV-RES-10", hcl: nodePool('["us-east-1a"]') },
  {
    id: "E55",
    title: "remote cluster of MultiKueue",
    rule: "SOV-NRG-03",
    is: "unknown",
    hcl: k8s(
      "m",
      `{ apiVersion = "kueue.x-k8s.io/v1beta1", kind = "MultiKueueCluster", metadata = { name = "far" }, spec = { kubeConfig = { location = "far" } } }`,
    ),
  },
];
