import { isUnknown } from "../../documents/value";
import { listOf, objectsIn } from "../reading/pods";
import { judge, oneOf } from "../reading/verdicts";
import { policyRule } from "../rule";

export const SOV_REL_01 = policyRule({
  id: "SOV-REL-01-zones-and-recovery",
  title: "the control plane spans zones of the boundary, and nothing spills over its edge",
  weight: "medium",
  stages: ["synth", "plan"],
  references: ["SecNumCloud 3.2 12.5.d", "C5:2020 BCM-01"],
  covers: ["CKV_AWS_157"],
  cause: "Who cannot survive the loss of a zone inside will be tempted to recover outside.",
  mend: "spread the cluster's subnets over the boundary's `minZones`",
  example: {
    fails: "a cluster with one subnet",
    passes: "a cluster with subnets in two zones",
    evades: "a NodePool of last resort whose zone is abroad",
  },
  *check({ documents, boundary }) {
    const { minZones } = boundary.data;
    for (const cluster of documents.resources("aws_eks_cluster")) {
      const values = cluster.list("vpc_config.subnet_ids");
      const subnets = cluster.targets("vpc_config.subnet_ids");
      const zones = new Set(subnets.map((subnet) => String(subnet.get("availability_zone") as string)));
      const enough = Math.max(zones.size, subnets.length === 0 ? values.length : 0) >= minZones;
      const answer = enough ? true : subnets.length === 0 && values.some(isUnknown) ? "unknown" : false;
      yield judge(cluster, answer, {
        message: `it spans ${zones.size || values.length} zones`,
        allowed: `${minZones} zones or more`,
      });
    }
    for (const cluster of documents.resources("aws_rds_cluster", "aws_db_instance")) {
      const many = cluster.type === "aws_db_instance" ? oneOf(cluster.get("multi_az"), ["true"], false) : true;
      yield judge(cluster, many, { message: "the database stands in one zone", covers: ["CKV_AWS_157"] });
    }
    for (const object of documents.kubernetesObjects("NodePool")) {
      const zones = [...objectsIn(object.object)].flatMap(({ object: inner }) =>
        inner["key"] === "topology.kubernetes.io/zone" ? listOf(inner["values"]) : [],
      );
      const outside = zones.filter((zone) => typeof zone === "string" && !boundary.zone(zone).inside);
      yield judge(object, outside.length === 0, {
        message: `it falls back to ${outside.join(", ")}, outside the boundary`,
        severity: "error",
        given: outside,
      });
    }
  },
});
