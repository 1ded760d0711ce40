import { isLocalZone } from "../../catalog/aws/regions";
import { zonesOf } from "../launches";
import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const zoneCount: Rule = {
  id: "NET-011-zone-count",
  family: "NET",
  title: "the control plane has subnets in two zones",
  severity: "error",
  reads: "documents",
  cause:
    "EKS puts the interfaces of its control plane into at least two availability zones and refuses a cluster whose " +
    "subnets lie in one, even where all accelerators stand in a single zone. It puts none into a Local Zone.",
  mend: "name a subnet of a second zone in vpc_config.subnet_ids; it costs nothing by itself",
  sources: [
    "Amazon EKS User Guide, VPC and subnet requirements: at least two subnets in different availability zones",
    "Amazon EKS User Guide, local-zones.html: no Local Zone subnets when a cluster is created",
  ],
  unknownMeans: "A subnet is not among the documents or its zone is not known yet; the plan or the account decides.",
  example: {
    fails: "subnet_ids with one subnet, or with two of eu-north-1a",
    passes: "a subnet of eu-north-1a and one of eu-north-1b",
  },
  *check({ documents }) {
    for (const cluster of documents?.resources("aws_eks_cluster") ?? []) yield judge(cluster);
  },
};

function judge(cluster: Resource): Outcome {
  const about = resourceAbout(cluster);
  const ids = cluster.list("vpc_config.subnet_ids");
  if (isUnknown(cluster.get("vpc_config")) || (ids.length === 1 && isUnknown(ids[0]) && !isSingle(cluster))) {
    return unknown(about, { message: "the subnets of the control plane are not known yet" });
  }
  if (ids.length < 2) {
    const message = "the control plane has fewer than two subnets";
    return fail(about, { message, given: ids.length, allowed: "two or more, in different zones" });
  }
  const subnets = cluster.targets("vpc_config.subnet_ids").filter(({ type }) => type === "aws_subnet");
  const zones = new Set(subnets.flatMap((subnet) => zonesOf(subnet).zones));
  const local = [...zones].filter(isLocalZone);
  if (local.length > 0) {
    const message = "a subnet of the control plane lies in a Local Zone, where EKS puts none of its interfaces";
    return fail(about, { message, given: local, allowed: "subnets in zones of the region itself" });
  }
  if (zones.size >= 2) return pass(about);
  if (subnets.length < ids.length || zones.size === 0) {
    return unknown(about, { message: "the zones of the control plane's subnets are not known yet" });
  }
  const message = "the subnets of the control plane lie in one zone";
  return fail(about, { message, given: [...zones], allowed: "two zones or more" });
}

/** One reference to one subnet, and not to a list of them. */
function isSingle(cluster: Resource): boolean {
  return cluster.targets("vpc_config.subnet_ids").some(({ type }) => type === "aws_subnet");
}
