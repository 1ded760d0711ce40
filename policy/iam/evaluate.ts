import { conditionsHold } from "./conditions";
import { textMatches } from "./match";

/** A statement of an IAM policy, as AWS writes it. */
export interface PolicyStatementData {
  readonly Sid?: string;
  readonly Effect: "Allow" | "Deny";
  readonly Principal?: unknown;
  readonly Action?: string | readonly string[];
  readonly NotAction?: string | readonly string[];
  readonly Resource?: string | readonly string[];
  readonly NotResource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

export interface PolicyData {
  readonly Statement: PolicyStatementData | readonly PolicyStatementData[];
}

/** A call of the AWS API. Keys of the context are those of IAM, in any case of letters. */
export interface IamRequest {
  /** `kms:CreateKey` */
  readonly action: string;
  /** ARN, or `*` where the action names none. */
  readonly resource: string;
  /** Condition keys that the request carries; a list is a key of several values. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

/** The policies that a request meets, by their kind. A kind that is absent does not limit. */
export interface PolicySet {
  /** All policies of the organisation's control types; each Deny counts, allowing is theirs by `FullAWSAccess`. */
  readonly controls?: readonly PolicyData[];
  /** The policy of the VPC endpoint that the request passes. */
  readonly endpoint?: PolicyData;
  /** The policy of the resource. */
  readonly resource?: PolicyData;
  /** Policies of the identity. */
  readonly identity?: readonly PolicyData[];
}

export interface IamDecision {
  readonly allowed: boolean;
  /** The denying statement, or what nothing allowed: `RegionDeny`, `endpoint: nothing allows it`. */
  readonly reason: string;
}

/**
 * Whether policies let a request through, for tests of guardrails: an explicit Deny of any wins; the endpoint must allow
 * it; then the identity's policies or the resource's must. Principals are those of guardrails, `*` only: a statement
 * that names another counts for nobody. Not a replacement for the IAM simulator: no sessions, boundaries or accounts.
 */
export function evaluateRequest(request: IamRequest, policies: PolicySet): IamDecision {
  const { controls = [], endpoint, resource, identity } = policies;
  const all = [...controls, ...(endpoint ? [endpoint] : []), ...(resource ? [resource] : []), ...(identity ?? [])];
  const denying = all.flatMap(statementsOf).find((one) => one.Effect === "Deny" && applies(one, request));
  if (denying !== undefined) return { allowed: false, reason: denying.Sid ?? "a statement without a name" };
  if (endpoint !== undefined && !allows([endpoint], request))
    return { allowed: false, reason: "endpoint: nothing allows it" };
  const granting = [...(resource ? [resource] : []), ...(identity ?? [])];
  if (identity !== undefined && !allows(granting, request))
    return { allowed: false, reason: "identity: nothing allows it" };
  return { allowed: true, reason: "nothing denies it" };
}

function allows(policies: readonly PolicyData[], request: IamRequest): boolean {
  return policies.flatMap(statementsOf).some((one) => one.Effect === "Allow" && applies(one, request));
}

function statementsOf({ Statement }: PolicyData): readonly PolicyStatementData[] {
  return Array.isArray(Statement) ? (Statement as readonly PolicyStatementData[]) : [Statement as PolicyStatementData];
}

function applies(statement: PolicyStatementData, request: IamRequest): boolean {
  return (
    forEveryone(statement.Principal) &&
    named(statement.Action, statement.NotAction, request.action.toLowerCase(), true) &&
    named(
      statement.Resource ?? (statement.NotResource === undefined ? "*" : undefined),
      statement.NotResource,
      request.resource,
      false,
    ) &&
    conditionsHold(statement.Condition ?? {}, request.context)
  );
}

function forEveryone(principal: unknown): boolean {
  if (principal === undefined || principal === "*") return true;
  return typeof principal === "object" && principal !== null && (principal as { AWS?: unknown }).AWS === "*";
}

type Names = string | readonly string[] | undefined;

function named(names: Names, notNames: Names, value: string, ignoreCase: boolean): boolean {
  const hit = (patterns: string | readonly string[]) =>
    [patterns].flat().some((pattern) => textMatches(ignoreCase ? pattern.toLowerCase() : pattern, value));
  if (names !== undefined) return hit(names);
  return notNames !== undefined && !hit(notNames);
}
