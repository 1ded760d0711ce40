import { k8s, pod, type RuleCase } from "../support/case";

const env = (pairs: Readonly<Record<string, string>>) =>
  `[${Object.entries(pairs)
    .map(([name, value]) => `{ name = "${name}", value = "${value}" }`)
    .join(", ")}]`;
const lambda = (id: string) =>
  `resource "aws_lambda_function" "f" { environment { variables = { MODEL_ID = "${id}" } } }`;

export const ai: readonly RuleCase[] = [
  {
    rule: "SOV-AIG-01",
    passing: lambda("anthropic.claude-3-haiku-20240307-v1:0"),
    failing: lambda("global.anthropic.claude-sonnet-4-5-20250929-v1:0"),
    evasive: `resource "aws_bedrock_guardrail" "g" { cross_region_config { guardrail_profile_identifier = "us.guardrail.v1:0" } }`,
  },
  {
    rule: "SOV-AIG-02",
    passing: `resource "aws_s3_bucket" "b" {
      bucket = "data"
      tags   = { classification = "restricted" }
    }`,
    failing: `resource "aws_s3_bucket" "b" { tags = { classification = "whatever" } }`,
    evasive: `resource "aws_fsx_data_repository_association" "a" { data_repository_path = "s3://open-datasets/laion" }`,
    evasiveIs: "unknown",
  },
  {
    rule: "SOV-AIG-03",
    passing: pod(
      "p",
      `{ name = "c", image = "registry.example.eu/vllm/vllm-openai", env = ${env({ VLLM_NO_USAGE_STATS: "1", HF_HUB_OFFLINE: "1" })} }`,
    ),
    failing: pod("p", `{ name = "c", image = "registry.example.eu/vllm/vllm-openai" }`),
    evasive: pod(
      "p",
      `{ name = "c", image = "x" }`,
      `initContainers = [{ name = "i", image = "x", command = ["huggingface-cli", "download", "m"] }],`,
    ),
  },
  {
    rule: "SOV-AIG-04",
    passing: `resource "aws_sagemaker_model" "m" {
      enable_network_isolation = true
      vpc_config { subnets = ["subnet-1"] }
    }`,
    failing: `resource "aws_sagemaker_notebook_instance" "n" {}`,
    evasive: `resource "aws_sagemaker_domain" "d" {}`,
  },
  {
    rule: "SOV-AIG-05",
    passing: `resource "aws_bedrockagent_agent" "a" {}
      resource "aws_bedrock_model_invocation_logging_configuration" "l" { logging_config { cloudwatch_config { log_group_name = "l" } } }`,
    failing: `resource "aws_bedrockagent_agent" "a" {}`,
    evasive: `resource "aws_bedrock_model_invocation_logging_configuration" "l" { logging_config {
      text_data_delivery_enabled      = false
      image_data_delivery_enabled     = false
      embedding_data_delivery_enabled = false
      cloudwatch_config { log_group_name = "l" }
    } }`,
  },
  {
    rule: "SOV-AIG-06",
    passing: `resource "aws_organizations_policy" "p" {
      type    = "AISERVICES_OPT_OUT_POLICY"
      content = jsonencode({ services = { default = { opt_out_policy = { "@@assign" = "optOut" } } } })
    }
    resource "aws_organizations_policy_attachment" "a" { policy_id = aws_organizations_policy.p.id }`,
    failing: `resource "aws_organizations_policy" "p" {
      type    = "AISERVICES_OPT_OUT_POLICY"
      content = jsonencode({ services = { default = { opt_out_policy = { "@@assign" = "optOut" } } } })
    }`,
    evasive: `resource "aws_organizations_policy" "p" {
      type    = "AISERVICES_OPT_OUT_POLICY"
      content = jsonencode({ services = { default = { opt_out_policy = { "@@assign" = "optOut", "@@operators_allowed_for_child_policies" = ["@@all"] } } } })
    }
    resource "aws_organizations_policy_attachment" "a" { policy_id = aws_organizations_policy.p.id }`,
  },
  {
    rule: "SOV-AIG-07",
    passing: `resource "aws_s3_bucket" "b" {}
      resource "aws_s3_bucket_versioning" "v" {
        bucket = aws_s3_bucket.b.id
        versioning_configuration { status = "Enabled" }
      }`,
    failing: `resource "aws_s3_bucket" "b" {}`,
    evasive: `resource "aws_s3_access_point" "a" { bucket = "weights" }`,
  },
  {
    rule: "SOV-AIG-08",
    passing: k8s(
      "c",
      `{ apiVersion = "v1", kind = "ConfigMap", metadata = { name = "g" }, data = { upstream = "http://vllm.serving.svc:8000/v1" } }`,
    ),
    failing: k8s(
      "c",
      `{ apiVersion = "v1", kind = "ConfigMap", metadata = { name = "g" }, data = { upstream = "https://api.openai.com/v1" } }`,
    ),
    evasive: pod(
      "p",
      `{ name = "c", image = "x", env = [{ name = "OPENAI_API_KEY", valueFrom = { secretKeyRef = { name = "s", key = "k" } } }] }`,
    ),
    evasiveIs: "unknown",
  },
  {
    rule: "SOV-AIG-09",
    passing: pod("p", `{ name = "c", image = "x", resources = { limits = { "nvidia.com/gpu" = "1" } } }`),
    failing: `resource "helm_release" "d" {
      name   = "d"
      chart  = "d"
      values = [yamlencode({ config = { map = { default = yamlencode({ sharing = { timeSlicing = { resources = [{ name = "nvidia.com/gpu", replicas = 4 }] } } }) } } })]
    }`,
    evasive: pod("p", `{ name = "c", image = "x", resources = { limits = { "nvidia.com/gpu.shared" = "1" } } }`),
  },
];
