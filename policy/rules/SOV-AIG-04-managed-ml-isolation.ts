import type { Resource } from "../../documents/types";
import { isCustomerKey } from "../reading/keys";
import { flag, isGiven, judge, oneOf, type Tri } from "../reading/verdicts";
import { policyRule } from "../rule";

type Check = readonly [type: string, message: string, answer: (resource: Resource) => Tri, covers?: readonly string[]];

const checks: readonly Check[] = [
  [
    "aws_sagemaker_model",
    "its containers reach the network",
    (r) => flag(r.get("enable_network_isolation"), false),
    ["CKV_AWS_370"],
  ],
  ["aws_sagemaker_model", "it does not run in a VPC", (r) => isGiven(r.get("vpc_config"))],
  [
    "aws_sagemaker_notebook_instance",
    "it reaches the internet directly",
    (r) =>
      isGiven(r.get("direct_internet_access")) ? oneOf(r.get("direct_internet_access"), ["Disabled"], false) : true,
    ["CKV_AWS_122"],
  ],
  [
    "aws_sagemaker_notebook_instance",
    "it reaches the internet directly, which is the default",
    (r) => isGiven(r.get("direct_internet_access")),
  ],
  ["aws_sagemaker_notebook_instance", "it does not run in a VPC", (r) => isGiven(r.get("subnet_id")), ["CKV_AWS_306"]],
  [
    "aws_sagemaker_notebook_instance",
    "its users are root",
    (r) => oneOf(r.get("root_access"), ["Disabled"], false),
    ["CKV_AWS_307"],
  ],
  [
    "aws_sagemaker_notebook_instance",
    "its metadata needs no token",
    (r) =>
      oneOf(r.get("instance_metadata_service_configuration.minimum_instance_metadata_service_version"), ["2"], false),
    ["CKV_AWS_371"],
  ],
  [
    "aws_sagemaker_domain",
    "its apps reach the internet directly",
    (r) => oneOf(r.get("app_network_access_type"), ["VpcOnly"], false),
  ],
  [
    "aws_sagemaker_endpoint_configuration",
    "its volumes are under a key that AWS owns",
    (r) => isCustomerKey(r, "kms_key_arn"),
    ["CKV_AWS_98", "58b35504-0287-4154-bf69-02c0573deab8"],
  ],
  [
    "aws_sagemaker_data_quality_job_definition",
    "its containers reach the network",
    (r) => flag(r.get("network_config.enable_network_isolation"), false),
  ],
  [
    "aws_sagemaker_data_quality_job_definition",
    "traffic between its containers is plain",
    (r) => flag(r.get("network_config.enable_inter_container_traffic_encryption"), false),
    ["CKV_AWS_369"],
  ],
];

export const SOV_AIG_04 = policyRule({
  id: "SOV-AIG-04-managed-ml-isolation",
  title: "managed training and inference run isolated, in the VPC, under keys of the customer",
  weight: "high",
  stages: ["synth", "plan"],
  references: ["AWS-GR_SAGEMAKER_NOTEBOOK_NO_DIRECT_INTERNET_ACCESS", "EU CSF SOV-3"],
  covers: checks.flatMap(([, , , covers = []]) => covers),
  cause:
    "A managed notebook or model is a machine with the data in it, in a network that is not yours unless you say so.",
  mend: "switch on network isolation, name a VPC and a key, switch off direct internet access and root",
  example: {
    fails: "`aws_sagemaker_notebook_instance` that says nothing: it reaches the internet",
    passes: 'the same with `direct_internet_access = "Disabled"` and the rest',
    evades: 'a domain with `app_network_access_type = "PublicInternetOnly"`, the default',
  },
  *check({ documents }) {
    for (const [type, message, answer, covers = []] of checks) {
      for (const resource of documents.resources(type)) yield judge(resource, answer(resource), { message, covers });
    }
  },
});
