import type { PortSplit, SwitchModel } from "./types";

/** How one port of the switch carries links of `gbps`: the split with most links that is fast enough, else undefined. */
export function splitFor(model: SwitchModel, gbps: number): PortSplit | undefined {
  const whole: PortSplit = { ways: 1, gbps: model.portGbps };
  return [whole, ...(model.splits ?? [])]
    .filter((split) => split.gbps >= gbps)
    .sort((a, b) => b.ways - a.ways)
    .at(0);
}

/** Links of `gbps` that the switch can carry; 0 where its ports are slower. */
export function portsAt(model: SwitchModel, gbps: number): number {
  return model.ports * (splitFor(model, gbps)?.ways ?? 0);
}

/** Speeds that the switch's ports can have, fastest first. */
export function speedsOf(model: SwitchModel): readonly number[] {
  return [...new Set([model.portGbps, ...(model.splits ?? []).map((split) => split.gbps)])].sort((a, b) => b - a);
}

const pattern = /^(\d+)x(\d+)$/;

/** A switch given by port count and speed: `64x800` is 64 ports of 800 Gb/s, never split. Undefined for other text. */
export function parseSwitch(text: string): SwitchModel | undefined {
  const match = pattern.exec(text);
  const ports = Number(match?.[1]);
  const portGbps = Number(match?.[2]);
  return ports > 0 && portGbps > 0 ? { id: text, ports, portGbps } : undefined;
}
