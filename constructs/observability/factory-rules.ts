import { FactoryError } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { IPlatformComponent } from "../contracts";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { ruleObject } from "./rule-object";
import { acceleratorRules } from "./rules/accelerator-rules";
import { fabricRules } from "./rules/fabric-rules";
import type { RuleGroup } from "./rules/rule";
import { servingRules, type LatencyObjective } from "./rules/serving-rules";
import { storageRules } from "./rules/storage-rules";

export interface FactoryRulesProps extends Omit<
  ComponentOptions,
  "chartVersion" | "chartRepository" | "values" | "images"
> {
  /** Evaluates the rules, and brings the PrometheusRule definition. */
  readonly monitoring: IPlatformComponent;
  /** Exporters whose metrics the rules read: the DCGM exporter or the GPU operator. */
  readonly exporters: readonly IPlatformComponent[];
  /** What answers must keep. @default - first token within 2 s, then a token each 0.1 s, for 95 % */
  readonly latencyObjective?: LatencyObjective;
  /** Price of one accelerator for one hour, USD. @default - the cost of a million tokens is not recorded */
  readonly usdPerAcceleratorHour?: number;
}

/**
 * Alerts about GPUs, fabric, volumes and answers, and the factory's figures as recorded series: tokens per second, tokens
 * per joule, cost of a million tokens. The rules read metrics of NVIDIA GPUs and of vLLM.
 *
 * @throws FactoryError where an objective or the price is not above 0
 */
export class FactoryRules extends PlatformComponent {
  /** The rules, by group. */
  readonly groups: readonly RuleGroup[];

  constructor(props: FactoryRulesProps) {
    const latencyObjective = props.latencyObjective ?? { timeToFirstTokenSec: 2, interTokenLatencySec: 0.1 };
    const { usdPerAcceleratorHour } = props;
    checkPositive({ ...latencyObjective, usdPerAcceleratorHour });
    const groups = [
      acceleratorRules(),
      fabricRules(),
      storageRules(),
      ...servingRules({ latencyObjective, usdPerAcceleratorHour }),
    ];
    const namespace = props.namespace ?? props.monitoring.namespace;
    super(
      {
        name: "factory-rules",
        namespace,
        manifests: groups.map((group) => ruleObject(group, namespace)),
        images: [],
        dependsOn: [props.monitoring, ...props.exporters],
      },
      props,
    );
    this.groups = groups;
  }
}

function checkPositive(figures: Readonly<Record<string, number | undefined>>): void {
  const findings = Object.entries(figures).flatMap(([field, given]): Finding[] =>
    given === undefined || (Number.isFinite(given) && given > 0)
      ? []
      : [
          {
            rule: "PLT-140-factory-rules",
            severity: "error",
            verdict: "fail",
            message: `'${field}' of the factory's rules is no figure that can be kept`,
            path: `factory-rules.${field}`,
            given,
            allowed: "a number above 0",
            fix: `set '${field}' to a number above 0`,
          },
        ],
  );
  if (findings.length > 0) throw new FactoryError(findings);
}
