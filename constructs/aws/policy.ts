import type { PolicyStatement } from "../contracts";

/** An IAM policy document that allows the statements. */
export function policyDocument(statements: readonly PolicyStatement[]): string {
  return JSON.stringify({ Version: "2012-10-17", Statement: statements.map(allow) });
}

function allow(statement: PolicyStatement): Record<string, unknown> {
  return {
    ...(statement.sid === undefined ? {} : { Sid: statement.sid }),
    Effect: "Allow",
    // IAM prints a list of one as a string; written the same way, a plan shows no difference.
    Action: single(statement.actions),
    Resource: single(statement.resources),
    ...(statement.conditions === undefined ? {} : { Condition: statement.conditions }),
  };
}

function single(values: readonly string[]): string | readonly string[] {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}

/** A trust policy that lets an AWS service assume the role. `actions` beyond AssumeRole: EKS Pod Identity tags sessions. */
export function serviceTrust(service: string, actions: readonly string[] = ["sts:AssumeRole"]): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: service }, Action: single(actions) }],
  });
}
