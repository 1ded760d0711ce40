import type { NodeSelection } from "../../compute/node-selection";
import type { INodePool, IPlatformComponent } from "../../contracts";
import { PlatformComponent, type ComponentOptions } from "../platform-component";

/** A pool of existing nodes that says which nodes they are. */
export type ExistingPool = INodePool & {
  readonly selection: Pick<NodeSelection, "kind" | "nodeNames" | "pciVendor" | "pciDevices">;
  /** Labels of single nodes, by their names. */
  readonly nodeLabels: Readonly<Record<string, Readonly<Record<string, string>>>>;
};

export interface PoolLabelsProps extends Omit<ComponentOptions, "chartVersion" | "chartRepository" | "values"> {
  /** Pools of existing nodes, with the way by which each finds its nodes. */
  readonly pools: readonly ExistingPool[];
  /** Node Feature Discovery, which puts the labels on the nodes. */
  readonly discovery: IPlatformComponent;
}

/**
 * Tells Node Feature Discovery which existing nodes make up the pools, and where they are in fabric and racks: a rule for
 * each pool, by the nodes' names or by their hardware. Pools whose nodes are labelled already need none.
 */
export class PoolLabels extends PlatformComponent {
  constructor(props: PoolLabelsProps) {
    const pools = props.pools.filter(({ selection }) => selection.kind !== "label");
    super(
      {
        name: "pool-labels",
        namespace: props.discovery.namespace,
        namespaceLabels: props.discovery.namespaceLabels,
        manifests: pools.map((pool) => ({
          apiVersion: "nfd.k8s-sigs.io/v1alpha1",
          kind: "NodeFeatureRule",
          metadata: { name: `pool-${pool.poolName}` },
          spec: { rules: [poolRule(pool), ...placeRules(pool)] },
        })),
        dependsOn: [props.discovery],
      },
      props,
    );
  }
}

/** The pool's own labels and taints. */
function poolRule(pool: ExistingPool) {
  return {
    name: pool.poolName,
    labels: pool.labels,
    ...(pool.taints.length === 0 ? {} : { taints: pool.taints }),
    matchFeatures: [pool.selection.kind === "pci" ? byHardware(pool) : byName(pool.selection.nodeNames)],
  };
}

function byHardware({ selection: { pciVendor = "", pciDevices } }: ExistingPool) {
  return {
    feature: "pci.device",
    matchExpressions: {
      vendor: { op: "In", value: [pciVendor] },
      ...(pciDevices.length === 0 ? {} : { device: { op: "In", value: [...pciDevices] } }),
    },
  };
}

function byName(nodeNames: readonly string[]) {
  return { feature: "system.name", matchExpressions: { nodename: { op: "In", value: [...nodeNames] } } };
}

/** Nodes that stand in one place have equal labels: a rule for each place. */
function placeRules(pool: ExistingPool) {
  const places = new Map<string, string[]>();
  for (const [node, labels] of Object.entries(pool.nodeLabels)) {
    if (Object.keys(labels).length === 0) continue;
    const place = JSON.stringify(labels);
    places.set(place, [...(places.get(place) ?? []), node]);
  }
  return [...places].map(([place, nodes]) => {
    const labels = JSON.parse(place) as Record<string, string>;
    return { name: `place of ${nodes[0]}`, labels, matchFeatures: [byName(nodes)] };
  });
}
