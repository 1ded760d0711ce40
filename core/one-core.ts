import type { IConstruct } from "constructs";
import { App } from "./cdktf";

/**
 * Refuses a tree whose app comes from another copy of the core than the library's: `cdktf` and `cdktn` side by side, or
 * one of them twice. Such a tree builds, then loses aspects silently or crashes inside the core at synth.
 *
 * @throws Error that says how to get to one core
 */
export function assertOneCore(construct: IConstruct): void {
  const { root } = construct.node;
  // The one place for instanceof: that it fails for another copy's class is what is asked.
  if (!App.isApp(root) || root instanceof App) return;
  throw new Error(
    [
      `${construct.node.path}: the app and the library use different copies of the CDKTF core`,
      "  given:   an App of one copy of cdktf or cdktn above constructs that were built with another",
      "  allowed: one copy of one core in node_modules",
      "  fix:     `npm ls cdktf cdktn` shows the copies; import App from the core that this build of the library is for,",
      "           and remove the other (docs/cdk-terrain.md)",
    ].join("\n"),
  );
}
