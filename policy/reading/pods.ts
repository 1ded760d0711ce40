import type { KubernetesObject } from "../../documents/types";
import { isObject, isUnknown, type Unknown, type Value, type ValueObject } from "../../documents/value";

/** A pod template, wherever an object carries one: Deployment, RayCluster, PyTorchJob, ConfigMap with a manifest. */
export interface PodSpec {
  readonly path: string;
  readonly spec: ValueObject;
  readonly containers: readonly ContainerSpec[];
}

export interface ContainerSpec {
  readonly path: string;
  readonly kind: "container" | "init" | "ephemeral";
  readonly container: ValueObject;
}

const maxDepth = 40;

/** Every object inside a value, with its path. */
export function* objectsIn(
  value: Value | undefined,
  path = "",
  depth = 0,
): Generator<{ path: string; object: ValueObject }> {
  if (depth > maxDepth) return;
  if (Array.isArray(value)) {
    for (const [index, item] of (value as readonly Value[]).entries())
      yield* objectsIn(item, `${path}[${index}]`, depth + 1);
  } else if (isObject(value)) {
    yield { path, object: value };
    for (const [key, item] of Object.entries(value))
      yield* objectsIn(item, path === "" ? key : `${path}.${key}`, depth + 1);
  }
}

/** Pod templates of an object: whatever has a list of containers. */
export function podSpecs({ object }: Pick<KubernetesObject, "object">): readonly PodSpec[] {
  const found: PodSpec[] = [];
  for (const { path, object: spec } of objectsIn(object)) {
    const of = (key: string, kind: ContainerSpec["kind"]) =>
      listOf(spec[key]).flatMap((container, index) =>
        isObject(container) ? [{ path: `${path}.${key}[${index}]`, kind, container }] : [],
      );
    const containers = [
      ...of("containers", "container"),
      ...of("initContainers", "init"),
      ...of("ephemeralContainers", "ephemeral"),
    ];
    if (containers.length > 0) found.push({ path, spec, containers });
  }
  return found;
}

/** Variables of a container, by name; one that comes from elsewhere has no value. */
export function environmentOf(container: ValueObject): ReadonlyMap<string, Value | undefined> {
  return new Map(
    listOf(container["env"]).flatMap((entry) =>
      isObject(entry) && typeof entry["name"] === "string" ? [[entry["name"], entry["value"]] as const] : [],
    ),
  );
}

/** A container image that something names. */
export interface ImageUse {
  readonly path: string;
  /** As one would pull it, as far as it is known. */
  readonly image: string;
  /** Registry host; `docker.io` where none is written; undefined where it is not known. */
  readonly host?: string;
  /** Whether a digest is named. */
  readonly pinned: boolean;
  readonly unknown?: Unknown;
}

/** Every image that a value names: `image` fields, repository and tag of charts, registries. */
export function imagesIn(value: Value): readonly ImageUse[] {
  const found = new Map<string, ImageUse>();
  const add = (use: ImageUse) => found.set(`${use.path} ${use.image}`, use);
  for (const { path, object } of objectsIn(value)) {
    const { repository, registry, tag, digest, image, name } = object;
    const at = (key: string) => (path === "" ? key : `${path}.${key}`);
    // Operators of NVIDIA: the repository is a folder, and `image` the name in it.
    const isInFolder = typeof repository === "string" && typeof image === "string" && /^[\w.-]+$/.test(image);
    for (const [key, item] of Object.entries(object)) {
      if (isInFolder && key === "image") continue;
      if (/image(_?uri)?$/i.test(key) && (typeof item === "string" || isUnknown(item)) && item !== "")
        add(imageUse(at(key), item));
      // One registry for all images of a chart: cert-manager.
      if (/imageRegistry$/i.test(key) && typeof item === "string" && item !== "") {
        add(imageUse(at(key), `${item.replace(/\/$/, "")}/*`));
      }
    }
    if (isInFolder) {
      add(composedImage(at("image"), `${repository}/${image}`, registry, tag ?? object["version"], digest));
      continue;
    }
    // JupyterHub: `image: { name, tag }`.
    if (typeof name === "string" && name.includes("/") && tag !== undefined && /image$/i.test(path)) {
      add(composedImage(at("name"), name, undefined, tag, digest));
    }
    const isImage = tag !== undefined || digest !== undefined || /image/i.test(path) || registry !== undefined;
    if (isImage && (typeof repository === "string" || isUnknown(repository)) && repository !== "") {
      add(composedImage(`${path}.repository`, repository, registry, tag, digest));
    }
  }
  return [...found.values()];
}

function composedImage(
  path: string,
  repository: Value,
  registry: Value | undefined,
  tag: Value | undefined,
  digest: Value | undefined,
): ImageUse {
  const text = (value: Value | undefined) =>
    typeof value === "string" ? value : isUnknown(value) ? value.toString() : "";
  const host = text(registry);
  const name = `${host === "" ? "" : `${host}/`}${text(repository)}`;
  const version = text(digest) === "" ? (text(tag) === "" ? "" : `:${text(tag)}`) : `@${text(digest)}`;
  const unknown = [registry, repository].find((value) => isUnknown(value));
  return {
    ...imageUse(path, `${name}${version}`),
    ...(isUnknown(unknown) && !isEcr(name) ? { unknown, host: undefined } : {}),
  };
}

const ecrPattern = /\.dkr[.-]ecr(?:-fips)?\.([a-z0-9-]+)\./;

function isEcr(text: string): boolean {
  return ecrPattern.test(text);
}

/** Reads an image's name: its registry, and whether a digest pins it. */
export function imageUse(path: string, value: string | Unknown): ImageUse {
  const image = String(value);
  const pinned = /@sha(256|384|512):[0-9a-f]+/.test(image);
  // An unknown account in front of an ECR host leaves its region known.
  if (isUnknown(value) && !isEcr(image)) {
    const host = value.parts?.[0];
    const known = typeof host === "string" && host.includes("/") ? { host: registryOf(host) } : {};
    return { path, image, pinned, ...known, ...("host" in known ? {} : { unknown: value }) };
  }
  return { path, image, pinned, host: registryOf(image) };
}

function registryOf(image: string): string {
  const [first = "", ...rest] = image.replace(/^(docker|oci):\/\//, "").split("/");
  const isHost = rest.length > 0 && (first.includes(".") || first.includes(":") || first === "localhost");
  return isHost ? first.replace(/:\d+$/, "").toLowerCase() : "docker.io";
}

export function listOf(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}
