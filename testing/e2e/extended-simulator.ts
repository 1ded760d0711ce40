import { judgedPart } from "./judged-part";
import { lacking, type Lack } from "./lack";
import type { StackCopy } from "./stack-copy";

/** What the extended simulator cannot carry through apply, an empty second plan and destroy. */
const cannotApply: readonly Lack[] = [
  {
    types: [
      "aws_ec2_image_block_public_access",
      "aws_ec2_serial_console_access",
      "aws_vpc_block_public_access_options",
    ],
    reason: "its EC2 actions are missing",
  },
  {
    types: ["aws_datasync_"],
    reason: "an agent is activated by calling it at the site, and locations there are missing",
  },
  { types: ["aws_route53_health_check"], reason: "the alarm of a health check is not read back" },
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
