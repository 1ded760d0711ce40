import { evaluateRequest, type PolicyStatementData } from "../../../policy/iam/evaluate";
import { arnMatches } from "../../../policy/iam/match";

const request = {
  action: "s3:GetObject",
  resource: "arn:aws:s3:::data/key",
  context: { "aws:RequestedRegion": "eu-west-1" },
};
const deny = (statement: Partial<PolicyStatementData>) =>
  evaluateRequest(request, {
    controls: [{ Statement: { Sid: "It", Effect: "Deny", Action: "*", Resource: "*", ...statement } }],
  }).allowed;

describe("the evaluator of IAM policies", () => {
  it("denies by action in any case of letters, and by what is not excepted", () => {
    expect(deny({ Action: "S3:get*" })).toBe(false);
    expect(deny({ Action: "s3:Put*" })).toBe(true);
    expect(deny({ Action: undefined, NotAction: ["iam:*"] })).toBe(false);
    expect(deny({ Action: undefined, NotAction: ["s3:*"] })).toBe(true);
  });

  it("denies by resource, whose case of letters counts", () => {
    expect(deny({ Resource: "arn:aws:s3:::data/*" })).toBe(false);
    expect(deny({ Resource: "arn:aws:s3:::Data/*" })).toBe(true);
    expect(deny({ Resource: undefined, NotResource: "arn:aws:s3:::other/*" })).toBe(false);
  });

  it.each([
    ["StringEquals", "aws:requestedregion", "eu-west-1", true],
    ["StringEquals", "aws:missing", "x", false],
    ["StringEqualsIfExists", "aws:missing", "x", true],
    ["StringNotEquals", "aws:RequestedRegion", ["eu-west-1", "eu-west-3"], false],
    ["StringNotEquals", "aws:RequestedRegion", ["eu-west-3"], true],
    ["StringNotEquals", "aws:missing", "x", true],
    ["StringLike", "aws:RequestedRegion", "eu-*", true],
    ["StringNotLike", "aws:RequestedRegion", "eu-*", false],
    ["Null", "aws:missing", "true", true],
    ["Null", "aws:RequestedRegion", "true", false],
    ["ForAnyValue:StringNotEquals", "aws:missing", "x", false],
    ["ForAnyValue:StringNotEquals", "aws:RequestedRegion", "x", true],
    ["ForAllValues:StringEquals", "aws:missing", "x", true],
    ["Bool", "aws:missing", "false", false],
    ["BoolIfExists", "aws:missing", "false", true],
    ["NumericLessThan", "aws:missing", "30", false],
  ] as const)("%s of %s and %p holds: %p", (operator, key, values, holds) => {
    expect(deny({ Condition: { [operator]: { [key]: values } } })).toBe(!holds);
  });

  it("needs all conditions to hold", () => {
    const region = { "aws:RequestedRegion": "eu-west-1" };
    expect(deny({ Condition: { StringEquals: region, Bool: { "aws:SecureTransport": "false" } } })).toBe(true);
  });

  it("refuses an operator that it does not know", () => {
    expect(() => deny({ Condition: { DateGreaterThan: { "aws:CurrentTime": "2026" } } })).toThrow("DateGreaterThan");
  });

  it("lets pass only what an endpoint and an identity allow", () => {
    const allow = { Statement: { Effect: "Allow", Action: "s3:*", Resource: "*" } } as const;
    const other = { Statement: { Effect: "Allow", Action: "ec2:*", Resource: "*" } } as const;
    expect(evaluateRequest(request, { endpoint: allow, identity: [allow] }).allowed).toBe(true);
    expect(evaluateRequest(request, { endpoint: other }).reason).toBe("endpoint: nothing allows it");
    expect(evaluateRequest(request, { identity: [other] }).reason).toBe("identity: nothing allows it");
  });

  it("keeps wildcards of ARNs between their colons", () => {
    expect(arnMatches("arn:aws:iam::*:role/x", "arn:aws:iam::111122223333:role/x")).toBe(true);
    expect(arnMatches("arn:aws:*:role/x", "arn:aws:iam::111122223333:role/x")).toBe(false);
  });
});
