import type { IPlatformComponent, KubernetesObject } from "../contracts";
import { PlatformComponent, type ComponentOptions } from "../platform/platform-component";
import { schedulerLabel, slurmTaint, type NodeDivision, type NodeScheduler } from "./node-division";

/** Annotation by which the Slurm operator learns where a node is in Slurm's topology. */
export const slurmTopologyAnnotation = "topology.slinky.slurm.net/spec";

export interface SchedulerLabelsProps extends Pick<ComponentOptions, "dependsOn"> {
  /** Which nodes are Slurm's, and which are Kubernetes'. */
  readonly division: NodeDivision;
  /** Node Feature Discovery, which puts labels, taints and annotations on the nodes; it must be allowed to taint. */
  readonly discovery: IPlatformComponent;
  /** Place of nodes in Slurm's topology by name: `tree:unit-01,nvlink:rack-3`. @default - none */
  readonly topologySpecs?: Readonly<Record<string, string>>;
}

/**
 * Puts a division onto the nodes: a label that says whose each node is, Slurm's taint, and each node's place in Slurm's
 * topology. Until Node Feature Discovery has seen a new node, the node bears neither.
 */
export class SchedulerLabels extends PlatformComponent {
  constructor(props: SchedulerLabelsProps) {
    const { division, topologySpecs = {} } = props;
    super(
      {
        name: "scheduler-labels",
        namespace: props.discovery.namespace,
        namespaceLabels: props.discovery.namespaceLabels,
        manifests: [
          ...rulesOf(division, "slurm"),
          ...rulesOf(division, "kubernetes"),
          ...topologyRules(division, topologySpecs),
        ],
        dependsOn: [props.discovery],
      },
      props,
    );
  }
}

function rulesOf({ assignments }: NodeDivision, scheduler: NodeScheduler): KubernetesObject[] {
  const nodes = assignments.filter((assignment) => assignment.scheduler === scheduler).map(({ node }) => node);
  if (nodes.length === 0) return [];
  return [
    rule(`scheduler-${scheduler}`, [
      {
        name: `scheduler ${scheduler}`,
        labels: { [schedulerLabel]: scheduler },
        ...(scheduler === "slurm" ? { taints: [slurmTaint] } : {}),
        matchFeatures: [byName(nodes)],
      },
    ]),
  ];
}

/** Nodes in one place have one annotation: a rule for each place. */
function topologyRules({ assignments }: NodeDivision, specs: Readonly<Record<string, string>>): KubernetesObject[] {
  const places = new Map<string, string[]>();
  for (const { node, scheduler } of assignments) {
    const spec = specs[node];
    if (scheduler === "slurm" && spec !== undefined) places.set(spec, [...(places.get(spec) ?? []), node]);
  }
  if (places.size === 0) return [];
  const rules = [...places].map(([spec, nodes]) => ({
    name: spec,
    annotations: { [slurmTopologyAnnotation]: spec },
    matchFeatures: [byName(nodes)],
  }));
  return [rule("slurm-topology", rules)];
}

function rule(name: string, rules: readonly object[]): KubernetesObject {
  return {
    apiVersion: "nfd.k8s-sigs.io/v1alpha1",
    kind: "NodeFeatureRule",
    metadata: { name },
    spec: { rules },
  };
}

function byName(nodes: readonly string[]) {
  return { feature: "system.name", matchExpressions: { nodename: { op: "In", value: [...nodes] } } };
}
