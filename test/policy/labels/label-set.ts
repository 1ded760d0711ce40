import { parse } from "@cdktn/hcl2json";
import { documentsFromMemory, loadDocuments } from "../../../documents/load";
import type { Documents } from "../../../documents/types";

/** What somebody else says of a piece of configuration: which of its resources one check of theirs finds. */
export interface LabelSet {
  /** The check, as a rule's `covers` names it. */
  readonly id: string;
  /** Where the labels stand, for the list of disagreements. */
  readonly name: string;
  readonly documents: () => Promise<Documents>;
  /** Addresses that the check finds; `*` where only the whole piece is labelled. */
  readonly fail: ReadonlySet<string>;
  /** Addresses that it lets pass; `*` for all others. */
  readonly pass: ReadonlySet<string>;
}

/** A label for the whole piece. */
export const whole: ReadonlySet<string> = new Set(["*"]);
export const nothing: ReadonlySet<string> = new Set();

/** Documents of a folder or a file. */
export const at = (path: string) => () => loadDocuments(path);

/** Documents of a text of HCL. */
export const inHcl = (text: string) => async () => documentsFromMemory({ stack: await parse("main.tf", text) });
