import type { PolicyOutcome } from "../rule";
import { isUnknown } from "../../documents/value";
import type { Boundary } from "../boundary";
import { knownHost, knownHostsIn } from "../hosts";
import { mentionsOf } from "../locations/places";
import { textsIn } from "../locations/texts";
import { imagesIn, type ImageUse } from "../reading/pods";
import { fail, open, openSiteName, pass } from "../reading/verdicts";
import { workloadHolders, type Holder } from "../reading/users";
import { ecrRegionOf, isSiteName } from "../registries";
import { policyRule } from "../rule";

export const SOV_SUP_01 = policyRule({
  id: "SOV-SUP-01-image-registries",
  title: "every image comes from a registry inside the boundary",
  weight: "critical",
  stages: ["synth", "plan", "runtime"],
  guardrail: "VAP image-registries",
  references: ["C5:2020 PSS-11", "C5:2026 PSS-11.01B", "C5:2026 OPS-32", "SecNumCloud 3.2 14.2.c", "EU CSF SOV-5"],
  cause: "Whoever runs the registry decides what runs in the factory, and learns what it runs.",
  mend: "mirror the image into ECR of the boundary or a registry that it names; `imageRegistry` of the platform does it for every component",
  example: {
    fails: "`image: nvcr.io/nvidia/pytorch:25.01-py3`",
    passes: "the same image in `111122223333.dkr.ecr.eu-central-1.amazonaws.com`",
    evades: "`image: pytorch/pytorch`, which names no registry and means docker.io",
  },
  *check({ documents, boundary }) {
    for (const holder of workloadHolders(documents)) yield* judgeHolder(holder, boundary);
    for (const use of documents.resources("aws_ecr_pull_through_cache_rule")) {
      const host = use.get("upstream_registry_url");
      if (isUnknown(host)) yield open(use, { message: "its upstream is not known yet", given: host });
      else yield judgeRegistry(use, "upstream_registry_url", String(host as string), boundary);
    }
  },
});

function* judgeHolder({ thing, value, chart }: Holder, boundary: Boundary): Generator<PolicyOutcome> {
  const images = imagesIn(value);
  let outside = false;
  const seen = new Set<string>();
  for (const use of images) {
    const outcome = judgeImage(thing, use, chart, boundary);
    outside ||= outcome.verdict === "fail";
    if (use.host !== undefined) seen.add(use.host);
    yield outcome;
  }
  // A registry that stands under another name than `image` is still a registry.
  for (const { path, text } of textsIn(value)) {
    for (const { name, row } of knownHostsIn(text)) {
      if (row.kind !== "registry" || seen.has(name) || boundary.allowedHost("registries", name)) continue;
      seen.add(name);
      outside = true;
      yield fail(thing, {
        message: `${path} names the registry ${name} (${row.operator}, ${row.jurisdiction})`,
        given: name,
      });
    }
  }
  for (const { host, service, region, path } of mentionsOf(value)) {
    if (
      service !== "ecr" ||
      region === undefined ||
      host === undefined ||
      seen.has(host) ||
      boundary.region(region).inside
    )
      continue;
    outside = true;
    yield fail(thing, {
      message: `${path} names the registry ${host}`,
      given: host,
      location: boundary.region(region).place,
    });
  }
  if (chart && images.length === 0 && !outside) {
    yield open(thing, {
      message: "its values name no image: the chart's own defaults are in no document",
      dischargedBy: "runtime",
    });
  }
}

function judgeImage(
  thing: Holder["thing"],
  { image, host, path, unknown }: ImageUse,
  chart: boolean,
  boundary: Boundary,
): PolicyOutcome {
  if (host === undefined)
    return open(thing, { message: `the registry of ${path} is not known yet`, given: unknown ?? image });
  // A chart may set only the name and take the registry from a value that stands elsewhere.
  if (chart && host === "docker.io" && !image.includes("docker.io") && !image.includes("/")) {
    return open(thing, {
      message: `the registry of ${path} is the chart's own default`,
      given: image,
      dischargedBy: "runtime",
    });
  }
  return judgeRegistry(thing, path, host, boundary, image);
}

function judgeRegistry(
  thing: Holder["thing"],
  path: string,
  host: string,
  boundary: Boundary,
  given = host,
): PolicyOutcome {
  if (boundary.allowedHost("registries", host)) return pass(thing);
  const region = ecrRegionOf(host);
  if (region !== undefined) {
    const answer = boundary.region(region);
    if (answer.inside) return pass(thing);
    return fail(thing, {
      message: `${path} comes from ECR in ${answer.place}`,
      given,
      location: answer.place,
      allowed: boundary.allowedPlaces,
    });
  }
  if (isSiteName(host)) return openSiteName(thing, `${path} comes from ${host}`);
  const row = knownHost(host);
  const who = row === undefined ? "" : ` (${row.operator}, ${row.jurisdiction})`;
  const allowed = boundary.data.registries.map((entry) => entry.host).join(", ");
  return fail(thing, {
    message: `${path} comes from ${host}${who}`,
    given,
    allowed: `ECR of ${boundary.allowedPlaces}${allowed === "" ? "" : `, ${allowed}`}`,
    location: row?.jurisdiction,
  });
}
