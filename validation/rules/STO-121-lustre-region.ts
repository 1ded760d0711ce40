import { lustreOffer } from "../../catalog/aws/fsx-lustre";
import { isUnknown } from "../../documents/value";
import { lustreFilesystems, type EmittedLustre } from "../lustre";
import { regionOf } from "../reading";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const lustreRegion: Rule = {
  id: "STO-121-lustre-region",
  family: "STO",
  title: "the region offers the Lustre deployment",
  severity: "error",
  reads: "documents",
  cause:
    "PERSISTENT_2 is missing in several regions that sell H100 and H200 machines (ap-southeast-3, sa-east-1, eu-south-2, " +
    "me-central-1, all of us-gov), and others have only its lower tiers without EFA. The provider does not know regions.",
  mend: "take PERSISTENT_1 or a lower tier there, or a region that has PERSISTENT_2",
  sources: ["FSx for Lustre User Guide, deployment types by AWS Region"],
  unknownMeans:
    "The region is not written in the provider, or no source says what it offers; ask AWS before the first apply.",
  example: {
    fails: "PERSISTENT_2 with 250 MB/s per TiB in eu-south-2",
    passes: "PERSISTENT_2 in eu-north-1, or PERSISTENT_1 with 200 MB/s per TiB in eu-south-2",
  },
  *check({ documents }) {
    for (const filesystem of lustreFilesystems(documents)) yield judge(filesystem);
  },
};

function judge({ about, resource, deploymentType, throughputPerTiB: tier, efa, facts }: EmittedLustre): Outcome {
  const region = regionOf(resource);
  if (region === undefined || isUnknown(deploymentType) || tier === "unknown" || efa === "unknown") {
    return unknown(about, { message: "the region or the kind of the filesystem is not known yet" });
  }
  // A deployment type that does not exist is another rule's matter.
  if (facts === undefined) return unknown(about, { message: "no such deployment type", given: deploymentType });
  const offer = lustreOffer(region, facts.deploymentType);
  if (offer === undefined) {
    const message = `no source says whether ${region} offers ${facts.deploymentType}`;
    return unknown(about, { message, given: region });
  }
  if (!offer.offered) {
    const allowed = "PERSISTENT_1, SCRATCH_2";
    const message = `${region} does not offer ${facts.deploymentType}`;
    return fail(about, { message, given: facts.deploymentType, allowed });
  }
  const tiered = facts.deploymentType === "PERSISTENT_2" && tier !== undefined;
  if (tiered && !offer.ssdThroughputTiers.includes(tier) && facts.ssdThroughputTiers?.includes(tier)) {
    const message = `${region} does not offer ${tier} MB/s per TiB`;
    return fail(about, { message, given: tier, allowed: offer.ssdThroughputTiers });
  }
  if (efa && !offer.efa && facts.efa) {
    const message = `${region} has no filesystems with EFA`;
    return fail(about, { message, given: "efa_enabled true", allowed: false });
  }
  return pass(about);
}
