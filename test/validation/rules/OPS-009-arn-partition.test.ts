import { arnPartition } from "../../../validation/rules/OPS-009-arn-partition";
import { check, describeRule } from "../support/describe-rule";

function sovereign() {
  const provider: Record<string, unknown> = { region: "eusc-de-east-1" };
  const attachment: Record<string, unknown> = {
    role: "r",
    policy_arn: "arn:aws-eusc:iam::aws:policy/AmazonEKSClusterPolicy",
  };
  const policy = (resource: string) =>
    JSON.stringify({
      Statement: [{ Effect: "Allow", Action: "s3:*", Resource: ["*", resource, "${aws_s3_bucket.b.arn}"] }],
    });
  const own: Record<string, unknown> = { role: "r", policy: policy("arn:aws-eusc:s3:::b/*") };
  const resource: Record<string, Record<string, Record<string, unknown>>> = {
    aws_iam_role_policy_attachment: { cluster: attachment },
    aws_iam_role_policy: { own },
  };
  const stacks = { infra: { provider: { aws: [provider] }, resource } };
  return { provider, attachment, own, policy, resource, stacks: stacks as never };
}

describeRule(arnPartition, {
  passing: sovereign,
  stillPasses: {
    "the commercial partition in a commercial region": ({ provider, attachment, own, policy }) => {
      provider["region"] = "eu-north-1";
      attachment["policy_arn"] = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy";
      own["policy"] = policy("arn:aws:s3:::b/*");
    },
    "any partition in a condition's pattern": ({ own, policy }) => (own["policy"] = policy("arn:*:s3:::b")),
  },
  mutations: {
    "a managed policy of another partition": {
      change: ({ attachment }) => (attachment["policy_arn"] = "arn:aws:iam::aws:policy/AmazonEKSClusterPolicy"),
      finds: /another partition than eusc-de-east-1/,
    },
    "a resource of another partition": ({ own, policy }) => (own["policy"] = policy("arn:aws:s3:::b/*")),
    "access for a role of another partition": ({ resource }) =>
      (resource["aws_eks_access_policy_association"] = {
        admin: { policy_arn: "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy" },
      }),
    "a boundary of another partition": ({ resource }) =>
      (resource["aws_iam_role"] = { r: { permissions_boundary: "arn:aws-cn:iam::123456789012:policy/b" } }),
    "no partition at all": {
      change: ({ provider, attachment }) => {
        delete provider["region"];
        attachment["policy_arn"] = "arn:aw:iam::aws:policy/AmazonEKSClusterPolicy";
      },
      finds: /of no partition/,
    },
  },
  unknown: { "a region from a variable": ({ provider }) => (provider["region"] = "${var.region}") },
});

test("ARNs that only the apply knows are not looked at", () => {
  const input = sovereign();
  input.resource["aws_iam_role_policy_attachment"] = { a: { policy_arn: "${aws_iam_policy.p.arn}" } };
  input.resource["aws_iam_role_policy"] = {};
  expect(check(arnPartition, input).rules[0]).toMatchObject({ pass: 0, fail: 0, unknown: 0 });
});
