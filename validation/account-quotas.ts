import { quota } from "../catalog/aws/quotas";
import type { SiteNode } from "../model/types";
import { fail, pass, unknown, type Outcome } from "./rule";

/** What the factory needs of one service quota in one region. */
export interface QuotaNeed {
  readonly code: string;
  readonly needed: number;
  /** What adds up to it, for the person who asks AWS for it: `h200: 16 × 192 vCPUs`. */
  readonly parts: readonly string[];
}

/**
 * A need against what the owner states of the account, else against what a new account has. Where neither is known the
 * outcome says what to ask for.
 */
export function judgeQuota(site: SiteNode, { code, needed, parts }: QuotaNeed): Outcome {
  const row = quota(code);
  const about = { path: site.path };
  const unit = row.unit === "count" ? "" : ` ${row.unit === "vCPU" ? "vCPUs" : row.unit}`;
  const name = `'${row.name}' (${row.service}, ${code}) in ${site.region ?? site.id}`;
  const stated = site.accountLimits?.[code];
  const limit = stated ?? row.defaultValue;
  const details = { given: parts, allowed: `${needed}${unit} or more` };
  const fix = row.adjustable
    ? `request ${needed}${unit}: aws service-quotas request-service-quota-increase --service-code ${row.service} --quota-code ${code} --desired-value ${needed}`
    : "AWS does not raise this quota: spread the factory over clusters, regions or accounts";
  if (limit === undefined) {
    const message = `the factory needs ${needed}${unit} of ${name}, and the account's limit is not stated`;
    return unknown(about, { message, ...details, fix: `${fix}; or state what the account has as accountLimits` });
  }
  if (needed <= limit) return pass(about);
  const kind = stated === undefined ? "a new account has" : "the account has";
  const severity = stated === undefined ? "warning" : "error";
  return fail(about, {
    message: `the factory needs ${needed}${unit} of ${name}; ${kind} ${limit}`,
    ...details,
    fix,
    severity,
  });
}
