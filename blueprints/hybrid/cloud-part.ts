import { routedSiteCidrBlocks } from "./addresses";
import type { CloudFactoryProps } from "../cloud/props";
import type { HybridFactoryProps } from "./props";

/** The cloud factory's props, with the site let in. */
export function cloudPart(props: HybridFactoryProps): Omit<CloudFactoryProps, "state" | "intent" | "acknowledgements"> {
  const { cloud, hybridNodes, boundary } = props;
  return {
    ...cloud,
    boundary,
    privateAccessCidrs: [...(cloud.privateAccessCidrs ?? []), ...routedSiteCidrBlocks(props)],
    remoteNetworks: hybridNodes,
  };
}
