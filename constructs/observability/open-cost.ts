import { helmChart } from "../../catalog";
import { throwErrors } from "../../validation/factory-error";
import type { Finding } from "../../validation/finding";
import type { IPlatformComponent } from "../contracts";
import { systemTolerations } from "../platform/placement";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { ruleObject } from "./rule-object";
import { costRules } from "./rules/cost-rules";
import type { RuleGroup } from "./rules/rule";
import type { UnitPrices } from "./unit-prices";

export interface OpenCostProps extends ComponentOptions {
  /** Prometheus of kube-prometheus-stack: keeps what is measured, collects what OpenCost says, evaluates its rules. */
  readonly monitoring: IPlatformComponent;
  /** Your own prices, or `unitPricesOf` an instance type by the catalogue. */
  readonly prices: UnitPrices;
  /** What the cluster is called in OpenCost's answers. @default "ai-factory" */
  readonly clusterName?: string;
}

/**
 * OpenCost: what each pod, namespace and team costs, by your prices alone. It asks no price list of a cloud, reads no bill
 * and reports nothing. Teams are told apart by the label that `Team` puts on its namespaces.
 *
 * @throws FactoryError where a price is no price
 */
export class OpenCost extends PlatformComponent {
  /** API of allocations, inside of the cluster: `/allocation/compute?window=7d&aggregate=label:ai_factory_team`. */
  readonly url: string;
  /** The rules, by group. */
  readonly groups: readonly RuleGroup[];

  constructor(props: OpenCostProps) {
    throwErrors(checkOpenCostProps(props));
    const { monitoring } = props;
    const name = props.name ?? "opencost";
    const namespace = props.namespace ?? helmChart("opencost").namespace;
    const tag = helmChart("opencost").appVersion ?? "";
    const image = (repository: string) => ({ registry: "ghcr.io", repository: `opencost/${repository}`, tag });
    const groups = [costRules()];
    super(
      {
        chartId: "opencost",
        name,
        values: {
          fullnameOverride: name,
          plugins: { enabled: false },
          opencost: {
            exporter: {
              image: image("opencost"),
              defaultClusterId: props.clusterName ?? "ai-factory",
              // Without it OpenCost downloads the price list of the cloud that it finds itself in.
              extraEnv: { USE_CUSTOM_PROVIDER: "true" },
            },
            ui: { image: image("opencost-ui") },
            mcp: { enabled: false },
            cloudCost: { enabled: false },
            carbonCost: { enabled: false },
            customPricing: {
              enabled: true,
              provider: "custom",
              costModel: costModel(props.prices),
            },
            prometheus: {
              internal: {
                serviceName: `${monitoring.name}-prometheus`,
                namespaceName: monitoring.namespace,
                port: 9090,
              },
            },
            metrics: { serviceMonitor: { enabled: true } },
            tolerations: systemTolerations,
          },
        },
        manifests: groups.map((group) => ruleObject(group, namespace)),
        images: ["opencost", "opencost-ui"].map((repository) => `ghcr.io/opencost/${repository}:${tag}`),
        provides: ["cost-allocation"],
        dependsOn: [monitoring],
      },
      props,
    );
    this.url = `http://${name}.${namespace}.svc:9003`;
    this.groups = groups;
  }
}

const hoursPerMonth = 730;

/** Prices as OpenCost reads them: for a month, of which it makes hours again by dividing by 730. */
function costModel({ usdPerCpuHour, usdPerMemoryGiBHour, usdPerAcceleratorHour, usdPerVolumeGiBMonth }: UnitPrices) {
  const monthly = (usdPerHour: number) => `${Number((usdPerHour * hoursPerMonth).toPrecision(12))}`;
  return {
    description: "Prices of the AI factory",
    CPU: monthly(usdPerCpuHour),
    spotCPU: monthly(usdPerCpuHour),
    RAM: monthly(usdPerMemoryGiBHour),
    spotRAM: monthly(usdPerMemoryGiBHour),
    GPU: monthly(usdPerAcceleratorHour),
    // Nodes with accelerators are those that have the label, whatever its value.
    gpuLabel: "ai-factory/accelerator",
    storage: `${usdPerVolumeGiBMonth ?? 0}`,
    zoneNetworkEgress: "0",
    regionNetworkEgress: "0",
    internetNetworkEgress: "0",
  };
}

/** Nothing costs more; a price for a month stays a number. */
const highestPrice = 1e9;

function checkOpenCostProps({ prices, name }: OpenCostProps): Finding[] {
  return Object.entries(prices).flatMap(([field, given]: [string, unknown]): Finding[] =>
    given === undefined || (typeof given === "number" && given >= 0 && given <= highestPrice)
      ? []
      : [
          {
            rule: "CST-150-unit-prices",
            severity: "error",
            verdict: "fail",
            path: `${name ?? "opencost"}.prices.${field}`,
            message: `'${field}' is no price`,
            given,
            allowed: `a number from 0 to ${highestPrice}`,
            fix: `set '${field}'`,
          },
        ],
  );
}
