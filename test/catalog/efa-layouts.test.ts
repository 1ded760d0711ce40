import { readFileSync } from "node:fs";
import {
  efaDeviceCount,
  efaGbps,
  efaLayout,
  expectedAllReduce,
  instanceType,
  instanceTypes,
  primaryAddressCount,
  type EfaInterface,
} from "../../catalog";
import { sharedFile, withShared } from "../setup/shared";

const cards = (layout: readonly EfaInterface[], type: string): number[] =>
  layout.filter((item) => item.interfaceType === type).map((item) => item.networkCardIndex);

describe("the EFA layout", () => {
  test("of p5en.48xlarge: a plain primary interface and 16 EFA-only ones, one on each card", () => {
    const layout = efaLayout(instanceType("p5en.48xlarge"));
    expect(layout).toHaveLength(17);
    expect(layout[0]).toEqual({ networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface" });
    expect(layout[1]).toEqual({ networkCardIndex: 0, deviceIndex: 1, interfaceType: "efa-only" });
    expect(layout[16]).toEqual({ networkCardIndex: 15, deviceIndex: 0, interfaceType: "efa-only" });
    expect(efaDeviceCount(layout)).toBe(16);
    expect(primaryAddressCount(layout)).toBe(1);
  });

  test("of p6-b300.48xlarge: no EFA on card 0", () => {
    const layout = efaLayout(instanceType("p6-b300.48xlarge"));
    expect(cards(layout, "efa-only")).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16]);
    expect(cards(layout, "interface")).toEqual([0]);
  });

  test("of p6e-gb200.36xlarge: one EFA a GPU, on cards 1, 5, 9 and 13", () => {
    expect(cards(efaLayout(instanceType("p6e-gb200.36xlarge")), "efa-only")).toEqual([1, 5, 9, 13]);
  });

  test("for the highest bandwidth of p5.48xlarge: ENA on every fourth card too", () => {
    const layout = efaLayout(instanceType("p5.48xlarge"), "maxBandwidth");
    expect(layout).toHaveLength(40);
    expect(cards(layout, "interface")).toEqual([0, 4, 8, 12, 16, 20, 24, 28]);
    expect(primaryAddressCount(layout)).toBe(8);
  });

  test("is empty where the type has no EFA", () => {
    expect(efaLayout(instanceType("g6.xlarge"))).toEqual([]);
    expect(efaLayout(instanceType("inf2.48xlarge"))).toEqual([]);
  });

  test("obeys the rules of EC2 for every type and pattern", () => {
    for (const type of instanceTypes()) {
      for (const pattern of ["saveIps", "maxBandwidth"] as const) {
        const layout = efaLayout(type, pattern);
        if (type.efa === undefined) continue;
        expect(layout[0]?.interfaceType).toBe("interface");
        const efaCards = cards(layout, "efa-only");
        expect(new Set(efaCards).size).toBe(efaCards.length);
        expect(efaCards.every((index) => type.efa?.cardsWithEfa.includes(index))).toBe(true);
        const slots = layout.map((item) => `${item.networkCardIndex}/${item.deviceIndex}`);
        expect(new Set(slots).size).toBe(slots.length);
        expect(layout.length).toBeLessThanOrEqual(type.maxNetworkInterfaces);
        if (type.efa.maxInterfaces !== undefined) expect(efaCards.length).toBeLessThanOrEqual(type.efa.maxInterfaces);
      }
    }
  });
});

interface Layout {
  readonly interfaces?: number;
  readonly efaDevices: number;
  readonly privateIps?: number;
  readonly efaGbps?: number;
}
interface Facts {
  readonly efa: {
    readonly layouts: Readonly<
      Record<
        string,
        {
          readonly networkCards: number;
          readonly maxEfa: number | null;
          readonly primaryCardSupportsEfa?: boolean;
          readonly saveIps?: Layout;
          readonly maxBandwidth?: Layout;
          readonly recommended?: Layout;
        }
      >
    >;
  };
}

withShared("the EFA layouts against every row of the fact sheet", () => {
  const facts = JSON.parse(readFileSync(sharedFile("facts/aws/rules.json"), "utf8")) as Facts;

  test("has rows for every type with EFA", () => {
    const withEfa = instanceTypes().filter((type) => type.efa !== undefined && type.accelerator !== undefined);
    expect(withEfa.map((type) => type.name).sort()).toEqual(Object.keys(facts.efa.layouts).sort());
  });

  test.each(Object.entries(facts.efa.layouts))("%s", (name, fact) => {
    const type = instanceType(name);
    expect(type.networkCards).toHaveLength(fact.networkCards);
    expect(type.efa?.maxInterfaces ?? null).toBe(fact.maxEfa);
    if (fact.primaryCardSupportsEfa !== undefined) {
      expect(type.efa?.cardsWithEfa.includes(0)).toBe(fact.primaryCardSupportsEfa);
    }
    for (const [pattern, expected] of [
      ["saveIps", fact.saveIps ?? fact.recommended],
      ["maxBandwidth", fact.maxBandwidth],
    ] as const) {
      if (expected === undefined) continue;
      const layout = efaLayout(type, pattern);
      expect(efaDeviceCount(layout)).toBe(expected.efaDevices);
      expect(layout).toHaveLength(expected.interfaces ?? expected.efaDevices + 1);
      expect(primaryAddressCount(layout)).toBe(expected.privateIps ?? 1);
      if (expected.efaGbps !== undefined) expect(efaGbps(type)).toBe(expected.efaGbps);
    }
  });
});

describe("the bandwidth of the fabric", () => {
  test("is the documented one, else the sum of the cards with EFA", () => {
    expect(efaGbps(instanceType("p6-b200.48xlarge"))).toBe(3200);
    expect(efaGbps(instanceType("p5en.48xlarge"))).toBe(3200);
    expect(efaGbps(instanceType("p4d.24xlarge"))).toBe(400);
    expect(efaGbps(instanceType("g6.xlarge"))).toBeUndefined();
  });

  test("an all-reduce must reach what an operator published, else the same share of the fabric", () => {
    expect(expectedAllReduce(instanceType("p5.48xlarge"))).toMatchObject({ minGBps: 300, basis: "published" });
    expect(expectedAllReduce(instanceType("p6e-gb200.36xlarge"))).toMatchObject({ minGBps: 40, basis: "published" });
    expect(expectedAllReduce(instanceType("p5en.48xlarge"))).toMatchObject({ minGBps: 300, basis: "derived" });
    expect(expectedAllReduce(instanceType("p6-b300.48xlarge"))).toMatchObject({ minGBps: 600, basis: "derived" });
    expect(expectedAllReduce(instanceType("p5.4xlarge"))?.basis).toBe("derived");
    expect(expectedAllReduce(instanceType("trn1.32xlarge"))).toBeUndefined();
  });
});
