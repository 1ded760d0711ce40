import { alert, type RuleGroup } from "./rule";

/** Names of the figures of costs. */
export const costFigures = {
  usdPerHourByNamespace: "factory:usd_per_hour:namespace",
  usdPerHourByTeam: "factory:usd_per_hour:team",
  idleUsdPerHour: "factory:idle_usd_per_hour:sum",
} as const;

/** What namespaces, teams and idle nodes cost now. Metrics: OpenCost's. */
export function costRules(): RuleGroup {
  const { usdPerHourByNamespace, usdPerHourByTeam, idleUsdPerHour } = costFigures;
  const gib = 2 ** 30;
  const part = (resource: string, allocation: string, price: string) =>
    `label_replace(${allocation} * on (node) group_left () max by (node) (${price}), "resource", "${resource}", "", "")`;
  const used = [
    part("accelerator", "container_gpu_allocation", "node_gpu_hourly_cost"),
    part("cpu", "container_cpu_allocation", "node_cpu_hourly_cost"),
    part("memory", `container_memory_allocation_bytes / ${gib}`, "node_ram_hourly_cost"),
  ].join(" or ");
  const team = 'max by (namespace, label_ai_factory_team) (kube_namespace_labels{label_ai_factory_team!=""})';
  return {
    name: "factory-costs",
    interval: "1m",
    rules: [
      { record: usdPerHourByNamespace, expr: `sum by (namespace) (${used})` },
      {
        record: usdPerHourByTeam,
        expr:
          `sum by (label_ai_factory_team) ` +
          `(${usdPerHourByNamespace} * on (namespace) group_left (label_ai_factory_team) ${team})`,
      },
      { record: idleUsdPerHour, expr: `sum(node_total_hourly_cost) - sum(${usdPerHourByNamespace})` },
      alert("warning", "CostsUnknown", "absent(node_total_hourly_cost)", {
        for: "30m",
        summary: "OpenCost says nothing",
        description: "Costs of teams are not recorded. Look at its pod, and whether it reaches Prometheus.",
      }),
      alert("warning", "NodesIdle", `${idleUsdPerHour} / sum(node_total_hourly_cost) > 0.5`, {
        for: "6h",
        summary: "More than half of what the nodes cost is paid for nothing",
        description: "For six hours nobody asked for it. Lower the pools, or raise what queues may borrow.",
      }),
    ],
  };
}
