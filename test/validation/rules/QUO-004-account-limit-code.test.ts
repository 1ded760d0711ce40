import { accountLimitCode } from "../../../validation/rules/QUO-004-account-limit-code";
import { check, describeRule } from "../support/describe-rule";
import { emptyModel } from "../support/model";
import { awsSite } from "../support/site";

function stated() {
  const limits: Record<string, number> = { "L-417A185B": 1536 };
  const model = emptyModel({ sites: [awsSite(limits)] });
  return { limits: model.sites[0]?.accountLimits ?? {}, model } as {
    limits: Record<string, number>;
    model: typeof model;
  };
}

describeRule(accountLimitCode, {
  passing: stated,
  stillPasses: { "nothing allowed at all": ({ limits }) => (limits["L-417A185B"] = 0) },
  mutations: {
    "a code that public tools carry for Trn spot": {
      change: ({ limits }) => (limits["L-5480EFD2"] = 512),
      finds: /Running Dedicated inf Hosts/,
    },
    "a code that matches nothing": ({ limits }) => (limits["L-2C49D5F8"] = 512),
    "a misspelt code": { change: ({ limits }) => (limits["L-417A185"] = 512), finds: /no rule compares anything/ },
    "a name instead of a code": ({ limits }) => (limits["Running On-Demand P instances"] = 512),
    "a limit below nothing": { change: ({ limits }) => (limits["L-417A185B"] = -1), finds: /is no number/ },
  },
});

describe("QUO-004 on quotas that no rule reads", () => {
  it("only remarks on them", () => {
    const input = stated();
    input.limits["L-ABCDEF01"] = 5;
    expect(check(accountLimitCode, input).findings.map(({ severity }) => severity)).toEqual(["info"]);
  });
});
