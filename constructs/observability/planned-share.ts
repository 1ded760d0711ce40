import type { Finding } from "../../validation/finding";

/** Whether a share of what was planned is one that can be passed. */
export function checkPlannedShare(given: number, path: string): Finding[] {
  if (Number.isFinite(given) && given > 0 && given <= 1) return [];
  return [
    {
      rule: "PLT-153-planned-share",
      severity: "error",
      verdict: "fail",
      path: `${path}.plannedShare`,
      message: "no share of what was planned",
      given,
      allowed: "a number above 0, at most 1",
      fix: "set 'plannedShare', 0.8 for instance",
    },
  ];
}
