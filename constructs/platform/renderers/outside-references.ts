import type { Finding } from "../../../validation/finding";
import type { IPlatformComponent } from "../../contracts";
import type { MirrorOptions } from "../mirror";

/** Registries that many images come from: a bare mention of one is a way out, whatever value it stands in. */
const publicRegistries = [
  "docker.io",
  "gcr.io",
  "ghcr.io",
  "mcr.microsoft.com",
  "nvcr.io",
  "public.ecr.aws",
  "quay.io",
  "registry.k8s.io",
];

/** Keys of values that name a place to pull from. */
const placeKey = /^(image|repository|registry|imageRegistry|image_registry|repo|registryUrl|imageRepository)$/i;

/**
 * What still names a host outside once a mirror is set: image references, registries and URLs in values and manifests.
 * Names of API groups and labels look like hosts and are none; hosts of the cluster's own services are at home.
 *
 * @param components the components as they come from the mirror
 */
export function outsideReferences(
  components: readonly IPlatformComponent[],
  mirror: MirrorOptions,
  path: string,
): Finding[] {
  const inside = mirrorHosts(mirror);
  if (mirror.imageRegistry === undefined) return [];
  return components.flatMap((component) =>
    outsideStrings({ values: component.values, manifests: component.manifests, images: component.images }, inside).map(
      ({ at, text }): Finding => ({
        rule: "PLT-072-outside-reference",
        severity: "error",
        verdict: "fail",
        message: `component '${component.name}' still refers to a host outside although a mirror is set`,
        path,
        given: `${at}: ${text}`,
        allowed: inside,
        fix: "list the image in the component's 'images', or set this value to a place inside",
      }),
    ),
  );
}

/** Hosts that a component names beside those that its images and its chart come from. A mirror does not replace them. */
export function namedHosts({ values, manifests, images, chart }: IPlatformComponent): readonly string[] {
  const registries = images.map((image) => image.split("/")[0] ?? "");
  const inside = [...registries, ...mirrorHosts({ chartRepository: chart?.repository })];
  const found = outsideStrings({ values, manifests }, []).flatMap(({ hosts }) => hosts);
  return [...new Set(found)].filter((host) => !inside.includes(host)).sort();
}

/** Hosts that the mirror is on. */
export function mirrorHosts({ imageRegistry, chartRepository }: MirrorOptions): readonly string[] {
  const registries = typeof imageRegistry === "string" ? [imageRegistry] : Object.values(imageRegistry ?? {});
  const places = chartRepository === undefined ? registries : [...registries, chartRepository];
  return [...new Set(places.map((place) => place.replace(/^[a-z]+:\/\//, "").split("/")[0] ?? ""))];
}

interface OutsideString {
  readonly at: string;
  readonly text: string;
  readonly hosts: readonly string[];
}

function outsideStrings(value: unknown, inside: readonly string[], at = "", key = ""): OutsideString[] {
  if (typeof value === "string") {
    const hosts = hostsOutside(value, key, inside);
    return hosts.length > 0 ? [{ at, text: excerpt(value), hosts }] : [];
  }
  if (Array.isArray(value)) {
    return value.flatMap((item, index) => outsideStrings(item, inside, `${at}[${index}]`, key));
  }
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) =>
    outsideStrings(inner, inside, at === "" ? name : `${at}.${name}`, name),
  );
}

function hostsOutside(text: string, key: string, inside: readonly string[]): readonly string[] {
  const [first = ""] = text.split("/");
  const hosts = [
    ...[...text.matchAll(/\b(?:https?|oci|docker):\/\/([A-Za-z0-9.-]+)/g)].map(([, host]) => host),
    // host.tld/path with a tag or a digest: an image wherever it stands, in a script or a configuration text too.
    ...[...text.matchAll(/(?<![\w./-])((?:[a-z0-9-]+\.)+[a-z]{2,})\/[\w./-]+(?::[\w][\w.-]*|@sha256:)/g)].map(
      ([, host]) => host,
    ),
    ...text.split(/[^A-Za-z0-9.-]+/).filter((word) => publicRegistries.includes(word)),
    ...(placeKey.test(key) && /^([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?$/.test(first) ? [first] : []),
  ];
  return hosts.filter((host) => host !== undefined).filter((host) => !isAtHome(host, inside));
}

/** The mirror's own domain, the cluster's services, this machine, and link-local and private addresses. */
function isAtHome(host: string, inside: readonly string[]): boolean {
  if (inside.some((known) => known === host || sharesDomain(known.split(":")[0] ?? "", host))) return true;
  if (!host.includes(".") || /\.(svc|local|internal|cluster\.local)$|\.svc\./.test(host)) return true;
  return /^(127|10|169\.254|192\.168|172\.(1[6-9]|2\d|3[01]))\./.test(host);
}

/** Whether a host is the mirror, or its neighbour: `id.example.org` beside `registry.example.org`. */
function sharesDomain(mirror: string, host: string): boolean {
  const [, ...parent] = mirror.split(".");
  return host === mirror || (parent.length > 1 && host.endsWith(`.${parent.join(".")}`));
}

function excerpt(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 117)}…`;
}
