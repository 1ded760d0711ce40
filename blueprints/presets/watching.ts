import type { IPlatformComponent } from "../../constructs/contracts";
import {
  EfaExporter,
  FactoryDashboards,
  FactoryRules,
  LogCollector,
  Loki,
  OpenCost,
} from "../../constructs/observability";
import type { PresetParts } from "./parts";
import type { TeamsPresetProps } from "./props";

/** Alerts, the factory's dashboard, costs by team, and all logs in the bucket of logs. */
export function watching(parts: PresetParts, props: TeamsPresetProps): readonly IPlatformComponent[] {
  const { monitoring, exporters, disks, kueue } = parts;
  const { prices } = props;
  const usdPerAcceleratorHour = prices?.usdPerAcceleratorHour;
  const hasEfa = kueue.pools.some(({ fabricDevices }) => fabricDevices?.resourceName === "vpc.amazonaws.com/efa");
  const fabric = hasEfa ? [new EfaExporter({ pools: kueue.pools, monitoring })] : [];
  const rules = new FactoryRules({ monitoring, exporters: [...exporters, ...fabric], usdPerAcceleratorHour });
  const loki = new Loki({
    bucket: parts.bucket(props.buckets?.logs ?? "logs", "logging", "loki"),
    monitoring,
    ...disks,
  });
  const costs = prices === undefined ? [] : [new OpenCost({ monitoring, prices })];
  return [...fabric, ...costs, rules, new FactoryDashboards({ monitoring, rules }), loki, new LogCollector({ loki })];
}
