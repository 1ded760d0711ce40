import { judgeClassified } from "../reading/classified";
import { open, fail, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

/** Types that exist to span regions. */
const spanning = [
  "aws_rds_global_cluster",
  "aws_docdb_global_cluster",
  "aws_neptune_global_cluster",
  "aws_elasticache_global_replication_group",
  "aws_memorydb_multi_region_cluster",
  "aws_dynamodb_global_table",
] as const;

export const SOV_RES_05 = policyRule({
  id: "SOV-RES-05-replicas",
  title: "replicas of databases, queues and secrets stay inside the boundary",
  weight: "critical",
  stages: ["synth", "plan"],
  waivable: false,
  references: ["SecNumCloud 3.2 19.2.b", "C5:2020 PSS-12", "EU CSF SOV-3"],
  cause: "One block or one ARN makes a full copy of a table, a database or a secret in another country.",
  mend: "remove the replica, or name a region of the boundary",
  example: {
    fails: '`replica { region_name = "us-east-1" }` on a DynamoDB table',
    passes: "a table without replicas",
    evades: "`replicate_source_db` with the ARN of a database in us-east-1",
  },
  *check(subject) {
    const { documents, boundary, places } = subject;
    yield* judgeClassified("SOV-RES-05-replicas", subject);
    for (const resource of documents.resources(...spanning)) {
      const members = resource.referrers();
      const outside = members.filter((member) => {
        const region = places.regionOf(member);
        return region !== undefined && !boundary.region(region).inside;
      });
      const names = outside.map(({ address }) => address).join(", ");
      if (outside.length > 0)
        yield fail(resource, { message: `it spans regions, and these members are outside: ${names}` });
      else
        yield open(resource, {
          message: "it exists to span regions; its members elsewhere are not in the documents",
          dischargedBy: "evidence",
        });
    }
    for (const resource of documents.resources("aws_dynamodb_table", "aws_secretsmanager_secret", "aws_db_instance")) {
      if (resource.list("replica").length === 0 && resource.get("replicate_source_db") === undefined)
        yield pass(resource);
    }
  },
});
