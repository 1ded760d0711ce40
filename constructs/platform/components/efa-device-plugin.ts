import { eksImageRegistry, helmChart } from "../../../catalog";
import { poolLabel, type INodePool } from "../../contracts";
import { efaResourceName } from "../../fabric";
import { requirePools } from "../pools";
import { tolerationsOf } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";

export interface EfaDevicePluginProps extends ComponentOptions {
  /** Pools of the cluster; the plugin runs on those that have EFA devices. At least one must. */
  readonly pools: readonly INodePool[];
  /** Region of the cluster: EKS serves the image from a registry of each region. */
  readonly region: string;
}

/**
 * Offers the EFA devices of a node to pods as `vpc.amazonaws.com/efa`.
 *
 * @throws FactoryError where no pool has EFA devices
 * @throws UnknownNameError where no EKS image registry of the region is known
 */
export class EfaDevicePlugin extends PlatformComponent {
  constructor(props: EfaDevicePluginProps) {
    const pools = requirePools("aws-efa-k8s-device-plugin", props.pools, {
      need: `EFA devices (${efaResourceName})`,
      has: (pool) => pool.fabricDevices?.resourceName === efaResourceName,
    });
    const repository = `${eksImageRegistry(props.region).registry}/eks/aws-efa-k8s-device-plugin`;
    super(
      {
        chartId: "aws-efa-k8s-device-plugin",
        values: {
          image: { repository },
          // The chart's own list of instance types ages with each release; our pools know whether they have EFA.
          supportedInstanceLabels: { keys: [poolLabel], values: pools.map(({ poolName }) => poolName) },
          tolerations: tolerationsOf(pools),
        },
        images: [`${repository}:${helmChart("aws-efa-k8s-device-plugin").appVersion}`],
      },
      props,
    );
  }
}
