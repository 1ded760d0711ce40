import { suggestNames } from "../../catalog/lookup";
import type { KindSchema } from "./schema";

/** Kinds by group, version and kind. A schema is read when its kind is first asked for. */
export class KubernetesSchemas {
  private readonly kinds = new Map<string, () => KindSchema>();

  /** Adds a kind; a later one of the same group, version and kind replaces the earlier. */
  add(group: string, version: string, kind: string, read: () => KindSchema): this {
    let schema: KindSchema | undefined;
    this.kinds.set(keyOf(group, version, kind), () => (schema ??= read()));
    return this;
  }

  /** These kinds and the other's; the other's win. */
  with(other: KubernetesSchemas): KubernetesSchemas {
    const both = new KubernetesSchemas();
    for (const [key, read] of [...this.kinds, ...other.kinds]) both.kinds.set(key, read);
    return both;
  }

  /** The kind as an object names it, or undefined. */
  find(apiVersion: string, kind: string): KindSchema | undefined {
    const [version, group] = apiVersion.split("/").reverse();
    return this.kinds.get(keyOf(group ?? "", version ?? "", kind))?.();
  }

  /** Kinds that look like the one that was not found: `kueue.x-k8s.io/v1beta2/ClusterQueue`. */
  suggest(apiVersion: string, kind: string): readonly string[] {
    const sameKind = this.names.filter((name) => name.endsWith(`/${kind}`));
    return sameKind.length > 0 ? sameKind : suggestNames(`${apiVersion}/${kind}`, this.names);
  }

  /** Every kind, as `group/version/kind`; the core group has none: `v1/Pod`. */
  get names(): readonly string[] {
    return [...this.kinds.keys()];
  }
}

function keyOf(group: string, version: string, kind: string): string {
  return group === "" ? `${version}/${kind}` : `${group}/${version}/${kind}`;
}
