import type { GuardrailScope } from "./guardrail-scope";
import type { IamStatement } from "./iam-policy";
import { outside } from "./resource-control";

type Perimeter = Pick<GuardrailScope, "name" | "organization" | "accounts">;

/**
 * Statements beside a key's own policy: no identity from outside, grants for services of AWS only, and no change of the
 * policy that locks its owner out.
 *
 * @throws Error where the scope names neither an organisation nor an account
 */
export function keyGuardStatements(scope: Perimeter): IamStatement[] {
  const everyone = { Effect: "Deny", Principal: "*", Resource: "*" } as const;
  return [
    {
      ...everyone,
      Sid: "OwnIdentitiesOnly",
      Action: "kms:*",
      Condition: { ...outside(scope, "principal"), BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
    },
    {
      ...everyone,
      Sid: "GrantsForServicesOnly",
      Action: "kms:CreateGrant",
      Condition: { Bool: { "kms:GrantIsForAWSResource": "false" } },
    },
    {
      ...everyone,
      Sid: "NoLockout",
      Action: ["kms:CreateKey", "kms:PutKeyPolicy"],
      Condition: { Bool: { "kms:BypassPolicyLockoutSafetyCheck": "true" } },
    },
  ];
}

/**
 * Statements of a bucket's policy: no identity from outside, and nothing but TLS 1.2 and through the named endpoints.
 *
 * @param vpcEndpointIds endpoints through which alone objects are read and written; may be tokens. Empty: any way
 * @throws Error where the scope names neither an organisation nor an account
 */
export function bucketGuardStatements(
  bucketArn: string,
  scope: Perimeter,
  vpcEndpointIds: readonly string[] = [],
): IamStatement[] {
  const objects = `${bucketArn}/*`;
  const everyone = { Effect: "Deny", Principal: "*", Resource: [bucketArn, objects] } as const;
  return [
    {
      ...everyone,
      Sid: "OwnIdentitiesOnly",
      Action: "s3:*",
      Condition: { ...outside(scope, "principal"), BoolIfExists: { "aws:PrincipalIsAWSService": "false" } },
    },
    { ...everyone, Sid: "TlsOnly", Action: "s3:*", Condition: { Bool: { "aws:SecureTransport": "false" } } },
    { ...everyone, Sid: "Tls12OrNewer", Action: "s3:*", Condition: { NumericLessThan: { "s3:TlsVersion": "1.2" } } },
    ...(vpcEndpointIds.length === 0
      ? []
      : [
          {
            ...everyone,
            Sid: "ThroughEndpointsOnly",
            Resource: objects,
            Action: ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"],
            // Services that act for an identity (FSx, Athena) do not come through the endpoint.
            Condition: {
              StringNotEqualsIfExists: { "aws:SourceVpce": vpcEndpointIds },
              BoolIfExists: { "aws:PrincipalIsAWSService": "false", "aws:ViaAWSService": "false" },
              ArnNotLikeIfExists: { "aws:PrincipalArn": "arn:*:iam::*:role/aws-service-role/*" },
            },
          } satisfies IamStatement,
        ]),
  ];
}
