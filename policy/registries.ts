import type { Boundary } from "./boundary";
import { mentionsIn } from "./locations/mentions";

/** Region of an ECR registry by its host; undefined for any other host. */
export function ecrRegionOf(host: string): string | undefined {
  const [ecr] = mentionsIn(`https://${host}`).filter(({ service }) => service === "ecr");
  return ecr?.region ?? /\.dkr[.-]ecr\.([a-z0-9-]+)\./.exec(host)?.[1];
}

/** Whether images may come from the host: ECR of a region inside, or a registry that the boundary names. */
export function registryInside(boundary: Boundary, host: string): boolean {
  const region = ecrRegionOf(host);
  return (
    boundary.allowedHost("registries", host) !== undefined || (region !== undefined && boundary.region(region).inside)
  );
}

/**
 * Whether a host's name has no meaning in the public DNS, so that it cannot be a registry of somebody outside: the
 * top-level domain `internal`, which ICANN set aside for private use (resolution 2024.07.29.06), and RFC 8375's `home.arpa`.
 */
export function isSiteName(host: string): boolean {
  return /\.(internal|home\.arpa)(:\d+)?$/i.test(host);
}
