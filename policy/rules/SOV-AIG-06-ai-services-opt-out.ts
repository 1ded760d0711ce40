import { judge, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Managed AI services that may store content to improve themselves, in other regions too. */
const services = /^aws_(comprehend|lex|lexv2models|rekognition|transcribe|polly|translate|textract|qbusiness|kendra)_/;

export const SOV_AIG_06 = policyRule({
  id: "SOV-AIG-06-ai-services-opt-out",
  title: "the organisation has opted out of the use of its content by AI services",
  weight: "medium",
  stages: ["synth", "plan", "deploy"],
  guardrail: "AI services opt-out policy",
  references: ["AWS Organizations documentation, AI services opt-out policies", "EU CSF SOV-3"],
  cause: "Without the opt-out, some services store content to improve themselves, also outside the region.",
  mend: "attach an AISERVICES_OPT_OUT_POLICY with `optOut` at the root, and let no child override it",
  example: {
    fails: "an AISERVICES_OPT_OUT_POLICY that is attached to nothing",
    passes: "the same attached to the root",
    evades: "one that lets children override it (`@@operators_allowed_for_child_policies`)",
  },
  *check({ documents }) {
    const policies = documents
      .resources("aws_organizations_policy")
      .filter((policy) => policy.get("type") === "AISERVICES_OPT_OUT_POLICY");
    for (const policy of policies) {
      yield judge(policy, policy.referrers("aws_organizations_policy_attachment").length > 0, {
        message: "it is attached to nothing",
      });
      const content = JSON.stringify(policy.json("content") ?? policy.get("content") ?? "");
      yield judge(policy, /optOut/.test(content) && !/optIn/.test(content), { message: "it does not opt out" });
      const free =
        /@@operators_allowed_for_child_policies/.test(content) &&
        !/@@operators_allowed_for_child_policies"?:\s*\[\s*\\?"@@none/.test(content);
      yield judge(policy, !free, { message: "children of the organisation can override it" });
    }
    const uses = documents.resources().filter(({ type }) => services.test(type));
    for (const use of uses) {
      if (policies.length > 0) yield pass(use);
      else
        yield open(use, { message: "these documents do not show the organisation's opt-out", dischargedBy: "deploy" });
    }
  },
});
