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
