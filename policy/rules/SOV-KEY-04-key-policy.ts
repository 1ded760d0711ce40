import { accountsOf, isScoped, meansEveryone, statementsAt, type Statement } from "../reading/statements";
import { fail, flag, judge, not, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

export const SOV_KEY_04 = policyRule({
  id: "SOV-KEY-04-key-policy",
  title: "key policies let in nobody from outside",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "RCP kms-organisation-only",
  references: ["CT.KMS.PV.1", "CT.KMS.PV.3", "CT.KMS.PV.7"],
  covers: ["CKV_AWS_33"],
  cause: "A key policy that names everyone hands out the data, whatever the policies of the data say.",
  mend: "name roles of your accounts as principals, with a condition on the organisation",
  example: {
    fails: '`Principal = "*"` with `kms:Decrypt`',
    passes: "the account's own administrators as principal",
    evades: '`Principal = "*"` in a policy document that the key merges through `source_policy_documents`',
  },
  *check({ documents, boundary }) {
    const { accounts } = boundary.data;
    const policies = documents.resources(
      "aws_kms_key",
      "aws_kms_external_key",
      "aws_kms_key_policy",
      "aws_kms_replica_key",
    );
    for (const key of policies) {
      const { statements, hasUnknown } = statementsAt(key, "policy");
      const allows = statements.filter(({ effect }) => effect === "Allow");
      const everyone = allows.filter((statement) => meansEveryone(statement) && !isScoped(statement));
      const foreign =
        accounts.length === 0 ? [] : allows.flatMap(accountsOf).filter((account) => !accounts.includes(account));
      if (everyone.length > 0)
        yield fail(key, {
          message: "its policy lets in everyone",
          given: describe(everyone[0]),
          covers: ["CKV_AWS_33"],
        });
      else if (foreign.length > 0) {
        yield fail(key, {
          message: `its policy lets in account ${foreign.join(", ")}, which is not in the boundary`,
          given: foreign,
          allowed: accounts,
        });
      } else if (hasUnknown) yield open(key, { message: "its policy is not fully known yet" });
      else yield pass(key);
      const lockout = key.get("bypass_policy_lockout_safety_check");
      yield judge(key, not(flag(lockout, false)), {
        message: "the check that keeps someone able to administer the key is switched off",
        given: lockout,
        severity: "warning",
      });
    }
  },
});

function describe(statement: Statement | undefined): string {
  return `${statement?.notPrincipal === true ? "everyone but " : ""}${statement?.principals.join(", ") ?? ""}: ${statement?.actions.join(", ") ?? ""}`;
}
