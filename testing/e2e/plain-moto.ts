import type { TerraformDocument } from "./document";
import { judgedPart } from "./judged-part";
import { lacking, type Lack } from "./lack";
import { stateFiles } from "./state-location";
import { writeDocument, writeOverrides, type StackCopy } from "./stack-copy";

/** What plain moto 5.2 cannot carry through apply, an empty second plan and destroy. Tried type by type in 2026-11. */
const cannotApply: readonly Lack[] = [
  { types: ["aws_eks_"], reason: "clusters read back differently; add-ons and access entries are missing" },
  { types: ["aws_fsx_"], reason: "the life cycle of FSx is missing, so that creation never ends" },
  {
    types: ["aws_placement_group", "aws_ec2_capacity_", "aws_vpc_ipam", "aws_ec2_client_vpn_"],
    reason: "its EC2 actions are missing",
  },
  {
    types: [
      "aws_ebs_snapshot_block_public_access",
      "aws_ec2_image_block_public_access",
      "aws_ec2_instance_metadata_defaults",
      "aws_ec2_serial_console_access",
      "aws_vpc_block_public_access_options",
    ],
    reason: "its EC2 actions are missing",
  },
  { types: ["aws_efs_backup_policy", "aws_efs_file_system_policy"], reason: "an EFS action is missing" },
  { types: ["aws_s3_bucket_intelligent_tiering_configuration"], reason: "the S3 action is missing" },
  { types: ["aws_s3_account_public_access_block", "aws_s3_access_point"], reason: "needs a host name per account" },
  { types: ["aws_kms_custom_key_store"], reason: "its KMS actions are missing" },
  {
    types: ["aws_dx_", "aws_vpn_connection_route", "aws_vpn_gateway_route_propagation", "aws_ram_"],
    reason: "the service's actions are missing",
  },
  {
    types: ["aws_ec2_transit_gateway_route_table_", "aws_datasync_", "aws_ssm_activation"],
    reason: "the service's actions are missing",
  },
  { types: ["aws_route53_health_check"], reason: "the alarm of a health check is not read back" },
  { types: ["aws_networkfirewall_", "aws_accessanalyzer_"], reason: "the service's actions are missing" },
];

/** What plain moto 5.2 cannot answer. */
const cannotRead: readonly Lack[] = [
  { types: ["aws_ssm_parameter"], reason: "it has no parameters of GPU images" },
  { types: ["aws_eks_"], reason: "no cluster can be applied" },
];

/**
 * Fits the copies to plain moto: each stack is planned whole, but for data sources that moto cannot answer, and
 * applied without the resources that moto cannot carry. A later stack loses what reads an output that is not there.
 */
export function fitToPlainMoto(copies: readonly StackCopy[]): StackCopy[] {
  const absentOutputs = new Map<string, readonly string[]>();
  return copies.map((copy) => {
    const { writes, reads } = stateFiles(copy.document, copy.folder);
    const absent = [...reads].flatMap(([reader, file]) =>
      (absentOutputs.get(file) ?? []).map((output) => `data.terraform_remote_state.${reader}.outputs.${output}`),
    );
    const planned = judgedPart(
      usePathStyle(copy.document),
      (block) => lacking("data", cannotRead, block, "plain moto"),
      absent,
    );
    const applied = judgedPart(planned.document, (block) => lacking("resource", cannotApply, block, "plain moto"));
    writeDocument(copy.folder, planned.document);
    writeOverrides(copy.folder, planned.document);
    const outputs = [...copy.notJudged, ...planned.leftOut, ...applied.leftOut].filter(
      (out) => out.section === "output",
    );
    if (writes)
      absentOutputs.set(
        writes,
        outputs.map(({ address }) => address.replace(/^output\./, "")),
      );
    return {
      ...copy,
      document: planned.document,
      notJudged: [...copy.notJudged, ...planned.leftOut],
      plannedOnly: applied.leftOut,
      ...(applied.leftOut.length > 0 ? { applicable: applied.document } : {}),
    };
  });
}

/** S3 buckets by path, because a bucket's own host name does not lead to moto. */
export function usePathStyle(document: TerraformDocument): TerraformDocument {
  const aws = document.provider?.aws;
  if (aws === undefined) return document;
  const configurations = Array.isArray(aws) ? (aws as readonly object[]) : [aws as object];
  const withPathStyle = configurations.map((configuration) => ({ ...configuration, s3_use_path_style: true }));
  return { ...document, provider: { ...document.provider, aws: withPathStyle } };
}
