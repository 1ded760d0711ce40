import type { AddressedBlock, TerraformDocument } from "./document";
import { judgedPart } from "./judged-part";
import { stateFiles } from "./state-location";
import { writeDocument, writeOverrides, type StackCopy } from "./stack-copy";

/** Why plain moto 5.2 cannot carry a resource through apply, an empty second plan and destroy. Measured 2026-11. */
const cannotApply: Readonly<Record<string, string>> = {
  aws_eks_cluster: "read back differently: the second plan wants a replacement",
};

/** Why plain moto 5.2 cannot answer a data source. Measured 2026-11. */
const cannotRead: Readonly<Record<string, string>> = {};

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
    const planned = judgedPart(usePathStyle(copy.document), (block) => lacking("data", cannotRead, block), absent);
    const applied = judgedPart(planned.document, (block) => lacking("resource", cannotApply, block));
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
  const configurations = Array.isArray(aws) ? (aws as readonly object[]) : [(aws ?? {}) as object];
  const withPathStyle = configurations.map((configuration) => ({ ...configuration, s3_use_path_style: true }));
  return { ...document, provider: { ...document.provider, aws: withPathStyle } };
}

function lacking(
  section: AddressedBlock["section"],
  table: Readonly<Record<string, string>>,
  block: AddressedBlock,
): string | undefined {
  const reason = block.section === section ? table[block.type] : undefined;
  return reason === undefined ? undefined : `plain moto: ${reason}`;
}
