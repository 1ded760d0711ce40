import type { AddressedBlock, TerraformDocument } from "./document";

/** Types for which provider 5.100 checks the region in an ARN by a pattern that `eusc-de-east-1` does not fit. */
const checkRegionInArn = ["aws_efs_file_system", "aws_flow_log", "aws_fsx_lustre_file_system", "aws_launch_template"];

/**
 * Why the installed AWS provider (5.100) refuses a block; undefined where it takes it. In the
 * European Sovereign Cloud it calls an ARN of a key or a log group invalid for its region.
 */
export function refusedByProvider(document: TerraformDocument): (block: AddressedBlock) => string | undefined {
  const providers = (document.provider?.aws ?? []) as { readonly region?: string }[];
  const inSovereignCloud = [providers].flat().some(({ region }) => region?.startsWith("eusc-") === true);
  return ({ type, section }) =>
    inSovereignCloud && section === "resource" && checkRegionInArn.includes(type)
      ? "provider 5.100 refuses ARNs of eusc-de-east-1"
      : undefined;
}
