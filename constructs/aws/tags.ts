import type { IConstruct } from "constructs";
import { TerraformStack } from "../../core/cdktf";

/** Tag that says which construct of the factory made a resource: its path in the construct tree. */
export const pathTag = "ai-factory/path";

/** AWS refuses a longer tag value. */
const maxTagValueLength = 256;

/**
 * Tags of a resource: a `Name` that a console shows, and the path of the construct that made it, so that what a failed
 * destroy leaves behind can be found. The path starts below the stack, so that it does not change with the stack's id.
 */
export function nameTags(scope: IConstruct, name: string): { Name: string; [pathTag]: string } {
  const stackPath = TerraformStack.of(scope).node.path;
  const path = scope.node.path.slice(stackPath.length + 1);
  return { Name: name.slice(0, maxTagValueLength), [pathTag]: path.slice(-maxTagValueLength) };
}
