import { isUnknown } from "../../documents/value";
import { imagesOf, type ImageUse } from "../platform/images";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const imagePinned: Rule = {
  id: "PLT-010-image-pinned",
  family: "PLT",
  title: "images are pinned to a version",
  severity: "warning",
  reads: "documents",
  scope: "cluster",
  cause:
    "An image without a tag, or with one that moves, is another image on every node that pulls it: two workers of one " +
    "job run different NCCL versions, and a node that joins at night brings a driver that nobody has tested.",
  mend: "write the version as the tag, or better the digest",
  sources: [
    "Kubernetes documentation, images: avoid the tag `latest` in production; a digest names one image for good",
  ],
  unknownMeans: "The image is a token.",
  example: {
    fails: "nvcr.io/nvidia/pytorch:latest, or an image without a tag",
    passes: "nvcr.io/nvidia/pytorch:26.08-py3",
  },
  *check({ documents }) {
    for (const use of documents ? imagesOf(documents) : []) yield judge(use);
  },
};

/** Tags that are moved to the newest image. */
const moving = /:(latest|main|master|dev|devel|edge|nightly|stable|canary)$/;

function judge({ about, image, from, pinned }: ImageUse): Outcome {
  if (isUnknown(image)) return unknown(about, { message: "an image is not known yet" });
  const allowed = "a version as the tag, or a digest";
  if (moving.test(image)) return fail(about, { message: "the image's tag moves", given: image, allowed });
  // A chart adds its own version to what its values leave out.
  if (!pinned && from === "pod")
    return fail(about, { message: "the image has no tag, which means `latest`", given: image, allowed });
  return pass(about);
}
