import { mentionsOf, type PlacedMention } from "../locations/places";
import { ownedPaths } from "../locations/owned";
import { fail, open, pass, type Thing } from "../reading/verdicts";
import { policyRule, type PolicyOutcome, type PolicySubject } from "../rule";

/** Its documents take away and give nothing: what they say of any region is no way out. */
const restricting = "aws_organizations_policy";
/** Where people write for people. */
const prose = /(^|\.)(description|comment|tags|tags_all|default_tags|labels|annotations)(\.|$)/;

export const SOV_RES_12 = policyRule({
  id: "SOV-RES-12-named-places",
  title: "no text names a region of any cloud, a partition or an AWS host outside the boundary",
  weight: "high",
  stages: ["synth", "plan"],
  references: ["C5:2026 PSS-12", "SecNumCloud 3.2 19.2.b"],
  cause:
    "Places hide where no schema looks: in policies, user data, values of charts, configuration maps, encoded or not.",
  mend: "name a place of the boundary, or remove the text",
  example: {
    fails: "user data that fetches from an S3 host in us-east-1",
    passes: "user data that fetches from an S3 host in eu-central-1",
    evades: "the same user data as base64 of a gzipped script",
  },
  *check(subject) {
    const { documents, places } = subject;
    for (const resource of documents.all) {
      const owned = ownedPaths(resource.type);
      const mentions = places
        .mentions(resource)
        .filter(({ path, text }) => !owned.has(path) && !prose.test(path) && !isPrincipal(path, text))
        .filter(({ region }) => region !== "*" || resource.type !== restricting);
      yield* judgeMentions(resource, mentions, subject);
      const undecided = places.openTexts(resource).filter(({ path }) => !owned.has(path) && !prose.test(path));
      if (undecided.length > 0) {
        const paths = undecided.map(({ path }) => path).join(", ");
        yield open(resource, { message: `what ${paths} will name is not known yet`, given: undecided[0]?.value });
      }
    }
    // What is in a module that is not here is not known, but what it is given is.
    for (const { address, given } of documents.opaqueModules) {
      const mentions = mentionsOf(given).filter(({ path }) => !prose.test(path));
      yield* judgeMentions({ path: address, address }, mentions, subject);
    }
    for (const object of documents.kubernetesObjects()) {
      if (object.resource !== undefined) continue;
      yield* judgeMentions(
        object,
        mentionsOf(object.object).filter(({ path }) => !prose.test(path)),
        subject,
      );
    }
  },
});

/** A service that a statement of HCL names as principal is called the same in every partition. */
function isPrincipal(path: string, text: string): boolean {
  return /(^|\.)principals\.identifiers$/.test(path) && /^[a-z0-9-]+\.amazonaws\.com$/.test(text);
}

function* judgeMentions(
  thing: Thing,
  mentions: readonly PlacedMention[],
  subject: PolicySubject,
): Generator<PolicyOutcome> {
  let clean = true;
  for (const mention of mentions) {
    const place = outside(mention, subject);
    if (place === undefined) continue;
    clean = false;
    yield fail(thing, {
      message: `${mention.path} names ${mention.text}: ${place}, outside the boundary`,
      given: mention.text,
      allowed: subject.boundary.allowedPlaces,
      location: place,
    });
  }
  if (clean) yield pass(thing);
}

/** The place a mention leads to, where it is outside; undefined where it is inside or says no place. */
function outside(mention: PlacedMention, { boundary }: PolicySubject): string | undefined {
  const { kind, region, partition, text, country } = mention;
  if (kind === "bucket") return undefined;
  if (country !== undefined) return boundary.data.countries.includes(country) ? undefined : `${text} (${country})`;
  if (kind === "zone") {
    const zone = boundary.zone(text);
    return zone.inside ? undefined : zone.place;
  }
  if (partition !== undefined && !boundary.partition(partition).inside) return `partition ${partition}`;
  if (region === "*") return "any region";
  if (region === undefined)
    return kind === "host" && partition === "aws" && isBucketHost(text)
      ? "the global endpoint of partition aws (us-east-1)"
      : undefined;
  const answer = boundary.region(region);
  return answer.inside ? undefined : answer.place;
}

function isBucketHost(host: string): boolean {
  return /(^|\.)s3\.amazonaws\.com$/i.test(host);
}
