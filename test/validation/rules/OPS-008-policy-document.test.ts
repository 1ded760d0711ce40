import { policyDocument } from "../../../validation/rules/OPS-008-policy-document";
import { check, describeRule } from "../support/describe-rule";

type Statement = Record<string, unknown>;

function policies() {
  const statement: Statement = {
    Sid: "Read",
    Effect: "Allow",
    Action: "s3:GetObject",
    Resource: "${aws_s3_bucket.b.arn}/*",
  };
  const policy: Record<string, unknown> = { Version: "2012-10-17", Statement: [statement] };
  const trust: Statement = {
    Effect: "Allow",
    Principal: { Service: "pods.eks.amazonaws.com" },
    Action: ["sts:AssumeRole"],
  };
  const bucket: Statement = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };
  const guardrail: Statement = { Effect: "Deny", NotAction: ["iam:*", "sts:*"], Resource: "*" };
  const text = (document: unknown) => ({ toJSON: () => JSON.stringify(document) });
  const document = (...Statement: Statement[]) => text({ Version: "2012-10-17", Statement });
  const resource: Record<string, Record<string, Record<string, unknown>>> = {
    aws_iam_role_policy: { own: { role: "r", policy: text(policy) } },
    aws_iam_role: { pods: { name: "r", assume_role_policy: document(trust) } },
    aws_s3_bucket_policy: { b: { bucket: "b", policy: document(bucket) } },
    aws_organizations_policy: { scp: { name: "scp", content: document(guardrail) } },
  };
  const data = { aws_iam_policy_document: { d: { statement: [] } } };
  // Texts are written last, so that a change of a statement is in them.
  const stacks = {
    get infra() {
      return JSON.parse(JSON.stringify({ data, resource })) as { resource: typeof resource };
    },
  };
  return { statement, policy, trust, bucket, guardrail, resource, stacks };
}

describeRule(policyDocument, {
  passing: policies,
  stillPasses: {
    "the older version": ({ policy }) => (policy["Version"] = "2008-10-17"),
    "one statement that is no list": (input) => (input.policy["Statement"] = input.statement),
    "all actions": ({ statement }) => (statement["Action"] = "*"),
    "a document of HCL": ({ resource }) =>
      (resource["aws_iam_policy"] = { p: { policy: "${data.aws_iam_policy_document.d.json}" } }),
    "a tag policy, which has another grammar": ({ resource }) =>
      (resource["aws_organizations_policy"] = { tags: { type: "TAG_POLICY", content: '{"tags": {}}' } }),
  },
  mutations: {
    "no statement": { change: ({ policy }) => delete policy["Statement"], finds: /has no statement/ },
    "another version": { change: ({ policy }) => (policy["Version"] = "2024-01-01"), finds: /version/ },
    "an effect that is none": {
      change: ({ statement }) => (statement["Effect"] = "Permit"),
      finds: /'Read' has an effect that IAM does not know/,
    },
    "no effect": ({ statement }) => delete statement["Effect"],
    "an action without its service": {
      change: ({ statement }) => (statement["Action"] = ["s3:GetObject", "s3GetObject"]),
      finds: /without its service/,
    },
    "no action": ({ statement }) => delete statement["Action"],
    "both lists of actions": ({ statement }) => (statement["NotAction"] = "s3:PutObject"),
    "a principal in a role's own policy": ({ statement }) => (statement["Principal"] = "*"),
    "no resource": { change: ({ statement }) => delete statement["Resource"], finds: /names no resource/ },
    "nobody to trust": { change: ({ trust }) => delete trust["Principal"], finds: /names nobody/ },
    "a resource beside a trust": ({ trust }) => (trust["Resource"] = "*"),
    "a bucket's policy for nobody": ({ bucket }) => delete bucket["Principal"],
    "a statement that is a text": (input) => (input.policy["Statement"] = ["Allow"]),
    "a role's policy that is too long": {
      change: ({ statement }) =>
        (statement["Resource"] = Array.from({ length: 400 }, (_, at) => `arn:aws:s3:::bucket-${at}/prefix/*`)),
      finds: /too long/,
    },
    "a guardrail that is too long": ({ guardrail }) =>
      (guardrail["NotAction"] = Array.from({ length: 300 }, (_, at) => `service-${at}:Action`)),
  },
  unknown: {
    "a policy from a variable": ({ resource }) => (resource["aws_iam_policy"] = { p: { policy: "${var.policy}" } }),
    "a statement from a variable": (input) => (input.policy["Statement"] = [input.statement, "${var.statement}"]),
  },
});

test("every problem of a policy is a finding of its own", () => {
  const input = policies();
  Object.assign(input.statement, { Effect: "Permit", Action: "s3GetObject" });
  const { findings } = check(policyDocument, input);
  expect(findings.map(({ message }) => message)).toEqual([
    "statement 'Read' has an effect that IAM does not know",
    "statement 'Read' names an action without its service",
  ]);
});
