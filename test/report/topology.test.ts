import fc from "fast-check";
import { fitted } from "../../report/html/topology/fit";
import { topologyOf, type Card, type CardKind, type Frame, type Topology } from "../../report/html/topology/graph";
import { layOut } from "../../report/html/topology/layout";
import type { Box } from "../../report/html/topology/dagre";
import { cloudModel, hybridModel, pool } from "./models";

describe("topology", () => {
  it("draws pools, fabric, filesystem and bucket in their zone or site, and what joins them", () => {
    const { frames, cards, wires } = topologyOf(cloudModel());
    expect(frames.map(({ title }) => title)).toEqual(["AWS eu-north-1 · SE", "Zone eu-north-1a"]);
    expect(cards.map(({ id, frame }) => [id, frame])).toEqual([
      ["cluster:main", "eu-north-1"],
      ["pool:gpu", "eu-north-1/Zone eu-north-1a"],
      ["fabric:fabric", "eu-north-1/Zone eu-north-1a"],
      ["filesystem:scratch", "eu-north-1/Zone eu-north-1a"],
      ["bucket:datasets", "eu-north-1"],
    ]);
    expect(wires.map(({ kind, from, to }) => `${kind} ${from} ${to}`)).toEqual([
      "runs cluster:main pool:gpu",
      "fabric pool:gpu fabric:fabric",
      "mount pool:gpu filesystem:scratch",
      "data filesystem:scratch bucket:datasets",
    ]);
  });

  it("says on the cards what a reader looks for", () => {
    const lines = (id: string) => topologyOf(hybridModel()).cards.find((card) => card.id === id)?.lines;
    expect(lines("pool:b200")).toEqual(["256 × B200", "32 × dgx-b200", "owned"]);
    expect(lines("fabric:compute")).toEqual([
      "InfiniBand",
      "leaf: 8 switches",
      "spine: 4 switches",
      "3.2 Tbps per node",
      "1:1, 512 cables",
    ]);
    expect(lines("filesystem:scratch")).toEqual(["FSx for Lustre", "37.5 TiB, reads 32 GB/s", "RDMA, GPUDirect"]);
  });

  it("joins sites by their links, and makes a card of what the model does not have", () => {
    const { cards, wires } = topologyOf(hybridModel());
    expect(wires.filter(({ kind }) => kind === "site").map(({ from, to, label }) => [from, to, label])).toEqual([
      ["cluster:slurm", "cluster:main", "direct-connect, 100 Gbps"],
      ["outside:office-lan", "cluster:main", "vpn"],
    ]);
    expect(cards).toContainEqual(expect.objectContaining({ id: "outside:office-lan", frame: "elsewhere" }));
  });

  it("draws each wire once, though pool, filesystem and link say the same", () => {
    const link = { id: "l", path: "f", addresses: [], kind: "mount" as const, from: "gpu", to: "scratch" };
    const { wires } = topologyOf(cloudModel({ links: [link] }));
    expect(wires.filter(({ kind }) => kind === "mount")).toHaveLength(1);
  });

  it("draws the largest pools of very many, and says how many it left out", () => {
    const pools = Array.from({ length: 1000 }, (_, index) => pool(`p${index}`, { maxNodes: index + 1 }));
    const { cards, leftOut } = topologyOf(cloudModel({ pools }));
    const drawn = cards.filter(({ id }) => id.startsWith("pool:"));
    expect(drawn).toHaveLength(16);
    expect(drawn.map(({ title }) => title)).toContain("p999");
    expect(leftOut).toEqual(["984 more pools"]);
  });
});

const frameIds = ["a", "b", "a/1", "a/2", "b/1"] as const;
const kinds: readonly CardKind[] = ["cluster", "accelerators", "machines", "fabric", "filesystem", "bucket", "outside"];

/** Any cards, each in a frame that its kind can stand in, and any wires between them. */
const topologies = fc
  .record({
    cards: fc.array(
      fc.record({ kind: fc.constantFrom(...kinds), frame: fc.constantFrom(...frameIds), lines: fc.nat(5) }),
      { minLength: 1, maxLength: 24 },
    ),
    wires: fc.array(fc.tuple(fc.nat(23), fc.nat(23)), { maxLength: 40 }),
  })
  .map(({ cards, wires }): Topology => {
    const ofSite: readonly CardKind[] = ["cluster", "bucket", "outside"];
    return {
      frames: frameIds.map((id): Frame => ({ id, title: id, ...(id.includes("/") ? { parent: id.charAt(0) } : {}) })),
      cards: cards.map(({ kind, frame, lines }, index): Card => ({
        id: `n${index}`,
        kind,
        label: kind,
        title: `n${index}`,
        lines: Array.from({ length: lines }, () => "line"),
        frame: ofSite.includes(kind) ? frame.charAt(0) : frame,
      })),
      wires: wires
        .filter(([from, to]) => from !== to && Math.max(from, to) < cards.length)
        .map(([from, to]) => ({ from: `n${from}`, to: `n${to}`, kind: "mount", words: "" })),
      leftOut: [],
    };
  });

function covers(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((a, index) => items.slice(index + 1).map((b) => [a, b] as const));
}

describe("layout", () => {
  it("never lays a card on another, nor a frame on one beside it, nor a card into a zone that is not its own", () => {
    fc.assert(
      fc.property(topologies, (topology) => {
        const { cards, frames, width, height } = layOut(topology);
        expect(pairs(cards).filter(([a, b]) => covers(a.box, b.box))).toEqual([]);
        const beside = pairs(frames).filter(([a, b]) => a.depth === b.depth);
        expect(beside.filter(([a, b]) => covers(a.box, b.box))).toEqual([]);
        for (const { frame, box } of frames.filter(({ depth }) => depth === 1)) {
          expect(cards.filter((each) => each.card.frame !== frame.id && covers(each.box, box))).toEqual([]);
        }
        for (const { box } of [...cards, ...frames]) {
          expect(box.x >= 0 && box.y >= 0 && box.x + box.width <= width && box.y + box.height <= height).toBe(true);
        }
      }),
      { numRuns: 150 },
    );
  });

  it("puts every card into its frame and every wire's ends on its cards", () => {
    const { cards, frames, wires } = layOut(topologyOf(hybridModel()));
    for (const { card, box } of cards) {
      const frame = frames.find((each) => each.frame.id === card.frame)?.box;
      expect(frame && box.x > frame.x && box.x + box.width < frame.x + frame.width).toBe(true);
      expect(frame && box.y > frame.y && box.y + box.height < frame.y + frame.height).toBe(true);
    }
    expect(wires).toHaveLength(12);
    for (const { points } of wires) {
      expect(points.every(({ x, y }) => cards.some(({ box }) => isOnSide(x, y, box)))).toBe(true);
    }
  });
});

function isOnSide(x: number, y: number, box: Box): boolean {
  return (x === box.x || x === box.x + box.width) && y > box.y && y < box.y + box.height;
}

describe("fitted text", () => {
  it("keeps what fits and cuts what does not", () => {
    expect(fitted("h200", 188, 16, "bold")).toBe("h200");
    expect(fitted("a-pool-with-a-very-long-name-indeed", 188, 16, "bold")).toMatch(/^a-pool-with.*…$/);
    expect(fitted("WWWWWWWWWWWWWWWW", 100, 10)).toHaveLength(10);
  });
});
