import { policyRule } from "../rule";
import { judge } from "../reading/verdicts";

export const SOV_RES_03 = policyRule({
  id: "SOV-RES-03-global-services",
  title: "types without a region are used only where their control plane is inside, or is accepted",
  weight: "high",
  stages: ["synth", "plan", "deploy"],
  guardrail: "SCP region-deny",
  references: ["SecNumCloud 3.2 19.2.d", "AWS-GR_REGION_DENY"],
  cause:
    "A global service keeps its data in one region of the partition: us-east-1 in `aws`, eusc-de-east-1 in `aws-eusc`. The same type is inside in one partition and outside in the other.",
  mend: "use a regional service instead, or list the type under `globalTypes` of the boundary once its technical data may stand there",
  example: {
    fails: "`aws_cloudfront_distribution` in partition aws",
    passes: "`aws_iam_role`, which the profile lists",
    evades: '`aws_wafv2_web_acl` with `scope = "CLOUDFRONT"`, a regional type with a global effect',
  },
  *check({ documents, places, boundary }) {
    for (const resource of documents.resources()) {
      const place = places.of(resource);
      if (place.kind !== "global") continue;
      const answer = boundary.region(place.region);
      // A regional type with a global effect is not what the list of global types meant.
      const listed = resource.get("scope") !== "CLOUDFRONT" && boundary.allowsGlobalType(resource.type);
      yield judge(resource, answer.inside || (listed && boundary.partition(place.partition).inside), {
        message: `${resource.type} has its control plane in ${answer.place}, outside the boundary`,
        allowed: boundary.data.globalTypes.join(", "),
        location: answer.place,
      });
    }
  },
});
