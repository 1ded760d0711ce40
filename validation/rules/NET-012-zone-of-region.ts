import { findRegion } from "../../catalog/aws/regions";
import type { Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { isGiven, regionOf } from "../reading";
import { fail, pass, resourceAbout, unknown, type Outcome, type Rule } from "../rule";

export const zoneOfRegion: Rule = {
  id: "NET-012-zone-of-region",
  family: "NET",
  title: "zones belong to the region that the provider works in",
  severity: "error",
  reads: "documents",
  cause:
    "A subnet or volume in a zone of another region, or with a zone's id where its name belongs, is accepted by the plan " +
    "and refused at apply; a copied stack whose region was changed in the provider alone fails in this way.",
  mend: "name zones of the provider's region: eu-north-1a in availability_zone, eun1-az1 in availability_zone_id",
  sources: ["Amazon EC2 User Guide, Regions and Zones"],
  unknownMeans: "The zone or the provider's region is not known yet; the plan decides.",
  example: {
    fails: "availability_zone eu-west-1a with a provider for eu-north-1",
    passes: "availability_zone eu-north-1a",
  },
  *check({ documents }) {
    const types = [
      "aws_subnet",
      "aws_ebs_volume",
      "aws_instance",
      "aws_ec2_capacity_reservation",
      "aws_efs_file_system",
    ];
    for (const resource of documents?.resources(...types) ?? []) yield* judge(resource);
  },
};

function* judge(resource: Resource): Iterable<Outcome> {
  const about = resourceAbout(resource);
  const region = regionOf(resource);
  for (const name of ["availability_zone", "availability_zone_name"]) {
    const zone = resource.get(name);
    if (!isGiven(zone)) continue;
    if (isUnknown(zone) || region === undefined) {
      yield unknown(about, { message: "the zone or the region is not known yet" });
      continue;
    }
    const allowed = `names like ${region}a`;
    const local = new RegExp(`^${region}(?:[a-z]|-[a-z]{3}-\\d[a-z]|-wl\\d-[a-z]+-wlz-\\d)$`);
    const names = findRegion(region)?.zoneNames ?? [];
    if (!local.test(String(zone))) {
      yield fail(about, { message: `the zone is not one of ${region}`, given: zone, allowed });
    } else if (names.length > 0 && String(zone).length === region.length + 1 && !names.includes(String(zone))) {
      // Accounts see different letters: a letter beyond all known ones is suspicious and no proof.
      const message = `no source knows this zone of ${region}`;
      yield fail(about, { message, given: zone, allowed: names, severity: "warning" });
    } else yield pass(about);
  }
  const id = resource.get("availability_zone_id");
  const ids = region === undefined ? [] : (findRegion(region)?.zoneIds ?? []);
  if (!isGiven(id)) return;
  if (isUnknown(id) || ids.length === 0)
    yield unknown(about, { message: "the zone's id cannot be told yet", given: id });
  else if (ids.includes(String(id))) yield pass(about);
  else yield fail(about, { message: `the zone's id is not one of ${String(region)}`, given: id, allowed: ids });
}
