import { open } from "../reading/verdicts";
import { policyRule } from "../rule";

export const SOV_AUD_06 = policyRule({
  id: "SOV-AUD-06-signed-evidence",
  title: "what is applied is what was checked",
  weight: "high",
  stages: ["evidence"],
  guardrail: "the pipeline's comparison of the plan's digest",
  references: ["SecNumCloud 3.2 18.2.1.b", "EU CSF SOV-7"],
  cause: "A plan that is made again after the check is another plan.",
  mend: "apply the plan file whose digest stands in the report of the check, and sign that report",
  example: {
    fails: "it never fails by itself: what is applied later cannot be seen in the documents",
    passes: "it never passes by itself: each plan owes the comparison of its digest",
    evades: "a plan file that is swapped after the check: its digest is another",
  },
  *check({ documents }) {
    for (const { name, kind } of documents.stacks) {
      if (kind !== "plan") continue;
      yield open(
        { path: name, address: name },
        { message: "that this plan is the one that is applied is shown by its digest", dischargedBy: "evidence" },
      );
    }
  },
});
