import { Table } from "../catalog/lookup";
import stored from "./data/checks-of-props.json";
import type { Severity } from "./finding";

/** One id that the checks of props raise, before anything is built. */
export interface PropsCheck {
  /** `CAP-053-block-size`. */
  readonly id: string;
  /** Severity of what it raises; the worst, where it differs. */
  readonly severity: Severity;
  /** Folder of the first check that raises it: `constructs/compute/checks`. */
  readonly layer: string;
  /** What it says, with `…` where a value is filled in; empty where the sentence is made elsewhere. */
  readonly messages: readonly string[];
  /** How it is mended, in the same form. */
  readonly mends: readonly string[];
}

/** Every id that a check of props can raise, by id; `npm run docs` reads them from the checks' sources. */
export const propsChecks = new Table("check", stored.checks as readonly PropsCheck[], (check) => check.id);

/** What the families are about that only checks of props have. */
export const propsFamilies: Readonly<Record<string, string>> = {
  NAM: "names",
  PRP: "props of another type or name",
  RCK: "racks",
  SIT: "sites and their systems",
};

/** What a check is about in a few words, from its id: `block size`. */
export function subjectOfCheck(id: string): string {
  return id.replace(/^[A-Z]+-\d+-/, "").replaceAll("-", " ");
}
