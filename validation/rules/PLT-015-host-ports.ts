import { componentsOf, settingOf, type Component } from "../platform/components";
import { nodePoolsOf, type NodePool } from "../platform/node-pools";
import { items, podTemplatesOf } from "../platform/pods";
import { selects, untolerated } from "../platform/scheduling";
import { fail, pass, type About, type Rule } from "../rule";
import type { ValueObject } from "../../documents/value";

/** A port of the node itself that some pod takes. */
interface HostPort {
  readonly about: About;
  readonly owner: string;
  readonly port: string;
  /** Where its pods run; absent where that is every node. */
  readonly spec?: ValueObject;
}

export const hostPorts: Rule = {
  id: "PLT-015-host-ports",
  family: "PLT",
  title: "no two pods take the same port of a node",
  severity: "error",
  reads: "documents",
  scope: "cluster",
  cause:
    "A port of the host can be taken once. The second pod stays Pending on every node where the first one runs, and with " +
    "hostNetwork it starts and fails to listen: two metrics exporters on 9100, or two agents of different teams.",
  mend: "give one of them another port, or take it off the host's network",
  sources: [
    "Kubernetes documentation, hostPort and hostNetwork",
    "kube-prometheus-stack and prometheus-node-exporter charts: hostNetwork true, port 9100 by default",
  ],
  unknownMeans: "Never unknown: a port that is a token is not judged, the plan shows it.",
  example: { fails: "a DaemonSet with hostPort 9100 beside kube-prometheus-stack", passes: "the same on 9101" },
  *check(subject) {
    const { documents } = subject;
    if (!documents) return;
    const pools = nodePoolsOf(subject);
    const ports = [
      ...componentsOf(subject).flatMap(chartPorts),
      ...podTemplatesOf(documents).flatMap(({ about, spec, containers, object }) =>
        containers
          .flatMap((container) => items(container["ports"]))
          .map(({ hostPort, containerPort, protocol }) => ({
            number: hostPort ?? (spec["hostNetwork"] === true ? containerPort : undefined),
            protocol,
          }))
          .filter(({ number }) => number === undefined || /^\d+$/.test(String(number)))
          .flatMap(({ number, protocol }): HostPort[] =>
            number === undefined || Number(number) === 0
              ? []
              : [{ about, owner: object.address, port: `${String(number)}/${String(protocol ?? "TCP")}`, spec }],
          ),
      ),
    ];
    for (const [index, own] of ports.entries()) {
      const other = ports
        .slice(0, index)
        .find((earlier) => earlier.port === own.port && earlier.owner !== own.owner && meet(earlier, own, pools));
      if (other === undefined) yield pass(own.about);
      else {
        const message = `the same port of a node is taken by ${own.owner} and ${other.owner}`;
        yield fail(own.about, { message, given: own.port, allowed: "a port that no other pod of the node takes" });
      }
    }
  },
};

/** Ports that a chart takes by its defaults or its values. */
function chartPorts(component: Component): readonly HostPort[] {
  if (component.id !== "kube-prometheus-stack") return [];
  if (settingOf(component, "nodeExporter.enabled") === false) return [];
  const part = "prometheus-node-exporter";
  if (settingOf(component, `${part}.hostNetwork`) === false) return [];
  const port = settingOf(component, `${part}.service.port`) ?? 9100;
  return [{ about: component.about, owner: "kube-prometheus-stack", port: `${String(port)}/TCP` }];
}

/** Whether some pool can have both. */
function meet(a: HostPort, b: HostPort, pools: readonly NodePool[]): boolean {
  if (pools.length === 0) return true;
  const reaches = ({ spec }: HostPort, pool: NodePool) =>
    spec === undefined || (selects(pool, spec) !== "no" && untolerated(pool, spec["tolerations"]) === undefined);
  return pools.some((pool) => reaches(a, pool) && reaches(b, pool));
}
