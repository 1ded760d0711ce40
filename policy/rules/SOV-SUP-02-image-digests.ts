import { imagesIn } from "../reading/pods";
import { judge, open } from "../reading/verdicts";
import { workloadHolders } from "../reading/users";
import { policyRule } from "../rule";

/** Checks of other tools for containers of Kubernetes. */
const tagged = ["CKV_K8S_43", "7c81d34c-8e5a-402b-9798-9f442630e678"];

export const SOV_SUP_02 = policyRule({
  id: "SOV-SUP-02-image-digests",
  title: "images are named by digest",
  weight: "high",
  stages: ["synth", "runtime"],
  guardrail: "VAP image-digests",
  references: ["C5:2026 PSS-11.01AC", "C5:2026 OPS-31"],
  covers: tagged,
  cause: "A tag names what its owner wants it to name today.",
  mend: "name the image by digest, and verify its signature at admission",
  example: {
    fails: "`image: registry.example.eu/trainer:latest`",
    passes: "`image: registry.example.eu/trainer@sha256:…`",
    evades: "`image: registry.example.eu/trainer:sha256`",
  },
  *check({ documents }) {
    for (const { thing, value, chart } of workloadHolders(documents)) {
      const images = imagesIn(value);
      // A chart's version pins what it deploys, as far as its own images are pinned in it.
      const later = images.filter(({ pinned, unknown }) => !pinned && (unknown !== undefined || chart));
      if (later.length > 0) {
        const message = "whether its images are what was tested is decided when they are pulled";
        yield open(thing, { message, given: later.map(({ image }) => image), dischargedBy: "runtime" });
      }
      for (const { path, image, pinned } of images.filter((use) => !later.includes(use))) {
        yield judge(thing, pinned, {
          message: `${path} is named by a tag, which can be moved`,
          given: image,
          covers: "apiVersion" in thing ? tagged : [],
        });
      }
    }
  },
});
