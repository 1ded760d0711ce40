import type { INodePool } from "../../contracts";
import { tolerationsOf } from "../placement";
import { PlatformComponent, type ComponentOptions } from "../platform-component";
import { requirePools } from "../pools";

/** A pool that also says of which instance types it is made. */
export type PoolOfInstanceTypes = INodePool & { readonly instanceTypes: readonly string[] };

export interface NeuronDevicePluginProps extends ComponentOptions {
  /** Pools of the cluster; the plugin runs on those with Trainium or Inferentia. At least one must have them. */
  readonly pools: readonly PoolOfInstanceTypes[];
}

/**
 * Offers Trainium and Inferentia devices to pods as `aws.amazon.com/neuron` and `aws.amazon.com/neuroncore`.
 *
 * @throws FactoryError where no pool has Neuron devices
 */
export class NeuronDevicePlugin extends PlatformComponent {
  constructor(props: NeuronDevicePluginProps) {
    const pools = requirePools("neuron-device-plugin", props.pools, {
      need: "Neuron devices",
      has: (pool) => pool.acceleratorVendor === "aws-neuron",
    });
    const repository = "public.ecr.aws/neuron/neuron-device-plugin";
    const instanceTypes = pools.flatMap((pool) => pool.instanceTypes);
    super(
      {
        chartId: "aws-neuron",
        name: "neuron-device-plugin",
        values: {
          // The plugin goes to these types only; the chart's own list ages with each release.
          neuronInstances: [...new Set(instanceTypes)].sort(),
          devicePlugin: {
            image: { repository, tag: devicePluginTag },
            tolerations: tolerationsOf(pools),
          },
          scheduler: { enabled: false },
          // EKS' own node monitoring agent watches Neuron devices as well.
          npd: { enabled: false },
        },
        images: [`${repository}:${devicePluginTag}`],
      },
      props,
    );
  }
}

const devicePluginTag = "2.31.0.0";
