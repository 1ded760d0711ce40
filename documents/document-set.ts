import type { ConfiguredResource, ReferrerIndex } from "./resource";
import type { PlannedResource } from "./plan";
import { helmReleaseOf, kubernetesObjectsOf } from "./kubernetes";
import type { Documents, HelmRelease, KubernetesObject, OpaqueModule, ProviderConfig, Resource, Stack } from "./types";

type OwnResource = ConfiguredResource | PlannedResource;

/** What the loaders have put together, with the indices that rules ask by. */
export class DocumentSet implements Documents {
  readonly all: readonly Resource[];
  private readonly byType = new Map<string, Resource[]>();
  private readonly byMode: { managed?: readonly Resource[]; data?: readonly Resource[] } = {};
  private readonly byAddress = new Map<string, Resource[]>();
  private readonly referrers = new Map<string, ReadonlyMap<Resource, readonly Resource[]>>();
  private objects?: readonly KubernetesObject[];
  private readonly objectsByKinds = new Map<string, readonly KubernetesObject[]>();
  private releases?: readonly HelmRelease[];

  constructor(
    readonly stacks: readonly Stack[],
    resources: readonly OwnResource[],
    readonly providers: readonly ProviderConfig[],
    readonly opaqueModules: readonly OpaqueModule[],
    private readonly manifests: readonly KubernetesObject[],
    readonly factory: unknown,
  ) {
    const order = new Map(stacks.map((stack, index) => [stack.name, index]));
    this.all = [...resources].sort((a, b) => (order.get(a.stack) ?? 0) - (order.get(b.stack) ?? 0) || byPlace(a, b));
    const referrerIndex: ReferrerIndex = (target, types) => this.referrersOf(target, types);
    for (const resource of resources) resource.referrerIndex = referrerIndex;
    for (const resource of this.all) {
      push(this.byType, `${resource.mode} ${resource.type}`, resource);
      push(this.byAddress, resource.address, resource);
    }
  }

  resources(...types: readonly string[]): readonly Resource[] {
    return this.select("managed", types);
  }

  dataSources(...types: readonly string[]): readonly Resource[] {
    return this.select("data", types);
  }

  private select(mode: "managed" | "data", types: readonly string[]): readonly Resource[] {
    const [type, ...others] = types;
    if (type === undefined) return (this.byMode[mode] ??= this.all.filter((resource) => resource.mode === mode));
    if (others.length === 0) return this.byType.get(`${mode} ${type}`) ?? [];
    // Many rules ask for the same types together.
    const key = [mode, ...types].join(" ");
    const known = this.byType.get(key);
    if (known !== undefined) return known;
    const wanted = new Set(types);
    const found = this.all.filter((resource) => resource.mode === mode && wanted.has(resource.type));
    this.byType.set(key, found);
    return found;
  }

  find(address: string, stack?: string): Resource | undefined {
    const found = this.byAddress.get(address) ?? [];
    return stack === undefined ? found[0] : found.find((resource) => resource.stack === stack);
  }

  kubernetesObjects(...kinds: readonly string[]): readonly KubernetesObject[] {
    const all = (this.objects ??= [...this.resources().flatMap(kubernetesObjectsOf), ...this.manifests]);
    if (kinds.length === 0) return all;
    const key = kinds.join(" ");
    const known = this.objectsByKinds.get(key);
    if (known !== undefined) return known;
    const found = all.filter(({ kind }) => kinds.includes(kind));
    this.objectsByKinds.set(key, found);
    return found;
  }

  helmReleases(): readonly HelmRelease[] {
    return (this.releases ??= this.resources("helm_release").map(helmReleaseOf));
  }

  /** An index for each choice of types that is asked for: what else refers to anything need not be followed. */
  private referrersOf(target: Resource, types: readonly string[]): readonly Resource[] {
    const key = types.join(" ");
    let index = this.referrers.get(key);
    if (index === undefined) this.referrers.set(key, (index = this.readReferrers(types)));
    return index.get(target) ?? [];
  }

  private readReferrers(types: readonly string[]): ReadonlyMap<Resource, readonly Resource[]> {
    const index = new Map<Resource, Resource[]>();
    for (const resource of this.all) {
      if (types.length > 0 && !types.includes(resource.type)) continue;
      for (const referred of resource.targets()) {
        const known = index.get(referred);
        if (known) known.push(resource);
        else index.set(referred, [resource]);
      }
    }
    return index;
  }
}

function push(map: Map<string, Resource[]>, key: string, resource: Resource): void {
  const list = map.get(key);
  if (list) list.push(resource);
  else map.set(key, [resource]);
}

/** Code-unit order, so that it is the same on every machine; indices by number. */
function byPlace(a: Resource, b: Resource): number {
  return (
    compare(a.modulePath, b.modulePath) ||
    compare(a.mode, b.mode) ||
    compare(a.type, b.type) ||
    compare(a.name, b.name) ||
    (typeof a.index === "number" && typeof b.index === "number"
      ? a.index - b.index
      : compare(String(a.index ?? ""), String(b.index ?? "")))
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
