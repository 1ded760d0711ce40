import { alert, type RuleGroup } from "../observability/rules/rule";

/** What somebody must know of nodes that were taken out. Metrics: NVSentinel's own, and Kueue's. */
export function nodeHealthRules(props: { readonly namespace: string; readonly maxCordonedPercent: number }): RuleGroup {
  const { namespace, maxCordonedPercent } = props;
  const of = `{namespace="${namespace}"}`;
  return {
    name: "factory-node-health",
    rules: [
      alert("warning", "NodeQuarantined", `max by (node) (fault_quarantine_current_quarantined_nodes${of}) > 0`, {
        summary: "Node {{ $labels.node }} was taken out for a fatal error of its hardware",
        description: "Its jobs go on elsewhere. Look at the node's conditions, mend it, and it comes back by itself.",
      }),
      alert(
        "critical",
        "QuarantineStopped",
        `max(fault_quarantine_breaker_utilization${of}) * 100 >= ${maxCordonedPercent}`,
        {
          summary: "So many nodes fail at once that no more are taken out",
          description: "This is no broken GPU: look for power, cooling, the fabric, or a driver that was changed.",
        },
      ),
      alert("warning", "NodeNotDrained", `max by (node) (node_drainer_waiting_for_timeout${of}) > 0`, {
        for: "30m",
        summary: "Pods do not leave node {{ $labels.node }}",
        description: "The node is out, and its pods still hold GPUs. Delete them.",
      }),
      alert("critical", "NodeHealthBlind", `absent(fault_quarantine_events_received_total${of})`, {
        for: "15m",
        summary: "Nobody takes unhealthy nodes out",
        description: "NVSentinel says nothing. Look at its pods and at its store of events.",
      }),
    ],
  };
}
