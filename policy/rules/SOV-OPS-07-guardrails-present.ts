import { isObject } from "../../documents/value";
import { fromJson } from "../reading/statements";
import { fail, isGiven, judge, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

export const SOV_OPS_07 = policyRule({
  id: "SOV-OPS-07-guardrails-present",
  title: "guardrails are attached and cannot be taken away, and waivers are valid",
  weight: "critical",
  stages: ["synth", "plan", "deploy", "evidence"],
  waivable: false,
  guardrail: "SCP region-deny",
  references: ["CT.MULTISERVICE.PV.1", "SecNumCloud 3.2 18.2.1.b"],
  cause: "A policy that is attached to nothing denies nothing. What is built past the checks needs a wall at the API.",
  mend: "attach the policy to the organisational unit of the factory's accounts; `aifactory boundary guardrails` writes it",
  example: {
    fails: "`aws_organizations_policy` without an attachment",
    passes: "the same with `aws_organizations_policy_attachment`",
    evades: "a region-deny whose exemption is the role pattern `*`",
  },
  *check({ documents, boundary }) {
    const policies = documents.resources("aws_organizations_policy");
    for (const policy of policies) {
      const attached = policy.referrers("aws_organizations_policy_attachment").length > 0;
      yield judge(policy, attached, { message: "it is attached to nothing", given: policy.get("name") });
      const type = policy.get("type");
      if (isGiven(type) && type !== "SERVICE_CONTROL_POLICY") continue;
      const content = policy.json("content");
      if (!isObject(content)) {
        yield open(policy, { message: "what it denies is not known yet" });
        continue;
      }
      for (const { effect, conditions } of fromJson(content).statements) {
        const regions = conditions.filter(({ key }) => key === "aws:requestedregion");
        if (effect !== "Deny" || regions.length === 0) continue;
        const outside = regions.flatMap(({ values }) => values).filter((value) => !boundary.region(value).inside);
        const exempt = conditions.filter(
          ({ key, values }) =>
            key === "aws:principalarn" && values.some((value) => /^\*$|:role\/\*$|^arn:aws[a-z-]*:\*/.test(value)),
        );
        if (exempt.length > 0)
          yield fail(policy, {
            message: "its exemption is so wide that everyone fits",
            given: exempt.flatMap(({ values }) => values),
          });
        else if (outside.length > 0)
          yield fail(policy, {
            message: `it lets ${outside.join(", ")} through`,
            given: outside,
            allowed: boundary.allowedPlaces,
          });
        else yield pass(policy);
      }
    }
    if (
      boundary.data.regions.length > 0 &&
      documents.resources().some(({ type }) => type.startsWith("aws_")) &&
      policies.length === 0
    ) {
      const about = { path: "account (organisation)", address: "organisation" };
      yield open(about, {
        message: "these documents do not show the region-deny of the organisation",
        dischargedBy: "deploy",
      });
    }
  },
});
