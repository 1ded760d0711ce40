import type { Value } from "../../documents/value";

const factors: Readonly<Record<string, number>> = {
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
};

/** A Kubernetes quantity as a number (`512Gi`, `500m`, 8); undefined where it is none. */
export function quantity(value: Value | undefined): number | undefined {
  if (typeof value === "number") return value;
  const match = typeof value === "string" ? /^(\d+(?:\.\d+)?)([KMGTP]i|[mkMGTP])?$/.exec(value.trim()) : null;
  if (match === null) return undefined;
  const factor = match[2] === undefined ? 1 : factors[match[2]];
  return factor === undefined ? undefined : Number(match[1]) * factor;
}
