import type { Documents, Resource } from "../../documents/types";
import { isUnknown } from "../../documents/value";
import { knownTypesOf, launchesOf, type Launch } from "../launches";
import { switchOf } from "../reading";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

export const nodeRepair: Rule = {
  id: "AVL-004-node-repair",
  family: "AVL",
  title: "accelerator nodes that break are found and replaced",
  severity: "warning",
  reads: "documents",
  cause:
    "A GPU that fell off the bus leaves its node Ready: the scheduler gives it the next job, which fails, and the next. " +
    "The node monitoring agent sees it (Xid, NVLink, EFA), and node auto repair replaces the node; each alone does " +
    "nothing: without the agent repair knows only of nodes that stopped answering.",
  mend: "set node_repair_config { enabled = true } on the node group and install the add-on eks-node-monitoring-agent",
  sources: [
    "Amazon EKS User Guide, node auto repair and the node monitoring agent: conditions of accelerated hardware",
  ],
  unknownMeans: "A switch, or the instance type, is not known yet; the plan decides.",
  example: {
    fails: "a node group of p5en.48xlarge without node_repair_config, or without the agent's add-on",
    passes: "node_repair_config enabled and the add-on eks-node-monitoring-agent",
  },
  *check({ documents }) {
    if (!documents) return;
    const agent = agentIn(documents);
    for (const launch of launchesOf(documents)) {
      if (launch.group?.type !== "aws_eks_node_group") continue;
      const types = knownTypesOf(launch);
      if (types === undefined) yield unknown(launch.about, { message: "the instance type is not known yet" });
      else if (types.some(({ accelerator }) => accelerator !== undefined)) yield judge(launch, launch.group, agent);
    }
  },
};

/** Whether the monitoring agent is installed, as an add-on or as a chart. */
function agentIn(documents: Documents): boolean | "unknown" {
  const names = documents.resources("aws_eks_addon").map((addon) => addon.get("addon_name"));
  if (names.includes("eks-node-monitoring-agent")) return true;
  if (documents.helmReleases().some(({ chart }) => /node-monitoring-agent/.test(chart ?? ""))) return true;
  return names.some(isUnknown) ? "unknown" : false;
}

function judge({ about }: Launch, group: Resource, agent: boolean | "unknown"): Outcome {
  const enabled = group.get("node_repair_config.enabled");
  if (isUnknown(enabled)) return unknown(about, { message: "whether broken nodes are replaced is not known yet" });
  if (switchOf(enabled) !== true) {
    const message = "broken accelerator nodes are not replaced";
    return fail(about, { message, given: "no node_repair_config", allowed: "node_repair_config { enabled = true }" });
  }
  if (agent === "unknown") return unknown(about, { message: "which add-ons are installed is not known yet" });
  if (agent) return pass(about);
  const message = "nothing looks for broken accelerators: the node monitoring agent is missing";
  return fail(about, { message, given: "no agent", allowed: "the add-on eks-node-monitoring-agent" });
}
