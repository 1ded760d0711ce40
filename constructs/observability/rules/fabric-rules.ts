import { alert, type RuleGroup } from "./rule";

/** Links of InfiniBand and RoCE adapters. Metrics: the node exporter's infiniband collector. */
export function fabricRules(): RuleGroup {
  const port = "Port {{ $labels.port }} of {{ $labels.device }} on {{ $labels.instance }}";
  return {
    name: "factory-fabric",
    rules: [
      alert("critical", "FabricLinkDown", "node_infiniband_physical_state_id != 5", {
        for: "2m",
        summary: `${port} is down`,
        description: "Every job on the node loses a rail. Look at cable, transceiver and switch port.",
      }),
      alert(
        "warning",
        "FabricLinkFlaps",
        "increase(node_infiniband_link_downed_total[1h]) + increase(node_infiniband_link_error_recovery_total[1h]) > 2",
        {
          summary: `${port} flaps`,
          description: "The link went down more than twice in an hour. Clean or replace cable and transceiver.",
        },
      ),
      alert("warning", "FabricReceiveErrors", "rate(node_infiniband_port_errors_received_total[5m]) > 1", {
        for: "15m",
        summary: `${port} receives broken packets`,
        description: "Retransmissions slow every collective that crosses this port.",
      }),
    ],
  };
}
