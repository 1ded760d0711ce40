import type { IConstruct } from "constructs";
import type { ISynthesisSession } from "./cdktf";

// The core keeps its hook under a global symbol; it does not export the function that sets it.
const customSynthesis = Symbol.for("cdktf/customSynthesis");

/** Runs `write` when the stack of `construct` is written out, after all validations have passed. */
export function onSynthesize(construct: IConstruct, write: (session: ISynthesisSession) => void): void {
  Object.defineProperty(construct, customSynthesis, { value: { onSynthesize: write }, enumerable: false });
}
