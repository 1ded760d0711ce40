import { dagre, type Box, type Point } from "./dagre";
import type { Card, CardKind, Frame, Topology, Wire } from "./graph";

/** Size of a card, in the drawing's units: a pixel at full size. */
export const cardWidth = 208;
export const lineHeight = 18;
const cardHead = 50;
const cardFoot = 12;

/** Room that a frame leaves around its cards, and above them for its title. */
const padding = 16;
const titleRoom = 26;

export interface PlacedCard {
  readonly card: Card;
  /** `x`, `y`: top left. */
  readonly box: Box;
}

export interface PlacedFrame {
  readonly frame: Frame;
  readonly depth: number;
  readonly box: Box;
}

export interface PlacedWire {
  readonly wire: Wire;
  readonly points: readonly Point[];
  /** Both ends in one column: drawn as an arc at the side. */
  readonly arc: boolean;
}

export interface Layout {
  readonly width: number;
  readonly height: number;
  readonly frames: readonly PlacedFrame[];
  readonly cards: readonly PlacedCard[];
  readonly wires: readonly PlacedWire[];
}

/** Column of a card, from the left: what runs things, what computes, what it is joined to, where data rests. */
const columns: Readonly<Record<CardKind, number>> = {
  cluster: 0,
  outside: 0,
  accelerators: 1,
  machines: 1,
  fabric: 2,
  filesystem: 2,
  bucket: 3,
};

