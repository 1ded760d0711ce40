/** Operators of IAM with the keys and values that they compare. */
export type IamCondition = Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;

/** A statement of a guardrail. */
export interface IamStatement {
  /** Name of the statement, unique in its policy. */
  readonly Sid: string;
  /** Whether the statement allows or denies. */
  readonly Effect: "Allow" | "Deny";
  /** Whom it binds, in policies of resources. @default - none: the policy binds whom it is attached to */
  readonly Principal?: "*" | { readonly AWS?: string | readonly string[]; readonly Service?: string };
  /** Actions it is about: `s3:*`. @default - none: `NotAction` names the others */
  readonly Action?: string | readonly string[];
  /** Every action but these. @default - none: `Action` names them */
  readonly NotAction?: string | readonly string[];
  /** ARNs it is about. @default - none: `NotResource` names the others */
  readonly Resource?: string | readonly string[];
  /** Every ARN but these. @default - none: `Resource` names them */
  readonly NotResource?: string | readonly string[];
  /** Conditions by operator and key. @default - it holds always */
  readonly Condition?: IamCondition;
}

/** A policy document, as AWS takes it. */
export interface IamPolicy {
  /** Version of the policy language. */
  readonly Version: "2012-10-17";
  /** The statements. */
  readonly Statement: readonly IamStatement[];
}

/**
 * Most characters of one service or resource control policy.
 * Source: AWS Organizations User Guide, "Quotas and service limits for AWS Organizations".
 */
export const controlPolicyCharacters = 5_120;

/** A policy document of the statements. */
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
