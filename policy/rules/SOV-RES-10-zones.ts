import type { Resource } from "../../documents/types";
import { isObject, isUnknown, type Value } from "../../documents/value";
import { regionAttributes } from "../locations/schema";
import { judgeReferred } from "../reading/arns";
import { listOf, objectsIn } from "../reading/pods";
import { fail, isUnset, judge, open, pass, type Thing } from "../reading/verdicts";
import { policyRule, type PolicyOutcome, type PolicySubject } from "../rule";

const zoneLabels = [
  "topology.kubernetes.io/zone",
  "failure-domain.beta.kubernetes.io/zone",
  "topology.k8s.aws/zone-id",
];

export const SOV_RES_10 = policyRule({
  id: "SOV-RES-10-zones",
  title: "zones, Local Zones and outposts are inside the boundary",
  weight: "high",
  stages: ["synth", "plan"],
  references: ["SecNumCloud 3.2 19.2.b"],
  cause: "A Local Zone belongs to a region inside and can stand in a country outside.",
  mend: "name a zone of a region of the boundary, or list the Local Zone under `edgeZones` once its country is inside",
  example: {
    fails: "a subnet in us-east-1a",
    passes: "a subnet in eu-central-1a",
    evades: "a subnet in eu-central-1-waw-1a, a Local Zone that the boundary does not list",
  },
  *check(subject) {
    const { documents, boundary } = subject;
    for (const resource of documents.resources()) {
      for (const { path, kind } of regionAttributes(resource.type)) {
        if (kind === "outpost") yield* judgeReferred(resource, path, "the outpost", subject);
        else if (kind === "zone") {
          for (const value of resource.list(path)) yield judgeZone(resource, path, value, subject);
        }
      }
    }
    for (const group of documents.resources("aws_ec2_availability_zone_group")) {
      const name = group.get("group_name");
      if (group.get("opt_in_status") === "not-opted-in") yield pass(group);
      else if (isUnknown(name)) yield open(group, { message: "the zone group is not known yet", given: name });
      else {
        const listed = boundary.data.edgeZones.some((zone) => typeof name === "string" && zone.startsWith(name));
        yield judge(group, listed, {
          message: `it opens the zone group ${String(name as string)}, which the boundary does not list`,
          given: name,
        });
      }
    }
    for (const bucket of documents.resources("aws_s3_directory_bucket")) {
      for (const value of bucket.list("location.name")) yield judgeZone(bucket, "location.name", value, subject);
    }
    for (const object of documents.kubernetesObjects()) {
      for (const { path, object: inner } of objectsIn(object.object)) {
        for (const label of zoneLabels) {
          if (inner["key"] === label && inner["operator"] !== "NotIn") {
            for (const value of listOf(inner["values"])) yield placed(object, `${path}.values`, value, subject);
          } else if (inner[label] !== undefined && /(nodeSelector|nodeLabels|matchLabels)$/.test(path)) {
            yield placed(object, `${path}["${label}"]`, inner[label], subject);
          }
        }
      }
    }
  },
});

function judgeZone(resource: Resource, path: string, value: Value, subject: PolicySubject): PolicyOutcome {
  // AWS picks a zone of the region itself where none is written.
  if (isUnset(value)) return pass(resource);
  if (!isUnknown(value)) return placed(resource, path, value, subject);
  const [source] = resource.targets(path);
  if (source?.type === "aws_availability_zones") {
    // Without the filter, Local Zones that the account has opted into are among the names.
    const ownZonesOnly = source.blocks("filter").some((filter) => filter.get("name") === "opt-in-status");
    const region = subject.places.regionOf(source);
    if (ownZonesOnly && region !== undefined && subject.boundary.region(region).inside) return pass(resource);
  }
  return open(resource, { message: `${path} is not known yet`, given: value });
}

function placed(thing: Thing, path: string, value: Value, { boundary }: PolicySubject): PolicyOutcome {
  if (isUnknown(value)) return open(thing, { message: `${path} is not known yet`, given: value });
  if (typeof value !== "string" || isObject(value)) return fail(thing, { message: `${path} is no zone` });
  // A border group may be the region itself.
  const answer = boundary.region(value).inside ? { inside: true, place: value } : boundary.zone(value);
  const message = `${path} is ${answer.place}, outside the boundary`;
  return judge(thing, answer.inside, {
    message,
    given: value,
    allowed: boundary.allowedPlaces,
    location: answer.place,
  });
}
