import { policyRule } from "../rule";
import { judgeClassified } from "../reading/classified";
import { judge, judgeRegion, open, pass } from "../reading/verdicts";
import { sitesOf } from "../sites";

export const SOV_RES_01 = policyRule({
  id: "SOV-RES-01-effective-location",
  title: "every regional resource and data source stands inside the boundary",
  weight: "critical",
  stages: ["synth", "plan", "deploy"],
  waivable: false,
  guardrail: "SCP region-deny",
  references: [
    "SecNumCloud 3.2 19.2.b",
    "C5:2020 PSS-12",
    "C5:2026 PSS-12.01B",
    "EU CSF SOV-3",
    "CT.MULTISERVICE.PV.1",
  ],
  cause:
    "The region of a resource is its own `region`, else its alias's, else its provider's: a look at the provider block alone misses data that is created abroad.",
  mend: "remove the region or the alias, or name a region of the boundary",
  example: {
    fails: "`aws_s3_bucket` with `provider = aws.us`, where the alias names us-east-1",
    passes: "the same bucket under a provider of eu-central-1",
    evades: '`region = "us-east-1"` on the resource, under a provider of eu-central-1',
  },
  *check(subject) {
    const { documents, places, boundary } = subject;
    for (const resource of documents.all) {
      const place = places.of(resource);
      if (place.kind === "region") {
        const what = place.from === "resource" ? "its own region" : "the region of its provider";
        yield judgeRegion(resource, place.region, what, subject);
      } else if (place.kind === "other") {
        const answer = boundary.otherPlace(place.provider, place.name);
        if (answer === undefined) {
          yield open(resource, {
            message: `${place.provider} ${place.name} is in no table of places`,
            given: place.name,
            dischargedBy: "evidence",
          });
        } else {
          const message = `it stands at ${answer.place}, outside the boundary`;
          yield judge(resource, answer.inside, {
            message,
            given: place.name,
            allowed: boundary.data.countries,
            location: answer.place,
          });
        }
      } else if (place.kind === "unknown") {
        yield open(resource, { message: `its place is not known: ${place.why}`, allowed: boundary.allowedPlaces });
      } else if (place.kind === "none") yield pass(resource);
    }
    yield* judgeClassified("SOV-RES-01-effective-location", subject);
    for (const { id, country } of sitesOf(documents.factory).filter(({ kind }) => kind !== "aws")) {
      const about = { path: `site ${id}`, address: `site ${id}` };
      const { countries } = boundary.data;
      if (country === undefined) {
        yield open(about, { message: "its country is in no document", allowed: countries, dischargedBy: "evidence" });
      } else {
        const message = `it stands in ${country}, outside the boundary`;
        yield judge(about, countries.includes(country), {
          message,
          given: country,
          allowed: countries,
          location: country,
        });
      }
    }
  },
});
