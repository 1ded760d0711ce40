import { k8s, pod } from "../support/case";

/** One fault that checks of other tools find as well: a case with it, and the same without it. */
export interface CoverCase {
  readonly covers: readonly string[];
  readonly fails: string;
  readonly passes: string;
}

const r = (type: string, body = "") => `resource "${type}" "x" { ${body} }\n`;
const key = 'resource "aws_kms_key" "k" { enable_key_rotation = true }\n';
const of = (covers: string, fails: string, passes: string): CoverCase => ({ covers: covers.split(" "), fails, passes });

/** A type whose data is under a key of the customer by one attribute. */
const keyed = (covers: string, type: string, attribute = "kms_key_id", more = ""): CoverCase => {
  const path = attribute.split(".");
  const named = path.reduceRight((inner, name) => `${name} ${inner}`, "= aws_kms_key.k.arn");
  const nested = path
    .slice(0, -1)
    .reduceRight((inner, name) => `${name} { ${inner} }`, `${path.at(-1) ?? ""} = aws_kms_key.k.arn`);
  return of(covers, r(type, more), `${key}${r(type, `${path.length === 1 ? named : nested}\n ${more}`)}`);
};

/** A type that is encrypted by a switch and a key. */
const switched = (covers: string, type: string, path: string, attribute = "kms_key_id"): CoverCase =>
  of(
    covers,
    `${key}${r(type, `${path} = false\n ${attribute} = aws_kms_key.k.arn`)}`,
    `${key}${r(type, `${path} = true\n ${attribute} = aws_kms_key.k.arn`)}`,
  );

const statement = (more: string) =>
  `jsonencode({ Statement = [{ Effect = "Allow", Action = "*", Resource = "*", ${more} }] })`;
const everyone = statement('Principal = "*"');
const own = statement('Principal = "*", Condition = { StringEquals = { "aws:PrincipalOrgID" = "o-1" } }');
const open = (covers: string, type: string, attribute = "policy") =>
  of(covers, r(type, `${attribute} = ${everyone}`), r(type, `${attribute} = ${own}`));
const ingress = (port: number) => (cidr: string) =>
  r(
    "aws_security_group",
    `ingress { from_port = ${port}\n to_port = ${port}\n protocol = "tcp"\n cidr_blocks = ["${cidr}"] }`,
  );
const list = (port: number) => (action: string) =>
  r(
    "aws_network_acl",
    `ingress { rule_no = 1\n action = "${action}"\n from_port = ${port}\n to_port = ${port}\n protocol = "tcp"\n cidr_block = "0.0.0.0/0" }`,
  );
const port = (covers: string, number: number) =>
  of(covers, ingress(number)("0.0.0.0/0"), ingress(number)("10.0.0.0/8"));
const listPort = (covers: string, number: number) => of(covers, list(number)("allow"), list(number)("deny"));
const flag = (covers: string, type: string, good: string, bad = "") => of(covers, r(type, bad), r(type, good));
const trust = (subject: string) =>
  statement(
    `Principal = { Federated = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }, Condition = { StringEquals = { "token.actions.githubusercontent.com:sub" = "${subject}" } }`,
  );
const trustDocument = (subject: string) => `data "aws_iam_policy_document" "x" { statement {
  principals {
    type = "Federated"
    identifiers = ["arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com"]
  }
  condition {
    test = "StringEquals"
    variable = "token.actions.githubusercontent.com:sub"
    values = ["${subject}"]
  }
} }\n`;
const image = "registry.example.eu/a@sha256:" + "0".repeat(64);
const container = (more: string) => `{ name = "c", image = "${image}", ${more} }`;
const lifted = (covers: string, context: string) =>
  of(covers, pod("x", container(`securityContext = { ${context} }`)), pod("x", container("securityContext = {}")));
const host = (covers: string, name: string) =>
  of(covers, pod("x", container(""), `${name} = true,`), pod("x", container(""), `${name} = false,`));
const role = (verb: string) =>
  k8s(
    "x",
    `{ apiVersion = "rbac.authorization.k8s.io/v1", kind = "ClusterRole", metadata = { name = "x" }, rules = [{ apiGroups = [""], resources = ["pods"], verbs = ["${verb}"] }] }`,
  );
