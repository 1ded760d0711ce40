import type { Documents } from "../../documents/types";
import { isObject, isUnknown, type Unknown, type Value, type ValueObject } from "../../documents/value";
import { resourceAbout, type About } from "../rule";
import { podTemplatesOf } from "./pods";

/** An image that some pod will pull: whole where a pod names it, put together where a chart's values do. */
export interface ImageUse {
  readonly about: About;
  readonly image: string | Unknown;
  /** `pod`: as it will be pulled. `values`: the chart adds what is not written. */
  readonly from: "pod" | "values";
  /** Whether a tag or digest is written. */
  readonly pinned: boolean;
}

/** Images of the documents' pods and of the charts' values. */
export function imagesOf(documents: Documents): readonly ImageUse[] {
  const pods = podTemplatesOf(documents).flatMap(({ about, containers }) =>
    containers.flatMap(({ image }): ImageUse[] => {
      if (isUnknown(image)) return [{ about, image, from: "pod", pinned: false }];
      return typeof image === "string" ? [{ about, image, from: "pod", pinned: hasTag(image) }] : [];
    }),
  );
  const values = documents
    .helmReleases()
    .flatMap(({ values, resource }) => valueImages(values, "", resourceAbout(resource)));
  return [...pods, ...values];
}

/** `image: {registry, repository, tag, digest}`, `image: "a/b:c"`, and `repository` beside `image` and `version`. */
function valueImages(value: Value, key: string, about: About, depth = 0): readonly ImageUse[] {
  if (depth > 16 || key === "manifests") return [];
  if (Array.isArray(value))
    return (value as readonly Value[]).flatMap((item) => valueImages(item, key, about, depth + 1));
  if (!isObject(value)) return [];
  const own = imageIn(value, about);
  return [...own, ...Object.entries(value).flatMap(([name, item]) => valueImages(item, name, about, depth + 1))];
}

function imageIn(value: ValueObject, about: About): readonly ImageUse[] {
  const { repository, registry, tag, digest, sha, version, image } = value;
  if (isUnknown(repository)) return [{ about, image: repository, from: "values", pinned: false }];
  if (typeof repository !== "string") {
    const whole = typeof image === "string" && image.includes("/");
    return whole ? [{ about, image, from: "values", pinned: hasTag(image) }] : [];
  }
  const host = typeof registry === "string" && registry !== "" ? `${registry}/` : "";
  const name = typeof image === "string" && !image.includes("/") ? `/${image}` : "";
  const pin = digest ?? sha ?? tag ?? version;
  const text = typeof pin === "string" && pin !== "" ? `:${pin}` : "";
  return [{ about, image: `${host}${repository}${name}${text}`, from: "values", pinned: text !== "" }];
}

/** Whether a tag or digest follows the name; a port before a slash is none. */
export function hasTag(image: string): boolean {
  return image.includes("@") || /:[^/]+$/.test(image);
}
