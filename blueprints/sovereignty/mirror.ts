import { partitionOf } from "../../catalog";
import { problem } from "../../constructs/aws/problem";
import type { MirrorOptions } from "../../constructs/platform";
import { registryInside, type Boundary } from "../../policy";
import type { Finding } from "../../validation/finding";

/**
 * Prefix below which a mirror keeps the images of each public registry: those that the console of ECR proposes for
 * pull-through rules, and one of the same kind for the registries that it does not know.
 */
const prefixes = {
  "docker.io": "docker-hub",
  "ghcr.io": "github",
  "nvcr.io": "nvidia",
  "public.ecr.aws": "ecr-public",
  "quay.io": "quay",
  "registry.k8s.io": "kubernetes",
  "vault.habana.ai": "habana",
} as const;

/**
 * Where images and charts come from inside a boundary: the first registry that it names by its host, else ECR of its
 * account in the region. Undefined where it names neither.
 *
 * @param region AWS region of the cluster. @default - the cluster stands at a site: no ECR
 */
export function boundaryMirror({ data }: Boundary, region?: string): Required<MirrorOptions> | undefined {
  const own = data.registries.map(({ host }) => host).find((host) => !host.startsWith("*."));
  const [account, ...others] = data.accounts;
  const ecr =
    region === undefined || account === undefined || others.length > 0
      ? undefined
      : `${account}.dkr.ecr.${region}.${partitionOf(region).dnsSuffix}`;
  const host = own ?? ecr;
  if (host === undefined) return undefined;
  const registries = Object.entries(prefixes).map(([maker, prefix]) => [maker, `${host}/${prefix}`] as const);
  return { imageRegistry: Object.fromEntries(registries), chartRepository: `oci://${host}/charts` };
}

/** What of images and charts would come from outside. */
export function checkMirror(boundary: Boundary, mirror: MirrorOptions, path: string): Finding[] {
  const { imageRegistry, chartRepository } = mirror;
  const given: readonly (readonly [prop: string, place: string | undefined])[] = [
    ...(typeof imageRegistry === "object"
      ? Object.entries(imageRegistry).map(([maker, registry]) => [`imageRegistry['${maker}']`, registry] as const)
      : ([["imageRegistry", imageRegistry]] as const)),
    ["chartRepository", chartRepository],
  ];
  const allowed = [`ECR of ${boundary.allowedPlaces}`, ...boundary.data.registries.map(({ host }) => host)];
  return given.flatMap(([prop, place]): Finding[] => {
    if (place === undefined) {
      const message = `nothing inside ${boundary.data.name} is named that images and charts come from`;
      const fix = `state \`${prop}\`, or give the boundary one account (for its ECR) or a registry`;
      return [problem("SOV-SUP-01-image-registries", `${path}.${prop}`, message, { given: undefined, allowed, fix })];
    }
    if (registryInside(boundary, hostOf(place))) return [];
    const message = `${hostOf(place)} is no registry inside ${boundary.data.name}`;
    const fix = "leave it out for the boundary's own, or name the registry in the boundary";
    return [problem("SOV-SUP-01-image-registries", `${path}.${prop}`, message, { given: place, allowed, fix })];
  });
}

function hostOf(place: string): string {
  return place.replace(/^[a-z]+:\/\//, "").replace(/\/.*$/, "");
}