const awsKey = "AKIA" + "Z".repeat(16);

/** Every check that a rule covers, with our own labels. */
export const coverCases: readonly CoverCase[] = [
  keyed("CKV_AWS_264", "aws_appflow_connector_profile", "kms_arn"),
  keyed("CKV_AWS_263", "aws_appflow_flow", "kms_arn"),
  keyed("CKV_AWS_166", "aws_backup_vault", "kms_key_arn"),
  keyed("CKV_AWS_373", "aws_bedrockagent_agent", "customer_encryption_key_arn"),
  keyed("CKV_AWS_35 AWS-0015 5d9e3164-9265-470c-9a10-57ae454ac0c7", "aws_cloudtrail"),
  keyed("CKV_AWS_294", "aws_cloudtrail_event_data_store"),
  keyed("CKV_AWS_158 AWS-0017 0afbcfe9-d341-4b92-a64c-7e6de0543879", "aws_cloudwatch_log_group"),
  keyed("CKV_AWS_221", "aws_codeartifact_domain", "encryption_key"),
  keyed("CKV_AWS_147 3deec14b-03d2-4d27-9670-7d79322e3340", "aws_codebuild_project", "encryption_key"),
  keyed("CKV_AWS_266", "aws_db_snapshot_copy"),
  keyed("CKV_AWS_212", "aws_dms_replication_instance", "kms_key_arn"),
  keyed(
    "CKV_AWS_182 AWS-0022 2134641d-30a4-4b16-8ffc-2cd4c4ffd15d 4766d3ea-241c-4ee6-93ff-c380c996bd1a",
    "aws_docdb_cluster",
  ),
  keyed("CKV_AWS_119 AWS-0025", "aws_dynamodb_table", "server_side_encryption.kms_key_arn"),
  keyed("CKV_AWS_271", "aws_dynamodb_table_replica", "kms_key_arn"),
  keyed("CKV_AWS_183", "aws_ebs_snapshot_copy"),
  keyed("CKV_AWS_247 7af2f4a3-00d9-47f3-8d15-ca0888f4e5b2", "aws_elasticsearch_domain", "encrypt_at_rest.kms_key_id"),
  keyed("CKV_AWS_262", "aws_kendra_index", "server_side_encryption_configuration.kms_key_id"),
  keyed("CKV_AWS_265", "aws_keyspaces_table", "encryption_specification.kms_key_identifier"),
  keyed("CKV_AWS_241", "aws_kinesis_firehose_delivery_stream", "server_side_encryption.key_arn"),
  keyed("CKV_AWS_209", "aws_mq_broker", "encryption_options.kms_key_id"),
  keyed("CKV_AWS_189 AWS-0027", "aws_ebs_volume"),
  keyed("AWS-0033", "aws_ecr_repository", "encryption_configuration.kms_key"),
  keyed("CKV_AWS_184 25d251f3-f348-4f95-845c-1090e41a615c", "aws_efs_file_system"),
  keyed("CKV_AWS_191", "aws_elasticache_replication_group"),
  keyed("CKV_AWS_190", "aws_fsx_lustre_file_system"),
  keyed("CKV_AWS_178", "aws_fsx_ontap_file_system"),
  keyed("CKV_AWS_203", "aws_fsx_openzfs_file_system"),
  keyed("CKV_AWS_179", "aws_fsx_windows_file_system"),
  keyed("CKV_AWS_180", "aws_imagebuilder_component"),
  keyed("CKV_AWS_185 862fe4bf-3eec-4767-a517-40f378886b88", "aws_kinesis_stream"),
  keyed("CKV_AWS_177", "aws_kinesis_video_stream"),
  keyed("CKV_AWS_201", "aws_memorydb_cluster", "kms_key_arn"),
  keyed("CKV_AWS_278", "aws_memorydb_snapshot", "kms_key_arn"),
  keyed("CKV_AWS_347 AWS-0128", "aws_neptune_cluster", "kms_key_arn"),
  keyed("CKV_AWS_327 AWS-0079", "aws_rds_cluster"),
  keyed("CKV_AWS_246", "aws_rds_cluster_activity_stream"),
  keyed("CKV_AWS_142 AWS-0084", "aws_redshift_cluster"),
  keyed("CKV_AWS_282", "aws_redshiftserverless_namespace"),
  keyed("CKV_AWS_187", "aws_sagemaker_domain"),
  keyed("CKV_AWS_98 58b35504-0287-4154-bf69-02c0573deab8", "aws_sagemaker_endpoint_configuration", "kms_key_arn"),
  keyed("CKV_AWS_22 f3674e0c-f6be-43fa-b71c-bf346d1aed99", "aws_sagemaker_notebook_instance"),
  keyed(
    "CKV_AWS_149 AWS-0098 b0d3ef3f-845d-4b1b-83d6-63a5a380375f a2f548f2-188c-4fff-b172-e9a6acb216bd",
    "aws_secretsmanager_secret",
  ),
  keyed(
    "AWS-0136 b1a72f66-2236-4f3b-87ba-0da1b366956f CKV_AWS_26 AWS-0095 28545147-2fc6-42d5-a1f9-cf226658e591",
    "aws_sns_topic",
    "kms_master_key_id",
  ),
  keyed("AWS-0135", "aws_sqs_queue", "kms_master_key_id"),
  keyed("CKV_AWS_337", "aws_ssm_parameter", "key_id", 'type = "SecureString"'),
  keyed("CKV_AWS_160", "aws_timestreamwrite_database"),
  keyed("CKV_AWS_155", "aws_workspaces_workspace", "volume_encryption_key"),
  of(
    "AWS-0132",
    r("aws_s3_bucket"),
    `${key}${r("aws_s3_bucket")}resource "aws_s3_bucket_server_side_encryption_configuration" "e" {
    bucket = aws_s3_bucket.x.id
    rule { apply_server_side_encryption_by_default {
      sse_algorithm = "aws:kms"
      kms_master_key_id = aws_kms_key.k.arn
    } }
  }\n`,
  ),
  switched("CKV_AWS_16 AWS-0080 08bd0760-8752-44e1-9779-7bb369b2b4e4", "aws_db_instance", "storage_encrypted"),
  switched("CKV_AWS_74 AWS-0021 bc1f9009-84a0-490f-ae09-3e0ea6d74ad6", "aws_docdb_cluster", "storage_encrypted"),
  switched("CKV_AWS_3 AWS-0026 cc997676-481b-4e93-aa81-d19f8c5e9b12", "aws_ebs_volume", "encrypted"),
  switched("CKV_AWS_42 AWS-0037 48207659-729f-4b5c-9402-f884257d794f", "aws_efs_file_system", "encrypted"),
  switched(
    "CKV_AWS_29 AWS-0045 76976de7-c7b1-4f64-a94f-90c1345914c2",
    "aws_elasticache_replication_group",
    "at_rest_encryption_enabled",
  ),
  switched(
    "CKV_AWS_44 AWS-0076 98d59056-f745-4ef5-8613-32bca8d40b7e",
    "aws_neptune_cluster",
    "storage_encrypted",
    "kms_key_arn",
  ),
  switched("CKV_AWS_96 3199c26c-7871-4cb3-99c2-10a59244ce7f", "aws_rds_cluster", "storage_encrypted"),
  of(
    "CKV_AWS_5 AWS-0048 24e16922-4330-4e9d-be8a-caa90299466a",
    `${key}${r("aws_elasticsearch_domain", "encrypt_at_rest { enabled = false\n kms_key_id = aws_kms_key.k.arn }")}`,
    `${key}${r("aws_elasticsearch_domain", "encrypt_at_rest { enabled = true\n kms_key_id = aws_kms_key.k.arn }")}`,
  ),
  of(
    "CKV_AWS_240",
    r("aws_kinesis_firehose_delivery_stream"),
    `${key}${r("aws_kinesis_firehose_delivery_stream", "server_side_encryption { enabled = true\n key_arn = aws_kms_key.k.arn }")}`,
  ),
  flag(
    "CKV_AWS_106 3d3f6270-546b-443c-adb4-bb6fb2187ca6",
    "aws_ebs_encryption_by_default",
    "enabled = true",
    "enabled = false",
  ),
  switched("CKV_AWS_64 cfdcabb0-fc06-427c-865b-c59f13e898ce", "aws_redshift_cluster", "encrypted"),
  of(
    "CKV_AWS_43 AWS-0064",
    r("aws_kinesis_stream", 'encryption_type = "NONE"'),
    `${key}${r("aws_kinesis_stream", 'encryption_type = "KMS"\n kms_key_id = aws_kms_key.k.arn')}`,
  ),
  of(
    "CKV_AWS_136 0e32d561-4b5a-4664-a6e3-a3fa85649157",
    r("aws_ecr_repository", 'encryption_configuration { encryption_type = "AES256" }'),
    `${key}${r("aws_ecr_repository", 'encryption_configuration { encryption_type = "KMS"\n kms_key = aws_kms_key.k.arn }')}`,
  ),

  open("CKV_AWS_33", "aws_kms_key"),
  flag("CKV_AWS_7 AWS-0065", "aws_kms_key", "enable_key_rotation = true"),
  flag("CKV_AWS_227 7350fa23-dcf7-4938-916d-6a60b0c73b50", "aws_kms_key", "is_enabled = true", "is_enabled = false"),

  ...["aws_opensearch_domain", "aws_elasticsearch_domain"].flatMap((type) => [
    flag(
      "CKV_AWS_83 AWS-0046 2e9e0729-66d5-4148-9d39-5e6fb4bf2a4e",
      type,
      "domain_endpoint_options { enforce_https = true }",
      "domain_endpoint_options { enforce_https = false }",
    ),
    flag(
      "CKV_AWS_228 AWS-0126",
      type,
      'domain_endpoint_options { tls_security_policy = "Policy-Min-TLS-1-2-2019-07" }',
    ),
    flag(
      "CKV_AWS_6 AWS-0043 967eb3e6-26fc-497d-8895-6428beb6e8e2",
      type,
      "cluster_config { instance_count = 2 }\n node_to_node_encryption { enabled = true }",
      "cluster_config { instance_count = 2 }",
    ),
  ]),
  flag(
    "CKV_AWS_206 AWS-0005",
    "aws_api_gateway_domain_name",
    'security_policy = "TLS_1_2"',
    'security_policy = "TLS_1_0"',
  ),
  flag(
    "CKV_AWS_174 AWS-0013 00e5e55e-c2ff-46b3-a757-a7a1cd802456",
    "aws_cloudfront_distribution",
    'viewer_certificate { minimum_protocol_version = "TLSv1.2_2021" }',
    'viewer_certificate { minimum_protocol_version = "TLSv1" }',
  ),
  flag(
    "CKV_AWS_34 AWS-0012 55af1353-2f62-4fa0-a8e1-a210ca2708f5",
    "aws_cloudfront_distribution",
    'default_cache_behavior { viewer_protocol_policy = "https-only" }',
    'default_cache_behavior { viewer_protocol_policy = "allow-all" }',
  ),
  flag(
    "AWS-0073",
    "aws_msk_cluster",
    'encryption_info { encryption_in_transit { client_broker = "TLS" } }',
    'encryption_info { encryption_in_transit { client_broker = "PLAINTEXT" } }',
  ),
  flag(
    "CKV_AWS_30 AWS-0051 1afbb3fa-cf6c-4a3d-b730-95e9f4df343e",
    "aws_elasticache_replication_group",
    "transit_encryption_enabled = true",
  ),
  flag("CKV_AWS_357", "aws_transfer_server", 'protocols = ["SFTP"]', 'protocols = ["FTP"]'),
  flag("CKV_AWS_295", "aws_datasync_location_object_storage", "", 'secret_key = "hunter2hunter2"'),
  flag("CKV_AWS_202", "aws_memorydb_cluster", "tls_enabled = true", "tls_enabled = false"),
  flag(
    "CKV_AWS_2 CKV_AWS_103 AWS-0054 de7f5e83-da88-4046-871f-ea18504b1d43",
    "aws_lb_listener",
    'protocol = "HTTP"\n default_action { type = "redirect"\n redirect { protocol = "HTTPS" } }',
    'protocol = "HTTP"',
  ),
  flag(
    "CKV_AWS_103 CKV2_AWS_74 AWS-0047",
    "aws_lb_listener",
    'protocol = "HTTPS"\n ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"',
    'protocol = "HTTPS"\n ssl_policy = "ELBSecurityPolicy-2016-08"',
  ),
  of(
    "CKV_AWS_58 AWS-0039 63ebcb19-2739-4d3f-aa5c-e8bbb9b85281",
    r("aws_eks_cluster"),
    `${key}${r("aws_eks_cluster", 'encryption_config { resources = ["secrets"]\n provider { key_arn = aws_kms_key.k.arn } }')}`,
  ),
  of(
    "CKV_AWS_41",
    `provider "aws" {\n  region = "eu-central-1"\n  access_key = "${awsKey}"\n}\n`,
    `provider "aws" {\n  region = "eu-central-1"\n}\n`,
  ),
  flag("CKV_AWS_46 AWS-0029", "aws_instance", 'user_data = "echo"', `user_data = "export AWS_ACCESS_KEY_ID=${awsKey}"`),
  flag(
    "CKV_AWS_46 AWS-0129",
    "aws_launch_template",
    'user_data = "ZWNobw=="',
    `user_data = "export AWS_ACCESS_KEY_ID=${awsKey}"`,
  ),
  flag(
    "CKV_AWS_45 1402afd8-a95c-4e84-8b0b-6fb43758e6ce",
    "aws_lambda_function",
    'environment { variables = { a = "b" } }',
    `environment { variables = { a = "${awsKey}" } }`,
  ),
  flag(
    "443488f5-c734-460b-a36d-5b3f330174dc",
    "aws_instance",
    'user_data_base64 = "ZWNobw=="',
    `user_data_base64 = "${Buffer.from("-----BEGIN RSA PRIVATE KEY-----").toString("base64")}"`,
  ),

  flag(
    "CKV_AWS_251 4bb76f17-3d63-4529-bdca-2b454529d774",
    "aws_cloudtrail",
    "enable_logging = true",
    "enable_logging = false",
  ),
  flag("CKV_AWS_67 AWS-0014 8173d5eb-96b5-4aa6-a71b-ecfa153c123d", "aws_cloudtrail", "is_multi_region_trail = true"),
  flag(
    "CKV_AWS_36 AWS-0016 52ffcfa6-6c70-4ea6-8376-d828d3961669",
    "aws_cloudtrail",
    "enable_log_file_validation = true",
  ),
  flag(
    "CKV_AWS_37 AWS-0038 66f130d9-b81d-4e8e-9b08-da74b9c891df 37304d3f-f852-40b8-ae3f-725e87a7cedf",
    "aws_eks_cluster",
    'enabled_cluster_log_types = ["api", "audit", "authenticator", "controllerManager", "scheduler"]',
  ),
  flag("CKV_AWS_338", "aws_cloudwatch_log_group", "retention_in_days = 365", "retention_in_days = 30"),
  flag("CKV_AWS_91", "aws_lb", 'access_logs { bucket = "logs"\n enabled = true }'),
  of(
    "CKV2_AWS_11 AWS-0178 f83121ea-03da-434f-9277-9cd247ab3047",
    r("aws_vpc"),
    `${r("aws_vpc")}resource "aws_flow_log" "f" {\n vpc_id = aws_vpc.x.id\n traffic_type = "ALL"\n }`,
  ),
  flag("CKV_AWS_238 704dadd3-54fc-48ac-b6a0-02f170011473", "aws_guardduty_detector", "enable = true", "enable = false"),

  ...[
    ["aws_db_instance", "CKV_AWS_17 AWS-0180 35113e6f-2c6b-414d-beec-7a9482d3b2d1"],
    ["aws_dms_replication_instance", "CKV_AWS_89 030d3b18-1821-45b4-9e08-50efbe7becbb"],
    ["aws_mq_broker", "CKV_AWS_69 AWS-0072 4eb5f791-c861-4afd-9f94-f2a6a3fe49cb"],
    ["aws_neptune_cluster_instance", "CKV_AWS_102 9ba198e0-fef4-464a-8a4d-75ea55300de7"],
    ["aws_redshift_cluster", "CKV_AWS_87 af173fde-95ea-4584-b904-bb3923ac4bda"],
  ].map(([type = "", covers = ""]) => flag(covers, type, "publicly_accessible = false", "publicly_accessible = true")),
  flag(
    "CKV_AWS_333",
    "aws_ecs_service",
    "network_configuration { assign_public_ip = false }",
    "network_configuration { assign_public_ip = true }",
  ),
  flag(
    "CKV_AWS_88 AWS-0009",
    "aws_instance",
    "associate_public_ip_address = false",
    "associate_public_ip_address = true",
  ),
  flag(
    "CKV_AWS_389 AWS-0009",
    "aws_launch_configuration",
    "associate_public_ip_address = false",
    "associate_public_ip_address = true",
  ),
  flag("AWS-0053", "aws_lb", "internal = true", "internal = false"),
  flag(
    "CKV_AWS_291 54378d69-dd7c-4b08-a43e-80d563396857",
    "aws_msk_cluster",
    'broker_node_group_info { connectivity_info { public_access { type = "DISABLED" } } }',
    'broker_node_group_info { connectivity_info { public_access { type = "SERVICE_PROVIDED_EIPS" } } }',
  ),
  flag(
    "CKV_AWS_130 AWS-0164 52f04a44-6bfa-4c41-b1d3-4ae99a2de05c",
    "aws_subnet",
    "map_public_ip_on_launch = false",
    "map_public_ip_on_launch = true",
  ),
  flag("CKV_AWS_164", "aws_transfer_server", 'endpoint_type = "VPC"'),
  port("CKV_AWS_24 AWS-0107 65905cec-d691-4320-b320-2000436cb696", 22),
  port("CKV_AWS_260 ffac8a12-322e-42c1-b9b9-81ff85c39ef7", 80),
  port("54c417bf-c762-48b9-9d31-b3d87047e3f0", 2383),
  port("CKV_AWS_25 AWS-0107 151187cb-0efc-481c-babd-ad24e3c9bc22", 3389),
  port("CKV_AWS_277", -1),
  listPort("CKV_AWS_230", 20),
  listPort("CKV_AWS_229", 21),
  listPort("CKV_AWS_232 AWS-0105 3af7f2fd-06e6-4dab-b996-2912bea19ba4", 22),
  listPort("CKV_AWS_231 AWS-0105 a20be318-cac7-457b-911d-04cc6e812c25", 3389),
  ...[
    ["block_public_acls", "CKV_AWS_53 AWS-0086 d0cc8694-fcad-43ff-ac86-32331d7e867f"],
    ["block_public_policy", "CKV_AWS_54 AWS-0087 1a4bc881-9f69-4d44-8c9a-d37d08f54c50"],
    ["ignore_public_acls", "CKV_AWS_55 AWS-0091 4fa66806-0dd9-4f8d-9480-3174d39c7c91"],
    ["restrict_public_buckets", "CKV_AWS_56 AWS-0093 1ec253ab-c220-4d63-b2de-5b40e0af9293"],
  ].map(([name = "", covers = ""]) => flag(covers, "aws_s3_bucket_public_access_block", `${name} = true`)),
  host("CKV_K8S_19 KSV-0009 6b6bdfb3-c3ae-44cb-88e4-7405c1ba2c8a", "hostNetwork"),
  of(
    "CKV2_AWS_39",
    r("aws_route53_zone"),
    `${r("aws_route53_zone")}resource "aws_route53_query_log" "q" {\n zone_id = aws_route53_zone.x.zone_id\n }`,
  ),

  open("b161c11b-a59b-4431-9a29-4e19f63e6b27", "aws_api_gateway_rest_api_policy"),
  open("CKV_AWS_32 AWS-0032 e86e26fc-489e-44f0-9bcd-97305e4ba69a", "aws_ecr_repository_policy"),
  open("fae52418-bb8b-4ac2-b287-0b9082d6a3fd", "aws_efs_file_system_policy"),
  open("16c4216a-50d3-4785-bfb2-4adb5144a8ba", "aws_elasticsearch_domain_policy", "access_policies"),
  open("CKV_AWS_167", "aws_glacier_vault", "access_policy"),
  open("d25edb51-07fb-4a73-97d4-41cecdc53a22", "aws_glue_resource_policy"),
  open("fa00ce45-386d-4718-8392-fb485e1f3c5b", "aws_secretsmanager_secret_policy"),
  open("b26d2b7e-60f6-413d-a3a1-a57db24aa2b3", "aws_sns_topic"),
  open("CKV_AWS_169", "aws_sns_topic_policy"),
  open("CKV_AWS_168 CKV_AWS_387", "aws_sqs_queue"),
  open("7af43613-6bb9-4a0e-8c4d-1314b799425e", "aws_s3_bucket_policy"),
  open("7af43613-6bb9-4a0e-8c4d-1314b799425e", "aws_s3_bucket"),
  open("CKV_AWS_168 CKV_AWS_387 730675f9-52ed-49b6-8ead-0acb5dd7df7f", "aws_sqs_queue_policy"),
  flag(
    "CKV_AWS_301 e08ed7eb-f3ef-494d-9d22-2e3db756a347",
    "aws_lambda_permission",
    'principal = "*"\n principal_org_id = "o-1"',
    'principal = "*"',
  ),
  flag(
    "CKV_AWS_364 AWS-0067",
    "aws_lambda_permission",
    'principal = "s3.amazonaws.com"\n source_account = "111122223333"',
    'principal = "s3.amazonaws.com"',
  ),
  flag("CKV_AWS_258", "aws_lambda_function_url", 'authorization_type = "AWS_IAM"', 'authorization_type = "NONE"'),

  flag(
    "CKV_AWS_39 AWS-0040 42f4b905-3736-4213-bfe9-c0660518cda8 CKV_AWS_38 AWS-0041 61cf9883-1752-4768-b18c-0d57f2737709",
    "aws_eks_cluster",
    "vpc_config { endpoint_public_access = false }",
  ),
  flag("CKV_AWS_100", "aws_eks_node_group", "", 'remote_access { ec2_ssh_key = "k" }'),
  flag(
    "CKV_AWS_223",
    "aws_ecs_cluster",
    'configuration { execute_command_configuration { logging = "DEFAULT" } }',
    'configuration { execute_command_configuration { logging = "NONE" } }',
  ),
  ...[
    ["aws_instance", "CKV_AWS_79 AWS-0028"],
    ["aws_launch_configuration", "CKV_AWS_79 AWS-0130"],
    ["aws_launch_template", "CKV_AWS_79 AWS-0130"],
  ].map(([type = "", covers = ""]) => flag(covers, type, 'metadata_options { http_tokens = "required" }')),
  flag(
    "CKV_AWS_341",
    "aws_launch_template",
    "metadata_options { http_put_response_hop_limit = 1 }",
    "metadata_options { http_put_response_hop_limit = 2 }",
  ),
  of("CKV_AWS_273", r("aws_iam_user"), r("aws_iam_role")),
  of(
    "CKV_AWS_393",
    r("aws_iam_role", `assume_role_policy = ${trust("repo:*")}`),
    r("aws_iam_role", `assume_role_policy = ${trust("repo:own/one:ref:refs/heads/main")}`),
  ),
  of("CKV_AWS_358", trustDocument("workflow:a:repo:own/one"), trustDocument("repo:own/one:ref:refs/heads/main")),
  open("CKV_AWS_60 bcdcbdc6-a350-4855-ae7c-d1e6436f7c97", "aws_iam_role", "assume_role_policy"),
  host("CKV_K8S_17 KSV-0010 302736f4-b16c-41b8-befe-c0baffa0bd9d", "hostPID"),
  host("CKV_K8S_18 KSV-0008 cd290efd-6c82-4e9d-a698-be12ae31d536", "hostIPC"),
  lifted("CKV_K8S_16 KSV-0017 dd29336b-fe57-445b-a26e-e6aa867ae609", "privileged = true"),
  lifted("CKV_K8S_39 KSV-0005 235236ee-ad78-4065-bd29-61b061f28ce0", 'capabilities = { add = ["SYS_ADMIN"] }'),
  of(
    "KSV-0023",
    pod("x", container(""), 'volumes = [{ name = "v", hostPath = { path = "/" } }],'),
    pod("x", container(""), 'volumes = [{ name = "v", emptyDir = {} }],'),
  ),
  of("CKV_K8S_49 6b896afb-ca07-467a-b256-1a0077a1c08e", role("*"), role("get")),
  of(
    "CKV_K8S_43 7c81d34c-8e5a-402b-9798-9f442630e678",
    pod("x", '{ name = "c", image = "registry.example.eu/a:1" }'),
    pod("x", container("")),
  ),

  flag("CKV_AWS_157", "aws_db_instance", "multi_az = true"),
  flag(
    "CKV_AWS_133 1dc73fb4-5b51-430c-8c5f-25dcf9090b02",
    "aws_db_instance",
    "backup_retention_period = 7",
    "backup_retention_period = 0",
  ),
  flag("CKV_AWS_133", "aws_rds_cluster", "", "backup_retention_period = 0"),
  flag(
    "CKV_AWS_28 AWS-0024 741f1291-47ac-4a85-a07b-3d32a9d6bd3e",
    "aws_dynamodb_table",
    "point_in_time_recovery { enabled = true }",
  ),
  flag("CKV_AWS_293 AWS-0177", "aws_db_instance", "deletion_protection = true"),
  flag("CKV_AWS_139 AWS-0343", "aws_rds_cluster", "deletion_protection = true"),
  flag("CKV_AWS_150 afecd1f1-6378-4f7e-bb3b-60c35801fdd4", "aws_lb", "enable_deletion_protection = true"),

  flag(
    "CKV_AWS_51 AWS-0031 d1846b12-20c5-4d45-8798-fc35b79268eb",
    "aws_ecr_repository",
    'image_tag_mutability = "IMMUTABLE"',
  ),
  flag(
    "CKV_AWS_163 AWS-0030 9630336b-3fed-4096-8173-b9afdfe346a7",
    "aws_ecr_repository",
    "image_scanning_configuration { scan_on_push = true }",
  ),
  of(
    "CKV_AWS_386 AWS-0344 f317c3c2-58e5-4aa7-bb8e-3a7f6bcd274a",
    'data "aws_ami" "x" { filter { name = "name"\n values = ["ubuntu-*"] } }',
    'data "aws_ami" "x" { owners = ["self"]\n filter { name = "name"\n values = ["ubuntu-*"] } }',
  ),
  flag("CKV_AWS_204", "aws_ami", "ebs_block_device { encrypted = true }", "ebs_block_device { volume_size = 8 }"),
  flag("CKV_AWS_235", "aws_ami_copy", "encrypted = true"),
  of("AWS-0134", 'data "http" "x" { url = "https://example.eu" }', 'data "aws_region" "x" {}'),

  flag("CKV_AWS_370", "aws_sagemaker_model", "enable_network_isolation = true"),
  flag(
    "CKV_AWS_122",
    "aws_sagemaker_notebook_instance",
    'direct_internet_access = "Disabled"',
    'direct_internet_access = "Enabled"',
  ),
  flag("CKV_AWS_306", "aws_sagemaker_notebook_instance", 'subnet_id = "subnet-1"'),
  flag("CKV_AWS_307", "aws_sagemaker_notebook_instance", 'root_access = "Disabled"'),
  flag(
    "CKV_AWS_371",
    "aws_sagemaker_notebook_instance",
    'instance_metadata_service_configuration { minimum_instance_metadata_service_version = "2" }',
  ),
  flag(
    "CKV_AWS_369",
    "aws_sagemaker_data_quality_job_definition",
    "network_config { enable_inter_container_traffic_encryption = true }",
  ),
  of(
    "CKV_AWS_21 AWS-0090 568a4d22-3517-44a6-a7ad-6a7eed88722c",
    r("aws_s3_bucket"),
    `${r("aws_s3_bucket")}resource "aws_s3_bucket_versioning" "v" {\n bucket = aws_s3_bucket.x.id\n versioning_configuration { status = "Enabled" }\n }`,
  ),
];
