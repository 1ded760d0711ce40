import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import type { Construct } from "constructs";
import { TerraformStack } from "../../core/cdktf";

const id = "caller-identity";

/** Id of the account that the stack is deployed to, as a token; one data source serves the whole stack. */
export function callerAccountId(scope: Construct): string {
  const stack = TerraformStack.of(scope);
  const existing = stack.node.tryFindChild(id) as DataAwsCallerIdentity | undefined;
  return (existing ?? new DataAwsCallerIdentity(stack, id, {})).accountId;
}
