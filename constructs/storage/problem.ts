import { Token } from "../../core/cdktf";
import type { Finding } from "../../validation/finding";

type Details = Pick<Finding, "given" | "allowed" | "fix" | "sources">;

/** An error of a construct's props. */
export function problem(rule: string, path: string, message: string, details: Details): Finding {
  return { rule, severity: "error", verdict: "fail", path, message, ...details };
}

/** Something that works, but not as its author may expect. */
export function caution(rule: string, path: string, message: string, details: Details): Finding {
  return { rule, severity: "warning", verdict: "fail", path, message, ...details };
}

/** Something that was decided, or that cannot be decided, and is worth knowing. */
export function remark(rule: string, path: string, message: string, details: Details): Finding {
  return { rule, severity: "info", verdict: "unknown", path, message, ...details };
}

/** Whether a value is known at synth: given and no token. */
export function isKnown<T>(value: T | undefined): value is T {
  return value !== undefined && !Token.isUnresolved(value);
}
