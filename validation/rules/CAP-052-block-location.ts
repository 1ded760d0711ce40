import {
  capacityBlockDispute,
  capacityBlockLocations,
  capacityBlockOffering,
  capacityBlockRules,
} from "../../catalog/aws/capacity-blocks";
import { instanceTypesOf, launchesOf, marketOf, regionOf, zonesOf, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const blockLocation: Rule = {
  id: "CAP-052-block-location",
  family: "CAP",
  title: "capacity blocks of the type are sold in the region",
  severity: "error",
  reads: "documents",
  cause: "Blocks of each type are sold in some regions only, some in one Local Zone: elsewhere there is none to buy.",
  mend: "move the pool to a region where blocks of the type are sold, or buy the capacity in another way",
  sources: [`${capacityBlockRules().source} (${capacityBlockRules().asOf})`],
  unknownMeans:
    "The region is not known yet or not covered, or AWS's own pages disagree about the type; " +
    "`aws ec2 describe-capacity-block-offerings` decides.",
  example: { fails: "a block of p6-b200.48xlarge in eu-north-1", passes: "a block of p5.48xlarge in eu-north-1" },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      if (launch.group && marketOf(launch) === "capacity-block") yield judge(launch, launch.group);
    }
  },
};

function judge(launch: Launch, group: NonNullable<Launch["group"]>): Outcome {
  const { about } = launch;
  const region = regionOf(group);
  const [type, ...others] = instanceTypesOf(launch);
  if (region === undefined || typeof type !== "string" || others.length > 0) {
    return unknown(about, { message: "the region or the instance type of the capacity block is not known yet" });
  }
  const { zones } = zonesOf(group);
  const places = [region, ...zones];
  if (places.some((place) => capacityBlockOffering(type, place) === "offered")) return pass(about);
  const dispute = capacityBlockDispute(type);
  if (dispute !== undefined) {
    return unknown(about, {
      message: `whether capacity blocks of ${type} are sold in ${region} is uncertain`,
      fix: dispute,
    });
  }
  if (capacityBlockOffering(type, region) === "unknown") {
    return unknown(about, { message: `nothing is known about capacity blocks in ${region}` });
  }
  const sold = capacityBlockLocations(type);
  return fail(about, {
    message: `no capacity blocks of ${type} are sold in ${region}`,
    given: region,
    allowed: sold.length === 0 ? "no region: the type is not sold in blocks" : sold,
  });
}
