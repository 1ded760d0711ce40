/** 1234567 → `1,234,567`. */
export function count(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: 0 });
}

/** A number with at most one decimal: `3.2`, `12`, `1,750`. */
export function decimal(value: number): string {
  return value.toLocaleString("en-US", { maximumFractionDigits: value < 100 ? 1 : 0 });
}

/** Gigabits per second, in terabits from a thousand: `3.2 Tbps`. */
export function bandwidth(gbps: number): string {
  return gbps >= 1000 ? `${decimal(gbps / 1000)} Tbps` : `${decimal(gbps)} Gbps`;
}

/** Gibibytes, in tebibytes from 1024: `38.4 TiB`. */
export function capacity(gib: number): string {
  return gib >= 1024 ? `${decimal(gib / 1024)} TiB` : `${decimal(gib)} GiB`;
}

/** Decimal megabytes per second, in gigabytes from a thousand. */
export function throughput(mbps: number): string {
  return mbps >= 1000 ? `${decimal(mbps / 1000)} GB/s` : `${decimal(mbps)} MB/s`;
}

export function dollars(usd: number): string {
  return `$${usd.toLocaleString("en-US", { minimumFractionDigits: 2, maximumFractionDigits: 2 })}`;
}

/** Kilowatts, in megawatts from a thousand: `364.6 kW`. */
export function power(kilowatts: number): string {
  return kilowatts >= 1000 ? `${decimal(kilowatts / 1000)} MW` : `${decimal(kilowatts)} kW`;
}
