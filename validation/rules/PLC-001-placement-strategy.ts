import type { InstanceType } from "../../catalog/aws/instance-types";
import type { Documents } from "../../documents/types";
import { isResource, knownTypesOf, launchesOf, placementGroupOf, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const placementStrategy: Rule = {
  id: "PLC-001-placement-strategy",
  family: "PLC",
  title: "a placement group's strategy is one that the instance type can be launched with",
  severity: "error",
  reads: "documents",
  cause:
    "EC2 refuses to launch a type into a placement group of a strategy that it does not support: the template and the " +
    "group are created, and no node ever starts.",
  mend: "choose a strategy that the type supports, or take the placement group away",
  sources: [
    "Amazon EC2 API, DescribeInstanceTypes: placementGroupInfo.supportedStrategies",
    "AWS ParallelCluster, InstanceTypePlacementGroupValidator",
  ],
  unknownMeans:
    "The placement group is not among the documents, its strategy or the instance type is not known yet, or the " +
    "catalogue has no strategies of the type; EC2 decides at launch.",
  example: {
    fails: "vt1.24xlarge or t3.large in a placement group with strategy = cluster",
    passes: "p5.48xlarge in a placement group with strategy = cluster",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      const outcome = documents && judge(launch, documents);
      if (outcome) yield outcome;
    }
  },
};

function judge(launch: Launch, documents: Documents): Outcome | undefined {
  const { about } = launch;
  const group = placementGroupOf(launch, documents);
  if (group === undefined) return undefined;
  const strategy = isResource(group) ? group.get("strategy") : undefined;
  if (typeof strategy !== "string") {
    return unknown(about, { message: "the strategy of the launch's placement group is not among the documents" });
  }
  const types = knownTypesOf(launch);
  if (!types) return unknown(about, { message: "an instance type is not known yet, or not to the catalogue" });
  const [refusing] = types.filter(({ placementStrategies }) => refuses(placementStrategies, strategy));
  if (refusing) {
    return fail(about, {
      message: `${refusing.name} cannot be launched into a '${strategy}' placement group`,
      given: strategy,
      allowed: refusing.placementStrategies?.length ? refusing.placementStrategies : "no placement group",
    });
  }
  const silent = types.find(({ placementStrategies }) => placementStrategies === undefined);
  if (silent) return unknown(about, { message: `the catalogue has no placement strategies of ${silent.name}` });
  return pass(about);
}

function refuses(supported: InstanceType["placementStrategies"], strategy: string): boolean {
  return supported !== undefined && !supported.some((each) => each === strategy);
}
