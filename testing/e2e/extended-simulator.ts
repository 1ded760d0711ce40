import { judgedPart } from "./judged-part";
import { lacking, type Lack } from "./lack";
import type { StackCopy } from "./stack-copy";

/** What the extended simulator cannot carry through apply, an empty second plan and destroy. */
const cannotApply: readonly Lack[] = [
  {
    types: ["aws_datasync_"],
    reason: "an agent is activated by calling it at the site, and locations there are missing",
  },
];

/** Fits the copies to the extended simulator: each stack is planned whole, and applied without what it cannot carry. */
export function fitToExtendedSimulator(copies: readonly StackCopy[]): StackCopy[] {
  return copies.map((copy) => {
    const applied = judgedPart(copy.document, (block) => lacking("resource", cannotApply, block, "extended simulator"));
    return applied.leftOut.length === 0
      ? copy
      : { ...copy, plannedOnly: applied.leftOut, applicable: applied.document };
  });
}
