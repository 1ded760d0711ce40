import type { IPlatformComponent } from "../../constructs/contracts";
import { FactoryDashboards, FactoryRules, LogCollector, Loki } from "../../constructs/observability";
import type { PresetParts } from "./parts";
import type { PresetProps } from "./props";

/** Alerts, the factory's dashboard, and all logs in the bucket of logs. */
export function watching(parts: PresetParts, props: PresetProps): readonly IPlatformComponent[] {
  const { monitoring, exporters, disks } = parts;
  const { usdPerAcceleratorHour } = props;
  const rules = new FactoryRules({ monitoring, exporters, usdPerAcceleratorHour });
  const loki = new Loki({
    bucket: parts.bucket(props.buckets?.logs ?? "logs", "logging", "loki"),
    monitoring,
    ...disks,
  });
  return [rules, new FactoryDashboards({ monitoring, rules }), loki, new LogCollector({ loki })];
}
