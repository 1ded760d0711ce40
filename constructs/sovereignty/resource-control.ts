import type { GuardrailScope } from "./guardrail-scope";
import { partitionOfScope } from "./guardrail-scope";
import { packPolicies, type IamCondition, type IamPolicy, type IamStatement } from "./iam-policy";

/**
 * Services whose resources a resource control policy binds, of those that carry a factory's data.
 * Source: the resource control policy of the AWS data perimeter policy examples (2026-03).
 */
const dataServices = ["ecr:*", "kms:*", "logs:*", "s3:*", "secretsmanager:*", "sqs:*"];

/**
 * Resource control policies: only identities of the organisation (or of the named accounts) and services of AWS on
 * their behalf reach data, and only over TLS. They do not bind keys that AWS manages: one more reason for keys of your own.
 *
 * @throws Error where the scope names neither an organisation nor an account
 */
export function resourceControlPolicies(scope: GuardrailScope): IamPolicy[] {
  return packPolicies(resourceControlStatements(scope));
}

export function resourceControlStatements(scope: GuardrailScope): IamStatement[] {
  partitionOfScope(scope);
  const everyone = { Effect: "Deny", Principal: "*", Resource: "*" } as const;
  return [
    {
      ...everyone,
      Sid: "OwnIdentitiesOnly",
      Action: [...dataServices, "sts:AssumeRole"],
      Condition: merge(outside(scope, "principal"), { BoolIfExists: { "aws:PrincipalIsAWSService": "false" } }),
    },
    // A service of AWS acts here for resources of the organisation only: otherwise anybody's trail writes here.
    {
      ...everyone,
      Sid: "ServicesForOwnResourcesOnly",
      Action: dataServices,
      Condition: merge(outside(scope, "source"), {
        Bool: { "aws:PrincipalIsAWSService": "true" },
        Null: { "aws:SourceAccount": "false" },
      }),
    },
    {
      ...everyone,
      Sid: "TlsOnly",
      Action: [...dataServices, "sts:*"],
      Condition: { BoolIfExists: { "aws:SecureTransport": "false" } },
    },
    {
      ...everyone,
      Sid: "Tls12OrNewer",
      Action: "s3:*",
      Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } },
    },
  ];
}

/** The condition that a request comes from elsewhere. @throws Error where nothing says what is inside */
export function outside(
  { name, organization, accounts = [] }: Pick<GuardrailScope, "name" | "organization" | "accounts">,
  whose: "principal" | "source" | "resource",
): IamCondition {
  const keys = {
    principal: ["aws:PrincipalOrgID", "aws:PrincipalAccount"],
    source: ["aws:SourceOrgID", "aws:SourceAccount"],
    resource: ["aws:ResourceOrgID", "aws:ResourceAccount"],
  } as const;
  const [organizationKey, accountKey] = keys[whose];
  if (organization !== undefined) return { StringNotEqualsIfExists: { [organizationKey]: organization } };
  if (accounts.length > 0) return { StringNotEqualsIfExists: { [accountKey]: accounts } };
  throw new Error(`the boundary '${name}' names neither an organisation nor an account: who is inside is not stated`);
}

function merge(...conditions: readonly IamCondition[]): IamCondition {
  const merged: Record<string, Record<string, string | readonly string[]>> = {};
  for (const condition of conditions) {
    for (const [operator, keys] of Object.entries(condition)) merged[operator] = { ...merged[operator], ...keys };
  }
  return merged;
}
