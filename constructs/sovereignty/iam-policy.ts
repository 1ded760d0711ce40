/** Operators of IAM with the keys and values that they compare. */
export type IamCondition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A statement of a guardrail. */
export interface IamStatement {
  readonly Sid: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: "*" | { readonly AWS?: string | readonly string[]; readonly Service?: string };
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: IamCondition;
}

/** A policy document, as AWS takes it. */
export interface IamPolicy {
  readonly Version: "2012-10-17";
  readonly Statement: readonly IamStatement[];
}

/**
 * Most characters of one service or resource control policy.
 * Source: AWS Organizations User Guide, "Quotas and service limits for AWS Organizations".
 */
export const controlPolicyCharacters = 5_120;

export function iamPolicy(statements: readonly IamStatement[]): IamPolicy {
  return { Version: "2012-10-17", Statement: statements };
}

/**
 * Packs statements into as few policies as their size allows, in their order.
 *
 * @throws Error where a single statement is longer than a policy may be
 */
export function packPolicies(statements: readonly IamStatement[], limit = controlPolicyCharacters): IamPolicy[] {
  const packs: IamStatement[][] = [];
  for (const statement of statements) {
    const last = packs.at(-1);
    if (last !== undefined && sizeOf([...last, statement]) <= limit) last.push(statement);
    else if (sizeOf([statement]) <= limit) packs.push([statement]);
    else {
      throw new Error(
        `statement '${statement.Sid}' has ${sizeOf([statement])} characters, a policy at most ${limit}: ` +
          "name fewer regions, accounts or exempt roles",
      );
    }
  }
  return packs.map(iamPolicy);
}

function sizeOf(statements: readonly IamStatement[]): number {
  return JSON.stringify(iamPolicy(statements)).length;
}
