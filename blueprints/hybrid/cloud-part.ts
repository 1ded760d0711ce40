import { routedSiteCidrBlocks } from "./addresses";
import type { HybridFactoryProps } from "./props";

/** The cloud factory's props, with the site let in. */
export function cloudPart(props: HybridFactoryProps): HybridFactoryProps["cloud"] {
  const { cloud, hybridNodes } = props;
  return {
    ...cloud,
    privateAccessCidrs: [...(cloud.privateAccessCidrs ?? []), ...routedSiteCidrBlocks(props)],
    remoteNetworks: hybridNodes,
  };
}
