import type { NodePlacement } from "./placement";

/** Prefix of the labels that name a node's place. */
const defaultPrefix = "ai-factory";

/** Levels for Kueue's topology-aware scheduling, and the labels that nodes must bear for them. */
export interface KueueTopologyPlan {
  /** Label keys from the widest level to the single node: `spec.levels` of a Kueue Topology. */
  readonly levels: readonly { readonly nodeLabel: string }[];
  /** Labels by node name; `kubernetes.io/hostname` is the kubelet's own and not among them. */
  readonly nodeLabels: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

/**
 * Levels: pod of the fabric (where there are several), then scalable unit and rack as far as they nest, then the node.
 * Where racks straddle units, `inner` decides which of the two is kept: racks for NVLink domains, else units.
 */
export function kueueTopology(
  placements: readonly NodePlacement[],
  options: { readonly inner?: "unit" | "rack"; readonly labelPrefix?: string } = {},
): KueueTopologyPlan {
  const prefix = options.labelPrefix ?? defaultPrefix;
  const pods = new Set(placements.map((placement) => placement.pod));
  const racksKnown = placements.length > 0 && placements.every((placement) => placement.rack !== undefined);
  const nested = racksKnown && nests(placements, "rack", "unit");
  const kept = nested ? (["unit", "rack"] as const) : ([racksKnown ? (options.inner ?? "unit") : "unit"] as const);
  const kinds = [...(pods.size > 1 ? (["pod"] as const) : []), ...kept];
  const nodeLabels: Record<string, Record<string, string>> = {};
  for (const placement of placements) {
    nodeLabels[placement.node] = Object.fromEntries(
      kinds.map((kind) => [`${prefix}/fabric-${kind}`, placement[kind] ?? ""]),
    );
  }
  const keys = [...kinds.map((kind) => `${prefix}/fabric-${kind}`), "kubernetes.io/hostname"];
  return { levels: keys.map((nodeLabel) => ({ nodeLabel })), nodeLabels };
}

/** Whether all nodes of each `inner` place share one `outer` place. */
function nests(placements: readonly NodePlacement[], inner: "rack", outer: "unit"): boolean {
  const outerOf = new Map<string | undefined, string>();
  return placements.every((placement) => {
    const known = outerOf.get(placement[inner]);
    outerOf.set(placement[inner], placement[outer]);
    return known === undefined || known === placement[outer];
  });
}
