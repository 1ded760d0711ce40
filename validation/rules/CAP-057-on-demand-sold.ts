import { notPricedReason, onDemandPrice } from "../../catalog/aws/prices";
import { knownTypesOf, launchesOf, marketOf, regionOf, reservationOf, type Launch } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const onDemandSold: Rule = {
  id: "CAP-057-on-demand-sold",
  family: "CAP",
  title: "a type that is bought on demand has an on-demand price",
  severity: "warning",
  reads: "documents",
  cause:
    "The EC2 API lists p5e and trn2 as on-demand although AWS publishes no price: they are sold in capacity blocks and " +
    "by private offer. An on-demand launch of such a type waits for capacity that never comes.",
  mend: "buy a capacity block or a reservation and target it, or choose a type with a published price in the region",
  sources: [
    "AWS price list through Karpenter (2026-07-20) and instances.vantage.sh (2026-01-21): no price is published",
  ],
  unknownMeans: "The type, the market or the region is not known yet.",
  example: {
    fails: "an on-demand node group of p5e.48xlarge",
    passes: "an on-demand node group of p5en.48xlarge in us-east-1",
  },
  *check({ documents }) {
    for (const launch of documents ? launchesOf(documents) : []) {
      const { id, group } = reservationOf(launch);
      if (launch.group && id === undefined && group === undefined) yield* judge(launch, launch.group);
    }
  },
};

function* judge(launch: Launch, group: NonNullable<Launch["group"]>): Iterable<Outcome> {
  const { about } = launch;
  const market = marketOf(launch);
  const types = knownTypesOf(launch);
  if (market !== "on-demand" && market !== "unknown") return;
  if (market === "unknown" || !types) {
    yield unknown(about, { message: "the type or how it is bought is not known yet, or not to the catalogue" });
    return;
  }
  const region = regionOf(group);
  const unsold = types.find(({ name }) => {
    return notPricedReason(name) !== undefined && (region === undefined || onDemandPrice(name, region) === undefined);
  });
  if (!unsold) {
    yield pass(about);
    return;
  }
  yield fail(about, {
    message: `no on-demand price of ${unsold.name} is published: ${notPricedReason(unsold.name) ?? ""}`,
    given: "ON_DEMAND without a reservation",
    allowed: unsold.usageClasses?.filter((usage) => usage !== "on-demand"),
  });
}
