import type { UsageClass } from "../../catalog/aws/instance-types";
import { instanceTypesOf, knownTypesOf, launchesOf, marketOf, reservationOf, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const usageClass: Rule = {
  id: "CAP-051-usage-class",
  family: "CAP",
  title: "capacity is bought in a way that EC2 sells the instance type",
  severity: "error",
  reads: "documents",
  cause:
    "Not every type is sold on demand, as spot and in capacity blocks. A launch in a market that the type does not " +
    "have is refused, and the node group stays empty.",
  mend: "choose one of the type's markets: capacity_type of the node group, market_type of the launch template",
  sources: [
    "Amazon EC2 API, DescribeInstanceTypes: supportedUsageClasses",
    "AWS ParallelCluster, CapacityTypeValidator",
  ],
  unknownMeans: "The type or the market is not known yet, or the catalogue has no usage classes of the type.",
  example: {
    fails: "capacity_type = SPOT with trn2u.48xlarge, which is sold in capacity blocks",
    passes: "capacity_type = CAPACITY_BLOCK with p5en.48xlarge",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      if (launch.group && instanceTypesOf(launch).length > 0) yield judge(launch);
    }
  },
};

function judge(launch: Launch): Outcome {
  const { about } = launch;
  const types = knownTypesOf(launch);
  const market = marketOf(launch);
  if (!types || market === "unknown") {
    return unknown(about, {
      message: "the instance type or how it is bought is not known yet, or not to the catalogue",
    });
  }
  const wanted: UsageClass = market;
  const refused = types.find(({ usageClasses }) => usageClasses !== undefined && !usageClasses.includes(wanted));
  if (refused) {
    const targeted = market === "on-demand" && reservationOf(launch).id !== undefined;
    return fail(about, {
      message: `EC2 does not sell ${refused.name} as ${market}`,
      given: targeted ? `${market}, with a reservation and without market_type` : market,
      allowed: refused.usageClasses,
    });
  }
  const silent = types.find(({ usageClasses }) => usageClasses === undefined);
  if (silent) return unknown(about, { message: `the catalogue does not know how ${silent.name} is sold` });
  return pass(about);
}
