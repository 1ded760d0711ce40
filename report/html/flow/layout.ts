import { flowStages, type Flow, type FlowEdge, type FlowStage } from "../../facts/flow";
import { count } from "../../text/units";
import { dagre, type Box, type Point } from "../topology/dagre";
import type { Card, CardKind } from "../topology/graph";
import { heightOf } from "../topology/layout";

/** Seven of these and the gaps between them are as wide as the page. */
const cardWidth = 166;
const columnGap = 36;
const cardGap = 22;
/** Lines of a card; the rest is counted. */
const mostLines = 8;

/** Colours by what a step is: where data rests, what computes, what decides, who uses it. */
const colours: Readonly<Record<FlowStage, CardKind>> = {
  data: "bucket",
  notebooks: "machines",
  queues: "cluster",
  training: "accelerators",
  registry: "filesystem",
  serving: "accelerators",
  gateway: "fabric",
  teams: "outside",
  watching: "cluster",
};

/** What happens at a step. */
const roles: Readonly<Record<FlowStage, string>> = {
  data: "where it begins",
  notebooks: "where people try",
  queues: "who goes first",
  training: "makes models",
  registry: "keeps models",
  serving: "makes tokens",
  gateway: "who may ask",
  teams: "who asks",
  watching: "what is seen",
};

export interface PlacedStep {
  readonly card: Card;
  /** `x`, `y`: top left. */
  readonly box: Box;
}

export interface FlowLayout {
  readonly width: number;
  readonly height: number;
  readonly steps: readonly PlacedStep[];
  readonly edges: readonly { readonly edge: FlowEdge; readonly points: readonly Point[] }[];
}

/** Places the steps from left to right. The same flow gives the same. */
export function layOutFlow({ steps, edges }: Flow): FlowLayout {
  const graph = new dagre.Graph({ compound: false });
  graph.setGraph({ rankdir: "LR", nodesep: cardGap, ranksep: columnGap, edgesep: 12 });
  graph.setDefaultEdgeLabel(() => ({}));
  const cards = steps.map(({ stage, things }) => cardOf(stage, things));
  for (const card of cards) graph.setNode(card.id, { width: cardWidth, height: heightOf(card) });
  for (const { from, to, kind } of edges) graph.setEdge(from, to, { weight: kind === "carries" ? 4 : 1 });
  dagre.layout(graph);
  const placed = cards.map((card): PlacedStep => {
    const { x, y, width, height } = graph.node(card.id);
    return { card, box: { x: round(x - width / 2), y: round(y - height / 2), width, height } };
  });
  const drawn = edges.map((edge) => ({
    edge,
    points: graph.edge(edge.from, edge.to).points.map(({ x, y }) => ({ x: round(x), y: round(y) })),
  }));
  const corners = [
    ...placed.flatMap(({ box }) => [box, { x: box.x + box.width, y: box.y + box.height }]),
    ...drawn.flatMap(({ points }) => points),
  ];
  // A line may run above the highest card; one unit more on every side, or the outer lines would be cut.
  const left = Math.min(...corners.map(({ x }) => x)) - 1;
  const top = Math.min(...corners.map(({ y }) => y)) - 1;
  const moved = <P extends Point>(point: P): P => ({ ...point, x: round(point.x - left), y: round(point.y - top) });
  return {
    width: Math.ceil(Math.max(...corners.map(({ x }) => x)) - left + 1),
    height: Math.ceil(Math.max(...corners.map(({ y }) => y)) - top + 1),
    steps: placed.map(({ card, box }) => ({ card, box: moved(box) })),
    edges: drawn.map(({ edge, points }) => ({ edge, points: points.map(moved) })),
  };
}

function cardOf(stage: FlowStage, things: readonly string[]): Card {
  const left = things.length - mostLines;
  const lines = left <= 1 ? things : [...things.slice(0, mostLines), `and ${count(left)} more`];
  return { id: stage, kind: colours[stage], label: roles[stage], title: flowStages[stage], lines, frame: "" };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
