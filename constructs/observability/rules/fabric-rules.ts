import { alert, type RuleGroup } from "./rule";

/** Links of InfiniBand, RoCE and EFA adapters. Metrics: the node exporter's infiniband collector, and `EfaExporter`. */
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
      alert("critical", "EfaPeerSilent", "increase(node_amazonefa_unresponsive_remote_events[10m]) > 0", {
        summary: "{{ $labels.device }} on {{ $labels.instance }} lost a peer",
        description:
          "The other side of a connection does not answer: its node, its process, or a security group that is closed.",
      }),
      alert("warning", "EfaConnectionsImpaired", "increase(node_amazonefa_impaired_remote_conn_events[15m]) > 10", {
        summary: "{{ $labels.device }} on {{ $labels.instance }} slows its connections down",
        description: "More than ten in a quarter of an hour. Look whether one node is in all of them, and replace it.",
      }),
      alert(
        "warning",
        "EfaRetransmissions",
        "rate(node_amazonefa_retrans_pkts[5m]) / (rate(node_amazonefa_tx_pkts[5m]) > 1000) > 0.01",
        {
          for: "15m",
          summary: "{{ $labels.device }} on {{ $labels.instance }} sends more than one packet in a hundred again",
          description: "Collectives wait for them. Look at the placement of the job's nodes, and at the peers.",
        },
      ),
      alert("warning", "EfaDrops", "rate(node_amazonefa_rx_drops[5m]) > 10", {
        for: "10m",
        summary: "{{ $labels.device }} on {{ $labels.instance }} drops packets that it received",
        description: "The host takes them too slowly. Look at its memory, and at huge pages.",
      }),
    ],
  };
}
