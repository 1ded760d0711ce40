import { objectOf, toApiFields, typedKindOf } from "./kubernetes-kinds";
import { readOnce } from "./read-once";
import { emptyObject, parseText } from "./text";
import type { HelmRelease, KubernetesObject, Resource } from "./types";
import { hasUnknown, isObject, isUnknown, type Value, type ValueObject } from "./value";

/** The Kubernetes objects that one resource brings; none for a resource of another kind. */
export function kubernetesObjectsOf(resource: Resource): readonly KubernetesObject[] {
  if (resource.mode !== "managed") return [];
  if (resource.type === "kubernetes_manifest") return objectsFrom([resource.attributes["manifest"]], resource);
  if (resource.type === "kubectl_manifest") return objectsFrom([resource.json("yaml_body")], resource);
  if (resource.type === "helm_release") return objectsFrom(chartManifests(resource), resource);
  const typed = resource.type.startsWith("kubernetes_") ? typedKindOf(resource.type) : undefined;
  if (typed === undefined) return [];
  const object = emptyObject();
  [object["apiVersion"], object["kind"]] = typed;
  for (const [key, value] of Object.entries(toApiFields(resource.attributes) as ValueObject)) {
    // The provider's own name for the provisioner of a storage class.
    object[key === "storageProvisioner" ? "provisioner" : key] = value;
  }
  return objectsFrom([object], resource);
}

/** Objects of parsed manifests; what has no kind is none. */
export function objectsFrom(
  manifests: readonly (Value | undefined)[],
  origin: Resource | { readonly file: string },
): readonly KubernetesObject[] {
  return manifests.flatMap((manifest) => {
    if (!isObject(manifest)) return [];
    const { apiVersion, kind } = manifest;
    if (kind === "List" && Array.isArray(manifest["items"])) return objectsFrom(manifest["items"] as Value[], origin);
    if (typeof apiVersion !== "string" || typeof kind !== "string") return [];
    const metadata = objectOf(manifest["metadata"]);
    const [name, namespace] = [textOf(metadata["name"]), textOf(metadata["namespace"])];
    return [
      {
        apiVersion,
        kind,
        ...(name === undefined ? {} : { name }),
        ...(namespace === undefined ? {} : { namespace }),
        labels: objectOf(metadata["labels"]),
        annotations: objectOf(metadata["annotations"]),
        object: manifest,
        address: [kind, namespace, name ?? "(unnamed)"].filter((part) => part !== undefined).join("/"),
        file: origin.file,
        ...("address" in origin ? { resource: origin } : {}),
      },
    ];
  });
}

/** A chart of our own that only carries manifests: its `manifests` values are what gets applied. */
function chartManifests(resource: Resource): readonly Value[] {
  const release = helmReleaseOf(resource);
  if (release.chart === undefined || !isLocalChart(release)) return [];
  const { manifests } = release.values;
  if (Array.isArray(manifests)) return (manifests as readonly Value[]).map(parsedManifest);
  return isObject(manifests) ? Object.values(manifests).map(parsedManifest) : [];
}

/** A manifest may be given as text. */
function parsedManifest(manifest: Value): Value {
  return typeof manifest === "string" ? (parseText(manifest) ?? manifest) : manifest;
}

function isLocalChart({ chart = "", repository }: HelmRelease): boolean {
  return repository === undefined && !/^[a-z0-9+.-]+:\/\//i.test(chart) && /[/\\]|^\.|\.tgz$/.test(chart);
}

/** The release that a `helm_release` makes; its values are long texts. */
export const helmReleaseOf = readOnce(readRelease);

function readRelease(resource: Resource): HelmRelease {
  const values = emptyObject();
  let unreadable = false;
  for (const document of resource.list("values")) {
    const parsed = typeof document === "string" || isUnknown(document) ? parseText(document) : document;
    if (isObject(parsed)) mergeInto(values, parsed);
    else unreadable ||= isUnknown(document) || document !== "";
  }
  for (const kind of ["set", "set_list", "set_sensitive"]) {
    for (const entry of resource.list(kind)) {
      const key = isObject(entry) ? entry["name"] : undefined;
      if (isObject(entry) && typeof key === "string") setPath(values, key, entry["value"] ?? null, entry["type"]);
      else unreadable = true;
    }
  }
  const optional = (key: string) => {
    const text = textOf(resource.attributes[key]);
    return text === undefined ? {} : { [key]: text };
  };
  return {
    ...optional("name"),
    ...optional("namespace"),
    ...optional("chart"),
    ...optional("repository"),
    ...optional("version"),
    values,
    hasUnknown: unreadable || hasUnknown(values),
    resource,
    address: resource.address,
  };
}

/** Later values documents win; maps are merged, lists replaced, as helm does it. */
function mergeInto(target: Record<string, Value>, source: ValueObject): void {
  for (const [key, value] of Object.entries(source)) {
    const earlier = Object.hasOwn(target, key) ? target[key] : undefined;
    if (isObject(earlier) && isObject(value)) {
      const merged = Object.assign(emptyObject(), earlier);
      mergeInto(merged, value);
      target[key] = merged;
    } else {
      target[key] = value;
    }
  }
}

/** `set { name = "a.b[0].c" }`: dots part keys, `\.` is a dot within one. */
function setPath(values: Record<string, Value>, path: string, value: Value, type: Value | undefined): void {
  const keys = path.split(/(?<!\\)[.[]/).map((key) => key.replace(/\]$/, "").replace(/\\\./g, "."));
  const last = keys.pop() ?? path;
  let target: Record<string, Value> = values;
  for (const key of keys) {
    const inner = Object.hasOwn(target, key) ? target[key] : undefined;
    const copy: Record<string, Value> = Array.isArray(inner)
      ? Object.assign(emptyObject(), inner)
      : Object.assign(emptyObject(), isObject(inner) ? inner : {});
    target[key] = copy;
    target = copy;
  }
  target[last] = type === "string" ? value : typedScalar(value);
}

/** Helm reads the text of a `set` as a number or boolean where it looks like one. */
function typedScalar(value: Value): Value {
  if (value === "true" || value === "false") return value === "true";
  if (value === "null") return null;
  return typeof value === "string" && /^-?(0|[1-9]\d*)$/.test(value) ? Number(value) : value;
}

function textOf(value: Value | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}
