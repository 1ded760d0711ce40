import { quota } from "../../catalog/aws/quotas";
import { entry } from "../../catalog/lookup";
import type { FilesystemNode } from "../../model/types";
import { judgeQuota, type QuotaNeed } from "../account-quotas";
import type { Rule } from "../rule";

/** Quota of the number of filesystems, and of the storage of all of them, by deployment type. */
const codes: Readonly<Record<string, { readonly count: string; readonly storageGiB: string }>> = {
  PERSISTENT_2: { count: "L-FD6F2F22", storageGiB: "L-8F1B9C74" },
  PERSISTENT_1: { count: "L-9AFA1F09", storageGiB: "L-C8640C82" },
  SCRATCH_1: { count: "L-C48231E5", storageGiB: "L-AD2FC696" },
  SCRATCH_2: { count: "L-C48231E5", storageGiB: "L-AD2FC696" },
};

export const lustreStorage: Rule = {
  id: "QUO-003-lustre-storage",
  family: "QUO",
  title: "the account may have the FSx for Lustre storage that all filesystems of a region need together",
  severity: "error",
  reads: "model",
  cause:
    "FSx limits filesystems and storage by deployment type in each region. A new account may have 100,800 GiB of " +
    "PERSISTENT_2: a filesystem for a few hundred accelerators is refused, after half an hour of apply.",
  mend: "request the quota before the factory is built, or state what the account has as accountLimits",
  sources: [`${quota("L-8F1B9C74").source} (${quota("L-8F1B9C74").asOf})`],
  unknownMeans: "Never unknown for these: where no limit is stated, that of a new account is taken.",
  example: {
    fails: "two PERSISTENT_2 filesystems of 76,800 GiB in a new account",
    passes: "one of 76,800 GiB, or the quota raised and stated",
  },
  *check({ model }) {
    for (const site of model?.sites ?? []) {
      if (site.kind !== "aws") continue;
      const own = model?.filesystems.filter(({ siteId }) => siteId === site.id) ?? [];
      for (const need of needsOf(own)) yield judgeQuota(site, need);
    }
  },
};

function needsOf(filesystems: readonly FilesystemNode[]): readonly QuotaNeed[] {
  const needs = new Map<string, QuotaNeed>();
  const add = (code: string, amount: number, part: string) => {
    const { needed = 0, parts = [] } = needs.get(code) ?? {};
    needs.set(code, { code, needed: needed + amount, parts: [...parts, part] });
  };
  for (const { id, deploymentType = "", capacityGiB } of filesystems) {
    // The model says more than the kind: `PERSISTENT_2 SSD 1000 MB/s per TiB`.
    const row = entry(codes, deploymentType.split(" ", 1)[0] ?? "");
    if (row === undefined) continue;
    add(row.count, 1, `${id}: ${deploymentType}`);
    if (capacityGiB !== undefined) add(row.storageGiB, capacityGiB, `${id}: ${capacityGiB} GiB`);
  }
  return [...needs.values()];
}
