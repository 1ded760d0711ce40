import { dagre, type Box, type Point } from "./dagre";
import type { Card, CardKind, Frame, Topology, Wire } from "./graph";
import { cardGap, separated } from "./separate";

/** Size of a card, in the drawing's units: a pixel at full size. */
export const cardWidth = 212;
export const lineHeight = 18;
const cardHead = 50;
const cardFoot = 12;

/** Room that a frame leaves around its cards, and above them for its title. */
const padding = 16;
const titleRoom = 26;
const siteGap = 24;

/** From the left of one column to the left of the next. */
const columnWidth = cardWidth + 62;

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

/** Zones hold what computes and what it is joined to; clusters and buckets belong to the whole site. */
function isInZone(column: number): boolean {
  return column === 1 || column === 2;
}

/** Places cards, frames and wires: every site by itself, the sites below each other. The same topology gives the same. */
export function layOut(topology: Topology): Layout {
  const { frames, cards, wires } = topology;
  const column = new Map(cards.map((card) => [card.id, columns[card.kind]]));
  const across = wires.filter(({ from, to }) => column.get(from) !== column.get(to));
  const placed: PlacedCard[] = [];
  const framed: PlacedFrame[] = [];
  let bottom = 0;
  for (const site of frames.filter(({ parent }) => parent === undefined)) {
    const own = frames.filter(({ id, parent }) => id === site.id || parent === site.id);
    const inside = cards.filter(({ frame }) => own.some(({ id }) => id === frame));
    if (inside.length === 0) continue;
    const siteCards = placedCards(inside, own, across, column);
    const siteFrames = placedFrames(own, siteCards);
    const down = bottom - Math.min(...siteFrames.map(({ box }) => box.y));
    const lower = <P extends { readonly box: Box }>(each: P): P => ({
      ...each,
      box: { ...each.box, y: each.box.y + down },
    });
    placed.push(...siteCards.map(lower));
    framed.push(...siteFrames.map(lower));
    bottom = Math.max(...framed.map(({ box }) => box.y + box.height)) + siteGap;
  }
  return assembled(placed, framed, wires, across);
}

/** The cards of one site, column by column. */
function placedCards(
  cards: readonly Card[],
  frames: readonly Frame[],
  across: readonly Wire[],
  column: ReadonlyMap<string, number>,
): readonly PlacedCard[] {
  const here = new Set(cards.map(({ id }) => id));
  const inside = across.filter(({ from, to }) => here.has(from) && here.has(to));
  const heights = dagreHeights(cards, frames, inside, column);
  const x = (card: Card) => (column.get(card.id) ?? 0) * columnWidth;
  const placed = cards.map((card) => {
    const height = heightOf(card);
    return { card, box: { x: x(card), y: (heights.get(card.id) ?? 0) - height / 2, width: cardWidth, height } };
  });
  return separated(placed, inside, (card) => !isInZone(column.get(card.id) ?? 0));
}

/** Where dagre puts the middle of each card from top to bottom: few crossings, and zones together. */
function dagreHeights(
  cards: readonly Card[],
  frames: readonly Frame[],
  wires: readonly Wire[],
  column: ReadonlyMap<string, number>,
): ReadonlyMap<string, number> {
  const graph = new dagre.Graph({ compound: true });
  graph.setGraph({ rankdir: "LR", nodesep: cardGap, edgesep: 16 });
  graph.setDefaultEdgeLabel(() => ({}));
  const used = frames.filter(({ id, parent }) => parent !== undefined && cards.some(({ frame }) => frame === id));
  for (const { id } of used) graph.setNode(id, {});
  for (const card of cards) {
    graph.setNode(card.id, { width: cardWidth, height: heightOf(card) });
    if (used.some(({ id }) => id === card.frame)) graph.setParent(card.id, card.frame);
  }
  for (const { from, to } of wires) {
    const [left, right] = inOrder(from, to, column);
    graph.setEdge(left, right, { minlen: (column.get(right) ?? 0) - (column.get(left) ?? 0), weight: 2 });
  }
  keepColumns(cards, wires, column, (from, to, minlen) => graph.setEdge(from, to, { minlen, weight: 1 }));
  dagre.layout(graph);
  return new Map(cards.map(({ id }) => [id, graph.node(id).y]));
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
  for (const card of cards) {
    const own = column.get(card.id) ?? 0;
    if (own === 0 || held.has(card.id)) continue;
    const anchor = cards.find((candidate) => (column.get(candidate.id) ?? 0) < own);
    if (anchor !== undefined) hold(anchor.id, card.id, own - (column.get(anchor.id) ?? 0));
  }
}

function assembled(
  placed: readonly PlacedCard[],
  framed: readonly PlacedFrame[],
  wires: readonly Wire[],
  across: readonly Wire[],
): Layout {
  const boxes = framed.map(({ box }) => box);
  // One unit more on every side, or the outer lines would be cut.
  const left = Math.min(...boxes.map(({ x }) => x)) - arcRoom(wires, across) - 1;
  const top = Math.min(...boxes.map(({ y }) => y)) - 1;
  const move = <P extends { readonly box: Box }>(each: P): P => ({
    ...each,
    box: { ...each.box, x: round(each.box.x - left), y: round(each.box.y - top) },
  });
  const cards = placed.map(move);
  return {
    width: Math.ceil(Math.max(...boxes.map(({ x, width }) => x + width)) - left + 1),
    height: Math.ceil(Math.max(...boxes.map(({ y, height }) => y + height)) - top + 1),
    frames: framed.map(move),
    cards,
    wires: routed(wires, new Set(across), new Map(cards.map(({ card, box }) => [card.id, box]))),
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