/** Places cards, frames and wires. The same topology gives the same places. */
export function layOut(topology: Topology): Layout {
  const { frames, cards, wires } = topology;
  const column = new Map(cards.map((card) => [card.id, columns[card.kind]]));
  const across = wires.filter(({ from, to }) => column.get(from) !== column.get(to));
  const graph = new dagre.Graph({ compound: true });
  graph.setGraph({ rankdir: "LR", nodesep: 12, ranksep: 58, edgesep: 16, marginx: 0, marginy: 0 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const frame of frames) graph.setNode(frame.id, {});
  for (const frame of frames) if (frame.parent !== undefined) graph.setParent(frame.id, frame.parent);
  for (const card of cards) {
    // Taller than drawn, so that frames' titles find room between cards.
    graph.setNode(card.id, { width: cardWidth, height: heightOf(card) + titleRoom });
    graph.setParent(card.id, card.frame);
  }
  for (const { from, to } of across) {
    const [left, right] = inOrder(from, to, column);
    graph.setEdge(left, right, { minlen: (column.get(right) ?? 0) - (column.get(left) ?? 0), weight: 2 });
  }
  keepColumns(cards, across, column, (from, to, minlen) => graph.setEdge(from, to, { minlen, weight: 0 }));
  dagre.layout(graph);
  return drawnFrom(topology, (id) => graph.node(id), wires, across);
}

export function heightOf(card: Card): number {
  return cardHead + card.lines.length * lineHeight + cardFoot;
}

function inOrder(from: string, to: string, column: ReadonlyMap<string, number>): readonly [string, string] {
  return (column.get(from) ?? 0) < (column.get(to) ?? 0) ? [from, to] : [to, from];
}

/** Cards that nothing joins to a card at their left would fall into the first column: an invisible edge holds them. */
function keepColumns(
  cards: readonly Card[],
  wires: readonly Wire[],
  column: ReadonlyMap<string, number>,
  hold: (from: string, to: string, minlen: number) => void,
): void {
  const held = new Set(wires.map(({ from, to }) => inOrder(from, to, column)[1]));
  const siteOf = (card: Card) => card.frame.split("/")[0];
  for (const card of cards) {
    const own = column.get(card.id) ?? 0;
    if (own === 0 || held.has(card.id)) continue;
    const lefts = cards.filter((candidate) => (column.get(candidate.id) ?? 0) < own);
    const anchor = lefts.find((candidate) => siteOf(candidate) === siteOf(card)) ?? lefts[0];
    if (anchor !== undefined) hold(anchor.id, card.id, own - (column.get(anchor.id) ?? 0));
  }
}

function drawnFrom(
  { frames, cards }: Topology,
  place: (id: string) => Box,
  wires: readonly Wire[],
  across: readonly Wire[],
): Layout {
  const placed = cards.map((card) => {
    const middle = place(card.id);
    const height = heightOf(card);
    return { card, box: { x: middle.x - cardWidth / 2, y: middle.y - height / 2, width: cardWidth, height } };
  });
  const framed = placedFrames(frames, placed);
  const boxes = [...placed, ...framed].map(({ box }) => box);
  const left = Math.min(0, ...boxes.map(({ x }) => x)) - arcRoom(wires, across);
  const top = Math.min(...boxes.map(({ y }) => y), 0);
  const move = <B extends Box>(box: B): B => ({ ...box, x: round(box.x - left), y: round(box.y - top) });
  const moved = placed.map(({ card, box }) => ({ card, box: move(box) }));
  return {
    width: Math.ceil(Math.max(0, ...boxes.map(({ x, width }) => x + width)) - left),
    height: Math.ceil(Math.max(0, ...boxes.map(({ y, height }) => y + height)) - top),
    frames: framed.map((frame) => ({ ...frame, box: move(frame.box) })),
    cards: moved,
    wires: routed(wires, new Set(across), new Map(moved.map(({ card, box }) => [card.id, box]))),
  };
}

function arcRoom(wires: readonly Wire[], across: readonly Wire[]): number {
  return wires.length === across.length ? 0 : 60;
}

/** The smallest frames around their cards, inner ones first. */
function placedFrames(frames: readonly Frame[], cards: readonly PlacedCard[]): readonly PlacedFrame[] {
  const around = (boxes: readonly Box[]): Box => {
    const x = Math.min(...boxes.map((box) => box.x)) - padding;
    const y = Math.min(...boxes.map((box) => box.y)) - padding - titleRoom;
    const right = Math.max(...boxes.map((box) => box.x + box.width)) + padding;
    const bottom = Math.max(...boxes.map((box) => box.y + box.height)) + padding;
    return { x, y, width: right - x, height: bottom - y };
  };
  const own = (id: string) => cards.filter(({ card }) => card.frame === id).map(({ box }) => box);
  const inner = frames
    .filter(({ parent, id }) => parent !== undefined && own(id).length > 0)
    .map((frame) => ({ frame, depth: 1, box: around(own(frame.id)) }));
  const outer = frames
    .filter(({ parent }) => parent === undefined)
    .map((frame) => ({
      frame,
      boxes: [...own(frame.id), ...inner.filter((each) => each.frame.parent === frame.id).map(({ box }) => box)],
    }))
    .filter(({ boxes }) => boxes.length > 0)
    .map(({ frame, boxes }) => ({ frame, depth: 0, box: around(boxes) }));
  return [...outer, ...inner];
}

/** Wires leave at the right of a card and arrive at the left of another, spread over its height in the order of sight. */
function routed(
  wires: readonly Wire[],
  across: ReadonlySet<Wire>,
  boxes: ReadonlyMap<string, Box>,
): readonly PlacedWire[] {
  const box = (id: string): Box => boxes.get(id) ?? { x: 0, y: 0, width: 0, height: 0 };
  const middle = (id: string) => box(id).y + box(id).height / 2;
  const ends = (wire: Wire): readonly [string, string] =>
    box(wire.from).x <= box(wire.to).x ? [wire.from, wire.to] : [wire.to, wire.from];
  const port = (wire: Wire, side: 0 | 1): number => {
    const id = ends(wire)[side];
    const beside = [...across].filter((other) => ends(other)[side] === id);
    const other = side === 0 ? 1 : 0;
    beside.sort((a, b) => middle(ends(a)[other]) - middle(ends(b)[other]));
    const { y, height } = box(id);
    return round(y + (height * (beside.indexOf(wire) + 1)) / (beside.length + 1));
  };
  return wires.map((wire) => {
    const [left, right] = ends(wire);
    if (!across.has(wire)) {
      const points = [wire.from, wire.to].map((id) => ({ x: box(id).x, y: round(middle(id)) }));
      return { wire, points, arc: true };
    }
    const points = [
      { x: box(left).x + cardWidth, y: port(wire, 0) },
      { x: box(right).x, y: port(wire, 1) },
    ];
    return { wire, points, arc: false };
  });
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
