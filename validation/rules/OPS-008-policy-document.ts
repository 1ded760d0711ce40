import type { Resource } from "../../documents/types";
import { isObject, isUnknown, type Value, type ValueObject } from "../../documents/value";
import { isGiven } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

/** Who the statements are about: it decides whether they name principals and resources. */
type Kind = "identity" | "trust" | "resource" | "organization";

/** Where policies are written, and how many characters AWS takes. */
const places: Readonly<Record<string, readonly [attribute: string, kind: Kind, most: number]>> = {
  aws_iam_policy: ["policy", "identity", 6144],
  aws_iam_role_policy: ["policy", "identity", 10_240],
  aws_iam_group_policy: ["policy", "identity", 5120],
  aws_iam_user_policy: ["policy", "identity", 2048],
  aws_iam_role: ["assume_role_policy", "trust", 4096],
  aws_s3_bucket_policy: ["policy", "resource", 20_480],
  aws_kms_key: ["policy", "resource", 32_768],
  aws_vpc_endpoint: ["policy", "resource", 20_480],
  aws_organizations_policy: ["content", "organization", 5120],
};

interface Problem {
  readonly message: string;
  readonly given?: unknown;
  readonly allowed: string;
}

export const policyDocument: Rule = {
  id: "OPS-008-policy-document",
  family: "OPS",
  title: "a policy is one that AWS takes: its statements are whole, its actions have a service, its length is allowed",
  severity: "error",
  reads: "documents",
  cause:
    "To Terraform a policy is any text: the provider looks at the JSON at most. AWS refuses a statement with another " +
    "effect, with an action that names no service, or with too many characters at apply, when half of the factory " +
    "stands. A principal in a role's own policy, or none in a bucket's, is refused as well.",
  mend: "write Effect Allow or Deny, actions as service:Action, and split what is too long into several policies",
  sources: [
    "AWS IAM User Guide, policy grammar; IAM and STS quotas: policies by kind and characters",
    "AWS Organizations User Guide, quotas: service control policies of 5,120 characters",
  ],
  unknownMeans: "A part of the policy is not known yet; the plan decides.",
  example: {
    fails: 'aws_iam_policy with {"Effect": "Permit", "Action": "s3GetObject", "Resource": "*"}',
    passes: '{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::datasets/*"}',
  },
  *check({ documents }) {
    for (const resource of documents?.resources(...Object.keys(places)) ?? []) yield* judge(resource);
  },
};

function* judge(resource: Resource): Iterable<Outcome> {
  const [attribute, kind, most] = places[resource.type] ?? ["policy", "resource", Number.POSITIVE_INFINITY];
  const written = resource.get(attribute);
  if (!isGiven(written) || isOtherPolicy(resource)) return;
  // The provider writes what a data source of policies says; whatever is wrong there stands there.
  if (resource.targets(attribute).some(({ type }) => type === "aws_iam_policy_document")) return;
  const about = resourceAbout(resource);
  const parsed = resource.json(attribute);
  if (isUnknown(parsed) || (parsed === undefined && isUnknown(written))) {
    yield unknown(about, { message: "the policy is not known yet" });
    return;
  }
  const problems = [...shapeProblems(parsed, kind), ...lengthProblems(written, parsed, kind, most)];
  for (const problem of problems) yield fail(about, problem);
  if (problems.length > 0) return;
  yield statementsOf(parsed).some(isUnknown)
    ? unknown(about, { message: "a statement is not known yet" })
    : pass(about);
}

/** Tag and backup policies of an organisation have a grammar of their own. */
function isOtherPolicy(resource: Resource): boolean {
  const type = resource.type === "aws_organizations_policy" ? resource.get("type") : undefined;
  return isGiven(type) && type !== "SERVICE_CONTROL_POLICY" && type !== "RESOURCE_CONTROL_POLICY";
}

function statementsOf(policy: Value | undefined): readonly Value[] {
  if (!isObject(policy)) return [];
  const { Statement: statements } = policy;
  return statements === undefined ? [] : ([statements].flat() as readonly Value[]);
}

function shapeProblems(policy: Value | undefined, kind: Kind): readonly Problem[] {
  const statements = statementsOf(policy);
  if (!isObject(policy) || statements.length === 0) {
    return [{ message: "the policy has no statement", given: policy, allowed: "an object with Version and Statement" }];
  }
  const { Version: version } = policy;
  const versions = ["2012-10-17", "2008-10-17"];
  const wrongVersion = isGiven(version) && !isUnknown(version) && !versions.includes(String(version));
  return [
    ...(wrongVersion
      ? [{ message: "the policy's version is none of the language", given: version, allowed: versions.join(" or ") }]
      : []),
    ...statements.flatMap((statement) => (isUnknown(statement) ? [] : statementProblems(statement, kind))),
  ];
}

function statementProblems(statement: Value, kind: Kind): readonly Problem[] {
  if (!isObject(statement)) {
    return [{ message: "a statement is no object", given: statement, allowed: "Effect, Action and Resource" }];
  }
  const has = (name: string) => isGiven(statement[name]);
  const named = has("Sid") && !isUnknown(statement["Sid"]) ? `statement '${String(statement["Sid"])}'` : "a statement";
  const { Effect: effect } = statement;
  const actions = [...listOf(statement, "Action"), ...listOf(statement, "NotAction")];
  const nameless = actions.filter((action) => typeof action === "string" && !/^(\*|[\w-]+:[\w*?]+)$/.test(action));
  const problems: Problem[] = [];
  const report = (message: string, given: unknown, allowed: string) =>
    problems.push({ message: `${named} ${message}`, given, allowed });
  if (!isUnknown(effect) && effect !== "Allow" && effect !== "Deny") {
    report("has an effect that IAM does not know", effect, "Allow or Deny");
  }
  if (has("Action") === has("NotAction")) report("has no action, or two lists of them", actions, "Action or NotAction");
  if (nameless.length > 0) report("names an action without its service", nameless, "* or service:Action");
  const hasPrincipal = has("Principal") || has("NotPrincipal");
  if (kind === "identity" && hasPrincipal) {
    report("names a principal in a policy that belongs to one", statement["Principal"], "no Principal");
  }
  if ((kind === "resource" || kind === "trust") && !hasPrincipal) report("names nobody", undefined, "a Principal");
  const hasResource = has("Resource") || has("NotResource");
  if (kind === "trust" ? hasResource : !hasResource) {
    report(
      kind === "trust" ? "names a resource beside the role itself" : "names no resource",
      statement["Resource"],
      kind === "trust" ? "no Resource" : "Resource or NotResource",
    );
  }
  return problems;
}

function listOf(statement: ValueObject, name: string): readonly Value[] {
  const value = statement[name];
  return value === undefined || value === null ? [] : ([value].flat() as readonly Value[]);
}

/** IAM counts no white space, Organizations all of it. What is not known yet only adds to it. */
function lengthProblems(written: Value, parsed: Value | undefined, kind: Kind, most: number): readonly Problem[] {
  const compact = JSON.stringify(parsed, (_, value: unknown) => (isUnknown(value) ? "" : value)) ?? "";
  const length =
    kind === "organization" && typeof written === "string" ? written.length : compact.replace(/\s/g, "").length;
  if (length <= most) return [];
  return [{ message: "the policy is too long", given: `${length} characters`, allowed: `at most ${most} characters` }];
}
