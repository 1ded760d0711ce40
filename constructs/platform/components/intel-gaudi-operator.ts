import type { INodePool } from "../../contracts";
import { privilegedNamespace } from "../namespaces";
import { PlatformComponent, type ComponentOptions } from "../platform-component";
import { requirePools } from "../pools";

export interface IntelGaudiOperatorProps extends ComponentOptions {
  /** Pools of the cluster; the operator serves those with Gaudi accelerators. At least one must have them. */
  readonly pools: readonly INodePool[];
}

/**
 * Intel's base operator for Gaudi: driver, device plugin (`habana.ai/gaudi`) and metrics. Its images are not known, so a
 * replaced image registry is refused unless `images` and `values` name them.
 *
 * @throws FactoryError where no pool has Gaudi accelerators
 */
export class IntelGaudiOperator extends PlatformComponent {
  constructor(props: IntelGaudiOperatorProps) {
    requirePools("habana-ai-operator", props.pools, {
      need: "Gaudi accelerators",
      has: (pool) => pool.acceleratorVendor === "intel-gaudi",
    });
    super(
      {
        chartId: "intel-gaudi-base-operator",
        namespaceLabels: privilegedNamespace,
        provides: ["gaudi-device-plugin"],
      },
      props,
    );
  }
}
