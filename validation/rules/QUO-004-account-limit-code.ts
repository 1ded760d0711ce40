import { quota, quotas } from "../../catalog/aws/quotas";
import { entry, suggestNames } from "../../catalog/lookup";
import type { SiteNode } from "../../model/types";
import { fail, pass, type Outcome, type Rule } from "../rule";

/** Codes that public tools carry and that mean something else, or nothing. */
const mistaken: Readonly<Record<string, string>> = {
  "L-5480EFD2": "is 'Running Dedicated inf Hosts'; spot requests of Trn instances are L-6B0D517C",
  "L-2C49D5F8": "matches no quota; on-demand Trn instances are L-2C3B7624",
  "L-1945E190": "matches no quota; on-demand Inf instances are L-1945791B",
};

export const accountLimitCode: Rule = {
  id: "QUO-004-account-limit-code",
  family: "QUO",
  title: "the account's limits are stated by quota codes that exist, as numbers that can be",
  severity: "warning",
  reads: "model",
  cause: "A limit under a wrong code is compared with nothing: the factory looks as if the account could run it.",
  mend: "copy code and value from `aws service-quotas list-service-quotas`",
  sources: [
    `${quota("L-6B0D517C").source} (${quota("L-6B0D517C").asOf})`,
    "wrong codes found in two public tools, 2026-11",
  ],
  unknownMeans: "Never unknown: codes and values are stated.",
  example: { fails: '{ "L-5480EFD2": 512 }, which counts dedicated hosts', passes: '{ "L-6B0D517C": 512 }' },
  *check({ model }) {
    for (const site of model?.sites ?? []) {
      for (const [code, value] of Object.entries(site.accountLimits ?? {})) yield judge(site, code, value);
    }
  },
};

function judge({ path }: SiteNode, code: string, value: number): Outcome {
  const known = quotas().map((row) => row.code);
  const wrong = entry(mistaken, code);
  if (wrong !== undefined) return fail({ path }, { message: `the quota code ${code} ${wrong}`, given: code });
  if (!known.includes(code)) {
    const near = suggestNames(code, known);
    return fail(
      { path },
      {
        message: `no rule compares anything with the quota code '${code}'`,
        given: code,
        allowed: near.length > 0 ? near : known,
        severity: /^L-[0-9A-F]{8}$/.test(code) ? "info" : "warning",
      },
    );
  }
  if (typeof value === "number" && value >= 0 && Number.isFinite(value)) return pass({ path });
  return fail({ path }, { message: `the limit of ${code} is no number`, given: value, allowed: "0 or more" });
}
