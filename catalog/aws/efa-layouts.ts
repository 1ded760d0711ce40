import type { InstanceType } from "./instance-types";

/** How EC2 is asked to make a network interface. */
export type EfaInterfaceType = "interface" | "efa" | "efa-only";

/** One network interface of an instance with EFA. */
export interface EfaInterface {
  /** Network card that the interface stands on. */
  readonly networkCardIndex: number;
  /** Place of the interface on its card; the primary one is 0 on card 0. */
  readonly deviceIndex: number;
  /** `interface` is ENA only, `efa` is EFA with ENA (takes an address), `efa-only` takes no address. */
  readonly interfaceType: EfaInterfaceType;
}

/**
 * `saveIps` takes one address for the whole instance; `maxBandwidth` adds ENA interfaces on further cards where AWS
 * documents them, for the highest IP bandwidth.
 */
export type EfaPattern = "saveIps" | "maxBandwidth";

/** Cards on which AWS documents an additional ENA interface (device 1) for the highest IP bandwidth. */
const extraEnaCards: Readonly<Record<string, readonly number[]>> = {
  "p5.48xlarge": [4, 8, 12, 16, 20, 24, 28],
  "p5e.48xlarge": [4, 8, 12, 16, 20, 24, 28],
  "p6-b200.48xlarge": [1, 2, 3, 4, 5, 6, 7],
  "p6-b300.48xlarge": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16],
};

/** Cards that AWS recommends for EFA where two cards share one physical NIC, so that not every card is used. */
const recommendedCards: Readonly<Record<string, readonly number[]>> = {
  // One 400 Gbps EFA per GPU; cards 2n-1 and 2n share a NIC.
  "p6e-gb200.36xlarge": [1, 5, 9, 13],
};

/** Where the layouts come from. */
export const efaLayoutSource = {
  source:
    "AWS EC2 User Guide efa-acc-inst-types.md, using-eni.md and efa.md, groovy-sky/aws-docs@c39735bd: card 0/device 0 " +
    "is a plain interface, card 0/device 1 EFA-only where card 0 has EFA, each further card/device 0 EFA-only",
  asOf: "2026-04-13",
} as const;

/**
 * The network interfaces of an instance with EFA, in the order of card and device: the primary interface first, at
 * most one EFA per card, EFA-only on every card that has EFA. Empty where the type has no EFA.
 *
 * @param pattern `maxBandwidth` equals `saveIps` for types without documented extra interfaces
 */
export function efaLayout(type: InstanceType, pattern: EfaPattern = "saveIps"): readonly EfaInterface[] {
  if (type.efa === undefined) return [];
  const cards = recommendedCards[type.name] ?? type.efa.cardsWithEfa;
  const layout: EfaInterface[] = [{ networkCardIndex: 0, deviceIndex: 0, interfaceType: "interface" }];
  const extra = pattern === "maxBandwidth" ? (extraEnaCards[type.name] ?? []) : [];
  for (const { index } of type.networkCards) {
    if (cards.includes(index)) {
      layout.push({ networkCardIndex: index, deviceIndex: index === 0 ? 1 : 0, interfaceType: "efa-only" });
    }
    if (extra.includes(index)) layout.push({ networkCardIndex: index, deviceIndex: 1, interfaceType: "interface" });
  }
  return layout;
}

/** Number of EFA devices that a pod on the type can ask for (`vpc.amazonaws.com/efa`) with the given layout. */
export function efaDeviceCount(layout: readonly EfaInterface[]): number {
  return layout.filter((item) => item.interfaceType !== "interface").length;
}

/** Addresses of its subnet that an instance with the given layout takes, before any pod. */
export function primaryAddressCount(layout: readonly EfaInterface[]): number {
  return layout.filter((item) => item.interfaceType !== "efa-only").length;
}

/**
 * EFA bandwidth of one instance: the documented figure, else the sum of the cards that carry EFA, else the bandwidth of
 * the instance. Undefined where the type has no EFA or no figure is known.
 *
 * The cards of p6-b200 report 200 Gbps (their ENA), so the documented figure comes first.
 */
export function efaGbps(type: InstanceType): number | undefined {
  if (type.efa === undefined) return undefined;
  if (type.efa.gbps !== undefined) return type.efa.gbps;
  const cards = type.networkCards.filter((card) => type.efa?.cardsWithEfa.includes(card.index));
  const peaks = cards.map((card) => card.peakGbps);
  if (peaks.some((peak) => peak === undefined)) return type.networkGbps;
  return peaks.reduce<number>((sum, peak) => sum + (peak ?? 0), 0);
}
