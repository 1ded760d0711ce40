export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

interface DagreGraph {
  setGraph(label: object): unknown;
  setDefaultEdgeLabel(label: () => object): unknown;
  setNode(id: string, label: object): unknown;
  setParent(id: string, parent: string): unknown;
  setEdge(from: string, to: string, label: object): unknown;
  /** After the layout; `x` and `y` are the middle. */
  node(id: string): Box;
  edge(from: string, to: string): { readonly points: readonly Point[] };
}

interface Dagre {
  readonly Graph: new (options: { readonly compound: boolean }) => DagreGraph;
  layout(graph: DagreGraph): void;
}

// Its types are declared for ES modules only, which a CommonJS module cannot import; what is used of it stands above.
// eslint-disable-next-line @typescript-eslint/no-require-imports
export const dagre = require("@dagrejs/dagre") as Dagre;
