import type { Resource } from "../../documents/types";
import { isUnknown, type Value } from "../../documents/value";
import type { Boundary } from "../boundary";
import { parseArn } from "../reading/arns";
import { resourcePolicies } from "../reading/resource-policies";
import { accountsOf, isScoped, meansEveryone, statementsAt } from "../reading/statements";
import { fail, flag, isGiven, judge, not, oneOf, open, pass } from "../reading/verdicts";
import { policyRule, type PolicyOutcome } from "../rule";

/** Checks of other tools for policies that let in everyone, by type. */
const openPolicy: Readonly<Record<string, readonly string[]>> = {
  aws_api_gateway_rest_api_policy: ["b161c11b-a59b-4431-9a29-4e19f63e6b27"],
  aws_ecr_repository_policy: ["CKV_AWS_32", "AWS-0032", "e86e26fc-489e-44f0-9bcd-97305e4ba69a"],
  aws_efs_file_system_policy: ["fae52418-bb8b-4ac2-b287-0b9082d6a3fd"],
  aws_elasticsearch_domain_policy: ["16c4216a-50d3-4785-bfb2-4adb5144a8ba"],
  aws_glacier_vault: ["CKV_AWS_167"],
  aws_glue_resource_policy: ["d25edb51-07fb-4a73-97d4-41cecdc53a22"],
  aws_s3_bucket: ["7af43613-6bb9-4a0e-8c4d-1314b799425e"],
  aws_s3_bucket_policy: ["7af43613-6bb9-4a0e-8c4d-1314b799425e"],
  aws_secretsmanager_secret_policy: ["fa00ce45-386d-4718-8392-fb485e1f3c5b"],
  aws_sns_topic: ["b26d2b7e-60f6-413d-a3a1-a57db24aa2b3"],
  aws_sns_topic_policy: ["CKV_AWS_169"],
  aws_sqs_queue: ["CKV_AWS_168", "CKV_AWS_387"],
  aws_sqs_queue_policy: ["CKV_AWS_168", "CKV_AWS_387", "730675f9-52ed-49b6-8ead-0acb5dd7df7f"],
};
/** Checks of other tools for functions that anyone may call. */
const anyCaller = {
  principal: ["CKV_AWS_301", "e08ed7eb-f3ef-494d-9d22-2e3db756a347"],
  service: ["CKV_AWS_364", "AWS-0067"],
  url: ["CKV_AWS_258"],
};

export const SOV_NET_09 = policyRule({
  id: "SOV-NET-09-sharing",
  title: "nothing is shared beyond the boundary's accounts",
  weight: "critical",
  stages: ["synth", "plan", "deploy"],
  guardrail: "RCP organisation-only",
  references: [
    "CT.KMS.PV.7",
    "CT.S3.PV.4",
    "CT.SQS.PV.1",
    "CT.SECRETSMANAGER.PV.1",
    "CT.STS.PV.1",
    "CT.LAMBDA.PV.1",
    "CT.LAMBDA.PV.2",
  ],
  covers: [...Object.values(openPolicy).flat(), ...Object.values(anyCaller).flat()],
  cause: "A policy of a resource can hand the data to another account, past every network boundary.",
  mend: "name accounts of the boundary, or condition the statement on `aws:PrincipalOrgID`",
  example: {
    fails: "a bucket policy that allows `*`",
    passes: "the same with a condition on `aws:PrincipalOrgID`",
    evades: "`NotPrincipal`, or the condition with `StringLike` and `*`",
  },
  *check({ documents, boundary }) {
    for (const [type, path] of resourcePolicies) {
      for (const resource of documents.resources(type)) {
        if (isGiven(resource.get(path))) yield judgePolicy(resource, path, boundary);
      }
    }
    for (const share of documents.resources("aws_ram_resource_share")) {
      const outside = share.get("allow_external_principals");
      yield judge(share, not(flag(outside, false)), { message: "it can be shared with any account", given: outside });
    }
    for (const association of documents.resources("aws_ram_principal_association"))
      yield judgeAccount(association, association.get("principal"), boundary);
    for (const permission of documents.resources(
      "aws_ami_launch_permission",
      "aws_snapshot_create_volume_permission",
    )) {
      const everyone = oneOf(permission.get("group"), ["all"], false);
      if (everyone === true) yield fail(permission, { message: "it is shared with everyone" });
      else yield judgeAccount(permission, permission.get("account_id"), boundary);
    }
    for (const permission of documents.resources("aws_lambda_permission")) yield judgeLambda(permission, boundary);
    for (const url of documents.resources("aws_lambda_function_url")) {
      yield judge(url, oneOf(url.get("authorization_type"), ["AWS_IAM"], false), {
        message: "anyone may call the function",
        covers: anyCaller.url,
        given: url.get("authorization_type"),
      });
    }
    for (const subscription of documents.resources("aws_sns_topic_subscription"))
      yield judgeSubscription(subscription, boundary);
  },
});

