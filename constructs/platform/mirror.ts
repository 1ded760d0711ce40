import type { Finding } from "../../validation/finding";
import type { ChartReference, IPlatformComponent, KubernetesObject } from "../contracts";
import { changeComponents } from "./change-components";
import { mapStrings, stringsIn, type HelmValues } from "./helm-values";

/** Where charts and images come from instead of their makers' own places. */
export interface MirrorOptions {
  /**
   * Registry that holds copies of all images, with an optional path and without a scheme: `registry.example.org/mirror`.
   * The makers' host is replaced by it, the rest of the image's name stays. A map gives each host a registry of its own,
   * as a pull-through cache needs it: `{ "docker.io": "….dkr.ecr.eu-north-1.amazonaws.com/docker-hub", … }`.
   *
   * @default - images come from their makers' registries
   */
  readonly imageRegistry?: string | Readonly<Record<string, string>>;
  /**
   * Repository that holds copies of all charts: `https://…` or `oci://…` without the chart's name.
   *
   * @default - charts come from their makers' repositories
   */
  readonly chartRepository?: string;
}

/** The components with every chart and image taken from the mirror, and what cannot be taken from there. */
export interface MirroredComponents {
  /** The components, with the mirror's references. */
  readonly components: readonly IPlatformComponent[];
  /** Charts and images that the mirror cannot provide. */
  readonly findings: readonly Finding[];
}

/**
 * Rewrites charts, image references in values and manifests, and the lists of images. Works on the description alone, so
 * that every renderer gets the same result. Dependencies point to the rewritten components.
 *
 * @param path construct path for the findings
 */
export function mirrorComponents(
  components: readonly IPlatformComponent[],
  mirror: MirrorOptions,
  path: string,
): MirroredComponents {
  if (mirror.imageRegistry === undefined && mirror.chartRepository === undefined) return { components, findings: [] };
  const rewritten = changeComponents(components, (component) => rewrite(component, mirror));
  const findings = components.flatMap((component) => imageFindings(component, mirror, path));
  return { components: rewritten, findings };
}

function rewrite(component: IPlatformComponent, mirror: MirrorOptions): Partial<IPlatformComponent> {
  const replace = imageReplacer(component, mirror);
  return {
    chart: component.chart && mirroredChart(component.chart, mirror),
    values: mapStrings(component.values, replace) as HelmValues,
    manifests: mapStrings(component.manifests, replace) as KubernetesObject[],
    images: component.images.map(replace),
  };
}

function mirroredChart(chart: ChartReference, mirror: MirrorOptions): ChartReference {
  return mirror.chartRepository === undefined ? chart : { ...chart, repository: mirror.chartRepository };
}

/** Replaces strings that name an image of the component, its repository, or the bare host it comes from. */
function imageReplacer(component: IPlatformComponent, mirror: MirrorOptions): (text: string) => string {
  const targets = component.images.map((image) => ({ image, ...parts(image) }));
  return (text) => {
    const target = targets.find(({ image, host }) => text === host || isPrefixOf(text, image));
    if (target === undefined) return text;
    const registry = registryFor(target.host, mirror);
    return registry === undefined ? text : registry + text.slice(target.host.length);
  };
}

function imageFindings(component: IPlatformComponent, mirror: MirrorOptions, path: string): Finding[] {
  if (mirror.imageRegistry === undefined) return [];
  const common = { rule: "PLT-058-image-not-mirrored", severity: "error", verdict: "fail", path } as const;
  const known = component.imagesKnown ?? (component.chart === undefined || component.images.length > 0);
  if (!known) {
    return [
      {
        ...common,
        message: `the images that the chart of '${component.name}' pulls are not known, so the mirror cannot be put in`,
        given: `${component.chart?.name} ${component.chart?.version}`,
        allowed: "a component that lists its images",
        fix: "list the chart's images in the component's 'images', and name each of them in its 'values'",
      },
    ];
  }
  const named = stringsIn([component.values, component.manifests]);
  return component.images.flatMap((image): Finding[] => {
    const { host } = parts(image);
    if (registryFor(host, mirror) === undefined) {
      return [
        {
          ...common,
          message: `no registry is given for images of '${host}', which '${component.name}' pulls`,
          given: image,
          allowed: Object.keys(mirror.imageRegistry ?? {}),
          fix: `add '${host}' to 'imageRegistry'`,
        },
      ];
    }
    if (named.some((text) => text === host || isPrefixOf(text, image))) return [];
    return [
      {
        ...common,
        message: `nothing in the values of '${component.name}' names the image, so the chart would pull it from its maker`,
        given: image,
        allowed: "values or manifests that name the repository or the registry of every image",
        fix: "set the chart's value for this image in the component's 'values'",
      },
    ];
  });
}

function registryFor(host: string, mirror: MirrorOptions): string | undefined {
  return typeof mirror.imageRegistry === "string" ? mirror.imageRegistry : mirror.imageRegistry?.[host];
}

/** Whether `text` is the image, or its name without tag, digest or last path elements. Needs the host and one element. */
function isPrefixOf(text: string, image: string): boolean {
  if (text === image) return true;
  return text.includes("/") && image.startsWith(text) && /^[:@/]/.test(image.slice(text.length));
}

function parts(image: string): { readonly host: string } {
  return { host: image.slice(0, image.indexOf("/")) };
}
