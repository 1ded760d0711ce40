/** What of a factory has no counterpart in a Pulumi program, all problems at once. */
export class PulumiBridgeError extends Error {
  /** @param problems each names the stack, the address and what is not carried over */
  constructor(readonly problems: readonly string[]) {
    super(
      `This factory cannot be registered as native Pulumi resources:\n${problems.map((each) => `  - ${each}\n`).join("")}` +
        "Take it out, map it in pulumi/tokens, or run the whole stack with hclModule().",
    );
    this.name = "PulumiBridgeError";
  }
}