function judgePolicy(resource: Resource, path: string, boundary: Boundary): PolicyOutcome {
  const { statements, hasUnknown } = statementsAt(resource, path);
  const allows = statements.filter(({ effect }) => effect === "Allow");
  const everyone = allows.find(
    (statement) => meansEveryone(statement) && !isScoped(statement) && !isPrivateEndpoint(statement),
  );
  if (everyone) {
    const given = everyone.notPrincipal ? "NotPrincipal" : everyone.principals;
    return fail(resource, { message: `its ${path} lets in everyone`, given, covers: openPolicy[resource.type] ?? [] });
  }
  const foreign = [...new Set(allows.flatMap(accountsOf))].filter((account) => !boundary.account(account));
  if (foreign.length > 0) return foreignAccounts(resource, foreign, boundary);
  return judge(resource, hasUnknown && statements.length === 0 ? "unknown" : true, {
    message: `its ${path} lets in others`,
    open: `its ${path} is not known yet`,
  });
}

/** Everyone, but only through an endpoint of a VPC. */
function isPrivateEndpoint(statement: {
  readonly conditions: readonly {
    readonly key: string;
    readonly operator: string;
    readonly values: readonly string[];
  }[];
}): boolean {
  return statement.conditions.some(
    ({ key, operator, values }) =>
      ["aws:sourcevpce", "aws:sourcevpc", "aws:sourcearn", "elasticfilesystem:accessedviamounttarget"].includes(key) &&
      /^(string|arn)(equals|like)$|^bool$/.test(operator) &&
      !values.includes("*"),
  );
}

function foreignAccounts(resource: Resource, accounts: readonly string[], boundary: Boundary): PolicyOutcome {
  const details = { given: accounts, allowed: boundary.data.accounts };
  const names = accounts.join(", ");
  if (boundary.data.accounts.length > 0)
    return fail(resource, { message: `it is shared with account ${names}, which is not in the boundary`, ...details });
  const message = `it is shared with account ${names}; the boundary names no accounts, so nobody can say whether that is inside`;
  return open(resource, { message, ...details, dischargedBy: "deploy" });
}

function judgeAccount(resource: Resource, value: Value | undefined, boundary: Boundary): PolicyOutcome {
  if (!isGiven(value)) return pass(resource);
  if (isUnknown(value)) return open(resource, { message: "with whom it is shared is not known yet", given: value });
  const text = String(value as string);
  const arn = parseArn(text);
  if (arn?.service === "organizations") {
    const own = boundary.data.organization;
    if (own === undefined)
      return open(resource, {
        message: `it is shared with ${text}; the boundary names no organisation`,
        given: text,
        dischargedBy: "deploy",
      });
    return judge(resource, text.includes(own), {
      message: "it is shared with another organisation",
      given: text,
      allowed: own,
    });
  }
  const account = arn?.account ?? text;
  return boundary.account(account) ? pass(resource) : foreignAccounts(resource, [account], boundary);
}

function judgeLambda(permission: Resource, boundary: Boundary): PolicyOutcome {
  const principal = permission.get("principal");
  const scoped = isGiven(permission.get("principal_org_id")) || isGiven(permission.get("source_account"));
  if (isUnknown(principal))
    return open(permission, { message: "who may call the function is not known yet", given: principal });
  const text = String(principal as string);
  if (text === "*")
    return judge(permission, scoped, {
      message: "anyone may call the function",
      given: text,
      covers: anyCaller.principal,
    });
  if (/\.amazonaws\.com(\.cn)?$/.test(text)) {
    const bound = scoped || isGiven(permission.get("source_arn"));
    return judge(permission, bound, {
      message: `${text} may call the function for any account`,
      given: text,
      fix: "set source_arn or source_account",
      covers: anyCaller.service,
    });
  }
  return judgeAccount(permission, principal, boundary);
}

/** Messages that go to a queue, a function or an address of somebody else. */
function judgeSubscription(subscription: Resource, boundary: Boundary): PolicyOutcome {
  const endpoint = subscription.get("endpoint");
  const protocol = subscription.get("protocol");
  if (typeof endpoint === "string") {
    const arn = parseArn(endpoint);
    if (arn)
      return boundary.account(arn.account)
        ? pass(subscription)
        : foreignAccounts(subscription, [arn.account], boundary);
    const host = endpoint
      .replace(/^https?:\/\//, "")
      .replace(/^.*@/, "")
      .replace(/[/:].*$/, "");
    if (/^(https?|email|email-json)$/.test(String(protocol as string))) {
      const message = `messages go to ${host}, which the boundary does not name`;
      return judge(subscription, boundary.allowedHost("egress", host) !== undefined, { message, given: endpoint });
    }
    return fail(subscription, {
      message: `messages go by ${String(protocol as string)} to a network outside`,
      given: endpoint,
    });
  }
  return judge(subscription, subscription.targets("endpoint").length > 0 ? true : "unknown", {
    message: "where messages go is not known yet",
    open: "where messages go is not known yet",
  });
}
