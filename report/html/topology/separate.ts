import type { Card, Wire } from "./graph";
import type { PlacedCard } from "./layout";

/** Between cards of a column. */
export const cardGap = 26;

/** Between the cards of two zones: room for a frame's end, a frame's beginning and its title. */
const bandGap = 74;

/**
 * Moves the cards of one site up or down until none covers another and zones stand clear of each other, in the order
 * that they have. Zones are stacked; cards of the whole site (`ofSite`) come to the height of what they are joined to.
 */
export function separated(
  cards: readonly PlacedCard[],
  wires: readonly Wire[],
  ofSite: (card: Card) => boolean,
): readonly PlacedCard[] {
  const bands = new Map<string, PlacedCard[]>();
  for (const each of cards.filter(({ card }) => !ofSite(card))) {
    bands.set(each.card.frame, [...(bands.get(each.card.frame) ?? []), each]);
  }
  const placed = new Map<string, PlacedCard>();
  let bottom: number | undefined;
  for (const band of [...bands.values()].sort((a, b) => mean(a.map(middle)) - mean(b.map(middle)))) {
    const spread = byColumn(band).flatMap(pushedApart);
    const top = Math.min(...spread.map(({ box }) => box.y));
    const down = bottom === undefined ? 0 : bottom + bandGap - top;
    for (const each of spread) placed.set(each.card.id, lowered(each, down));
    bottom = Math.max(...spread.map(({ box }) => box.y + box.height)) + down;
  }
  const around = cards.filter(({ card }) => ofSite(card)).map((each) => besideNeighbours(each, placed, wires));
  for (const each of byColumn(around).flatMap(pushedApart)) placed.set(each.card.id, each);
  return cards.map((each) => placed.get(each.card.id) ?? each);
}

function besideNeighbours(
  each: PlacedCard,
  placed: ReadonlyMap<string, PlacedCard>,
  wires: readonly Wire[],
): PlacedCard {
  const neighbours = wires
    .filter(({ from, to }) => from === each.card.id || to === each.card.id)
    .flatMap(({ from, to }) => placed.get(from === each.card.id ? to : from) ?? []);
  return neighbours.length === 0 ? each : lowered(each, mean(neighbours.map(middle)) - middle(each));
}

function byColumn(cards: readonly PlacedCard[]): readonly (readonly PlacedCard[])[] {
  const columns = new Map<number, PlacedCard[]>();
  for (const each of cards) columns.set(each.box.x, [...(columns.get(each.box.x) ?? []), each]);
  return [...columns.values()];
}

/** Cards of one column, apart from each other and, as a whole, where they were. */
function pushedApart(column: readonly PlacedCard[]): readonly PlacedCard[] {
  const order = [...column].sort((a, b) => middle(a) - middle(b));
  const apart: PlacedCard[] = [];
  for (const each of order) {
    const above = apart.at(-1)?.box;
    apart.push(above === undefined ? each : lowered(each, Math.max(0, above.y + above.height + cardGap - each.box.y)));
  }
  const back = mean(order.map(middle)) - mean(apart.map(middle));
  return apart.map((each) => lowered(each, back));
}

function lowered(each: PlacedCard, by: number): PlacedCard {
  return { ...each, box: { ...each.box, y: each.box.y + by } };
}

function middle({ box }: PlacedCard): number {
  return box.y + box.height / 2;
}

function mean(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0) / Math.max(1, values.length);
}
