import { isUnknown } from "../../documents/value";
import { judgeClassified } from "../reading/classified";
import { judge, open, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

export const SOV_RES_07 = policyRule({
  id: "SOV-RES-07-artefact-distribution",
  title: "images, pipelines and stack sets distribute inside the boundary only",
  weight: "high",
  stages: ["synth", "plan"],
  references: ["SecNumCloud 3.2 19.2.b", "C5:2020 PSS-12"],
  cause:
    "Replication of a registry is a setting of the whole account: one resource in one stack copies every image of every team abroad.",
  mend: "name regions of the boundary in the distribution, or remove it",
  example: {
    fails: "`aws_ecr_replication_configuration` with the region us-east-1",
    passes: "the same with the region eu-north-1",
    evades: "`aws_imagebuilder_distribution_configuration` with a second distribution in us-west-2",
  },
  *check(subject) {
    const { documents, boundary } = subject;
    yield* judgeClassified("SOV-RES-07-artefact-distribution", subject);
    for (const replication of documents.resources("aws_ecr_replication_configuration")) {
      for (const account of replication.list("replication_configuration.rule.destination.registry_id")) {
        if (isUnknown(account))
          yield open(replication, { message: "the account of the replica is not known yet", given: account });
        else if (boundary.data.accounts.length > 0) {
          const message = `images are replicated into account ${String(account as string)}, which is not in the boundary`;
          yield judge(replication, boundary.account(String(account as string)), {
            message,
            allowed: boundary.data.accounts,
          });
        }
      }
    }
    for (const repository of documents.resources("aws_ecr_repository")) yield pass(repository);
  },
});
