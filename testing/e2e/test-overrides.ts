import type { Block, TerraformDocument } from "./document";

/**
 * What the test copy needs on top of an unchanged configuration, as a Terraform override file:
 * - FSx: the simulated deletion never reports its end, and the provider would wait ten minutes for it;
 * - buckets of a stack with access logging may be destroyed with content, because the simulated AWS writes logs;
 * - `prevent_destroy` is lifted, so that the run can show that nothing is left;
 * - the id of a key's custom key store is not compared, because the simulated AWS does not give it back;
 * - the AWS provider tries a failing call 4 times instead of 25, which would take a quarter of an hour.
 *
 * @returns undefined where nothing is needed
 */
export function testOverrides(document: TerraformDocument): TerraformDocument | undefined {
  const resource: Record<string, Record<string, Block>> = {};
  const writesLogs = document.resource?.aws_s3_bucket_logging !== undefined;
  for (const [type, blocks] of Object.entries(document.resource ?? {})) {
    for (const [name, body] of Object.entries(blocks)) {
      const withContent = writesLogs && type === "aws_s3_bucket" ? { force_destroy: true } : {};
      const override = { ...shortFsxDeletion(type), ...withContent, ...lifecycle(type, body) };
      if (Object.keys(override).length > 0) (resource[type] ??= {})[name] = override;
    }
  }
  const provider = fewRetries(document.provider?.aws);
  if (Object.keys(resource).length === 0 && provider === undefined) return undefined;
  return { ...(provider ? { provider } : {}), ...(Object.keys(resource).length > 0 ? { resource } : {}) };
}

/** FSx file systems whose deletion is cut short; a second destroy then finds them gone. */
export function deletionIsCutShort(type: string): boolean {
  return /^aws_fsx_\w+_file_system$/.test(type);
}

function shortFsxDeletion(type: string): Block {
  return deletionIsCutShort(type) ? { timeouts: { delete: "5s" } } : {};
}

function lifecycle(type: string, body: Block): Block {
  const given = body.lifecycle as Block | undefined;
  const allowDestroy = given?.prevent_destroy === true ? { prevent_destroy: false } : {};
  const inKeyStore = type === "aws_kms_key" && body.custom_key_store_id !== undefined;
  const ignore = inKeyStore ? { ignore_changes: ["custom_key_store_id"] } : {};
  const override = { ...allowDestroy, ...ignore };
  return Object.keys(override).length > 0 ? { lifecycle: override } : {};
}

/** One override for each configuration of the AWS provider: Terraform matches them by alias. */
function fewRetries(configured: unknown): Block | undefined {
  if (configured === undefined) return undefined;
  const configurations = (Array.isArray(configured) ? configured : [configured]) as readonly Block[];
  const aws = configurations.map(({ alias }) => ({ ...(alias === undefined ? {} : { alias }), max_retries: 4 }));
  return { aws };
}
