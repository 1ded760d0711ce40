import { accountsOf, isScoped, meansEveryone, statementsAt } from "../reading/statements";
import { fail, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Managed policies that let AWS's own people see the account. */
const support =
  /:policy\/(aws-service-role\/)?(AWSSupportAccess|AWSShieldDRTAccessPolicy|service-role\/AWSShieldDRTAccessPolicy|AWSSupportServiceRolePolicy)$/;

/** Checks of other tools for roles that anyone may assume. */
const everyoneAssumes = ["CKV_AWS_60", "bcdcbdc6-a350-4855-ae7c-d1e6436f7c97"];

export const SOV_OPS_05 = policyRule({
  id: "SOV-OPS-05-third-parties",
  title: "third parties get in by name, with an external id, or not at all",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "RCP assume-role-organisation-only",
  references: [
    "SecNumCloud 3.2 9.7.d",
    "SecNumCloud 3.2 19.2.c",
    "SecNumCloud 3.2 19.2.e",
    "C5:2020 IDM-07",
    "EU CSF SOV-4",
  ],
  covers: everyoneAssumes,
  cause: "A role that a vendor's account may assume is an operator under the vendor's law.",
  mend: "remove the trust, or name the vendor under `vendorAccounts` with its jurisdiction and demand an external id",
  example: {
    fails: "a role that account 464622532012 may assume",
    passes: "a role that `ec2.amazonaws.com` may assume",
    evades: "trust in `*` with a condition on a tag",
  },
  *check({ documents, boundary }) {
    const { vendorAccounts, operatorJurisdictions } = boundary.data;
    for (const role of documents.resources("aws_iam_role")) {
      const { statements, hasUnknown } = statementsAt(role, "assume_role_policy");
      const allows = statements.filter(({ effect }) => effect === "Allow");
      const everyone = allows.some((statement) => meansEveryone(statement) && !isScoped(statement));
      const foreign = allows.flatMap((statement) =>
        accountsOf(statement).flatMap((account) => {
          if (boundary.account(account)) return [];
          const vendor = vendorAccounts.find((entry) => entry.account === account);
          const hasExternalId = statement.conditions.some(
            ({ key, values }) => key === "sts:externalid" && values.length > 0,
          );
          const accepted = vendor !== undefined && hasExternalId && operatorJurisdictions.includes(vendor.jurisdiction);
          return accepted ? [] : [{ account, vendor }];
        }),
      );
      const [first] = foreign;
      if (everyone) yield fail(role, { message: "anyone may assume it", covers: everyoneAssumes });
      else if (first && boundary.data.accounts.length > 0) {
        yield fail(role, {
          message: `account ${first.account}${first.vendor ? ` (${first.vendor.name}, ${first.vendor.jurisdiction})` : ""} may assume it`,
          given: first.account,
          allowed: boundary.data.accounts,
        });
      } else if (first) {
        yield open(role, {
          message: `account ${first.account} may assume it; the boundary names no accounts, so nobody can say whose it is`,
          given: first.account,
          dischargedBy: "deploy",
        });
      } else if (hasUnknown && statements.length === 0)
        yield open(role, { message: "who may assume it is not known yet" });
      else yield pass(role);
    }
    for (const attachment of documents.resources("aws_iam_role_policy_attachment", "aws_iam_policy_attachment")) {
      const arn = attachment.get("policy_arn");
      if (typeof arn === "string" && support.test(arn))
        yield fail(attachment, { message: "it lets the provider's support staff in", given: arn });
      else yield pass(attachment);
    }
    for (const access of documents.resources(
      "aws_shield_drt_access_role_arn_association",
      "aws_shield_drt_access_log_bucket_association",
    )) {
      yield fail(access, { message: "it lets the provider's response team in" });
    }
  },
});
