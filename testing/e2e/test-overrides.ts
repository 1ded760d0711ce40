import type { Block, TerraformDocument } from "./document";

/**
 * What the test copy needs on top of an unchanged configuration, as a Terraform override file:
 * - FSx: the simulated deletion never reports its end, and the provider would wait ten minutes for it;
 * - `prevent_destroy` is lifted, so that the run can show that nothing is left.
 *
 * @returns undefined where nothing is needed
 */
export function testOverrides(document: TerraformDocument): TerraformDocument | undefined {
  const resource: Record<string, Record<string, Block>> = {};
  for (const [type, blocks] of Object.entries(document.resource ?? {})) {
    for (const [name, body] of Object.entries(blocks)) {
      const override = { ...shortFsxDeletion(type), ...allowDestroy(body) };
      if (Object.keys(override).length > 0) (resource[type] ??= {})[name] = override;
    }
  }
  return Object.keys(resource).length > 0 ? { resource } : undefined;
}

/** FSx file systems whose deletion is cut short; a second destroy then finds them gone. */
export function deletionIsCutShort(type: string): boolean {
  return /^aws_fsx_\w+_file_system$/.test(type);
}

function shortFsxDeletion(type: string): Block {
  return deletionIsCutShort(type) ? { timeouts: { delete: "5s" } } : {};
}

function allowDestroy(body: Block): Block {
  const lifecycle = body.lifecycle as Block | undefined;
  return lifecycle?.prevent_destroy === true ? { lifecycle: { prevent_destroy: false } } : {};
}
