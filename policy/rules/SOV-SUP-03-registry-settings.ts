import { isUnknown } from "../../documents/value";
import { knownHost } from "../hosts";
import { isCustomerKey } from "../reading/keys";
import { all, fail, flag, judge, oneOf, pass } from "../reading/verdicts";
import { policyRule } from "../rule";

const mutable = ["CKV_AWS_51", "AWS-0031", "d1846b12-20c5-4d45-8798-fc35b79268eb"];
const unscanned = ["CKV_AWS_163", "AWS-0030", "9630336b-3fed-4096-8173-b9afdfe346a7"];

export const SOV_SUP_03 = policyRule({
  id: "SOV-SUP-03-registry-settings",
  title: "registries keep tags, scan images, and fetch only from approved upstreams",
  weight: "medium",
  stages: ["synth", "plan"],
  references: ["C5:2020 PSS-11", "EU CSF SOV-5"],
  covers: [...mutable, ...unscanned],
  cause: "A tag that can be overwritten, in a registry that fetches from anywhere, is somebody else's supply chain.",
  mend: "set image_tag_mutability to IMMUTABLE, scan on push, and name the upstream under `registries` of the boundary",
  example: {
    fails: "`aws_ecr_repository` with mutable tags, the default",
    passes: "the same with IMMUTABLE and scan_on_push",
    evades: "`aws_ecr_repository_creation_template` with mutable tags: repositories that nobody writes",
  },
  *check({ documents, boundary }) {
    const scans = documents.resources("aws_ecr_registry_scanning_configuration").length > 0;
    for (const repository of documents.resources("aws_ecr_repository", "aws_ecr_repository_creation_template")) {
      const tags = oneOf(repository.get("image_tag_mutability"), ["IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"], false);
      yield judge(repository, tags, {
        message: "its tags can be overwritten",
        given: repository.get("image_tag_mutability") ?? "MUTABLE, the default",
        covers: repository.type === "aws_ecr_repository" ? mutable : [],
      });
      if (repository.type === "aws_ecr_repository") {
        const scan = scans ? true : flag(repository.get("image_scanning_configuration.scan_on_push"), false);
        yield judge(repository, scan, {
          message: "its images are not scanned when they are pushed",
          covers: unscanned,
        });
      } else {
        const key = all(
          oneOf(repository.get("encryption_configuration.encryption_type"), ["KMS"], false),
          isCustomerKey(repository, "encryption_configuration.kms_key"),
        );
        yield judge(repository, key, { message: "repositories made from it are under a key that AWS owns" });
      }
    }
    for (const rule of documents.resources("aws_ecr_pull_through_cache_rule")) {
      const upstream = rule.get("upstream_registry_url");
      if (isUnknown(upstream) || boundary.allowedHost("registries", String(upstream as string))) yield pass(rule);
      else {
        const row = knownHost(String(upstream as string));
        const who = row === undefined ? "" : ` (${row.operator}, ${row.jurisdiction})`;
        yield fail(rule, {
          message: `it fetches from ${String(upstream as string)}${who}, which the boundary does not name`,
          given: upstream,
        });
      }
    }
  },
});
