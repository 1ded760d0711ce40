import stored from "./data/hosts.json";
import { hostMatches } from "./boundary";

/** What a host is for. */
export type HostKind =
  | "registry"
  | "model-hub"
  | "model-api"
  | "telemetry"
  | "code"
  | "state"
  | "certificates"
  | "identity"
  | "time"
  | "dns";

export interface KnownHost {
  readonly host: string;
  readonly kind: HostKind;
  /** ISO 3166-1 alpha-2 code of the country of the operator's seat; words where nobody could verify it. */
  readonly jurisdiction: string;
  readonly operator: string;
}

const rows: readonly KnownHost[] = (
  stored.hosts as readonly (Omit<KnownHost, "jurisdiction"> & Partial<KnownHost>)[]
).map((row) => ({ ...row, jurisdiction: row.jurisdiction ?? "jurisdiction not verified" }));
/** Exact names before patterns, longer patterns before shorter. */
const ordered = [...rows].sort(
  (a, b) => Number(a.host.startsWith("*")) - Number(b.host.startsWith("*")) || b.host.length - a.host.length,
);

/** What the table says of a host; undefined where nobody has looked at it. */
export function knownHost(host: string): KnownHost | undefined {
  return ordered.find((row) => hostMatches(row.host, host));
}

/** Known hosts that a text names, with or without a scheme. */
export function knownHostsIn(text: string): readonly { readonly name: string; readonly row: KnownHost }[] {
  if (!text.includes(".")) return [];
  const names =
    text.toLowerCase().match(/[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+/g) ?? [];
  return [...new Set(names)].flatMap((name) => {
    const row = knownHost(name);
    return row === undefined ? [] : [{ name, row }];
  });
}

export { rows as knownHosts };
