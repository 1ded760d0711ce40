import { isUnknown } from "../../documents/value";
import { judgeRows, sourcesOf, type Judges } from "../compatibility/judge";
import { imagesOf } from "../platform/images";
import { fail, pass, unknown, type Rule } from "../rule";

/** Regions of realms for governments and defence. */
const closedRealm = /^(us-gov-|us-iso|us-isob|us-isof|eu-isoe)/;

/** Hosts that anybody can push to or that lie in the public realm. */
const publicRegistry =
  /^(docker\.io|quay\.io|ghcr\.io|nvcr\.io|registry\.k8s\.io|public\.ecr\.aws|gcr\.io|mcr\.microsoft\.com|registry-1\.docker\.io)(\/|$)/;

const judges: Judges = {
  *"sovereign-registry"({ subject, components }) {
    const { documents, model } = subject;
    const regions = [
      ...(documents?.providers.filter(({ name }) => name === "aws").map((provider) => provider.get("region")) ?? []),
      ...(model?.sites.map(({ region }) => region) ?? []),
    ];
    const realm = regions.find((region) => typeof region === "string" && closedRealm.test(region));
    if (realm === undefined) {
      for (const region of regions.filter(isUnknown))
        yield unknown({ path: "provider aws" }, { message: "the region is not known yet", given: String(region) });
      return;
    }
    for (const { about, image } of documents ? imagesOf(documents) : []) {
      if (isUnknown(image)) yield unknown(about, { message: "an image is not known yet" });
      else if (!publicRegistry.test(image)) yield pass(about);
      else {
        const message = `an image of ${String(realm)} comes from a public registry`;
        yield fail(about, {
          message,
          given: image,
          fix: "mirror it into a registry of the realm, and set imageRegistry",
        });
      }
    }
    for (const { about, release } of components) {
      const from = release?.repository?.replace(/^(oci|https):\/\//, "") ?? "";
      if (!/^(.*\.github\.io|helm\.ngc\.nvidia\.com)(\/|$)/.test(from) && !publicRegistry.test(from)) continue;
      const message = `a chart of ${String(realm)} comes from a public repository`;
      yield fail(about, {
        message,
        given: release?.repository,
        fix: "mirror it into a registry of the realm, and set chartRepository",
      });
    }
  },
};

export const publicRegistryInClosedRealm: Rule = {
  id: "VER-106-public-registry",
  family: "VER",
  title: "realms for governments and defence pull nothing from public registries",
  severity: "error",
  reads: "either",
  cause:
    "Isolated and government realms do not reach the public registries, or must not. A chart that names one fails at " +
    "the first pull, or breaks the rules that the realm exists for.",
  mend: "mirror images and charts into a registry of the realm",
  sources: sourcesOf(judges),
  unknownMeans: "The region or an image is a token.",
  example: {
    fails: "nvcr.io/nvidia/gpu-operator in us-gov-west-1",
    passes: "an image of the account's own registry there",
  },
  check: (subject) => judgeRows(judges, subject),
};

export const publicRegistryJudges = judges;
