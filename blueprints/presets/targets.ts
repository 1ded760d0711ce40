import { KubernetesIdentity } from "../../constructs/cluster";
import type { IPlatformComponent } from "../../constructs/contracts";
import { EbsStorageClass } from "../../constructs/platform";
import type { CloudInfrastructure } from "../cloud/infrastructure";
import type { OnPremParts } from "../onprem/props";
import { presetParts, type PresetParts } from "./parts";

/** What of a cloud factory's infrastructure a preset builds on: that of a blueprint which a project owns fits as well. */
export type CloudPresetInfrastructure = Pick<
  CloudInfrastructure,
  "node" | "pools" | "elasticPools" | "buckets" | "cluster"
>;

/** What a preset builds on in a cloud factory: for its prop `components`. */
export function cloudParts(made: readonly IPlatformComponent[], infra: CloudPresetInfrastructure): PresetParts {
  const storageClass = made.find((component) => component instanceof EbsStorageClass);
  return presetParts({
    path: infra.node.path,
    made,
    disks: {
      storageClassName: storageClass?.storageClassName,
      dependsOn: storageClass === undefined ? [] : [storageClass],
    },
    pools: new Map([...infra.pools, ...infra.elasticPools].map((pool) => [pool.poolName, pool])),
    stores: infra.buckets,
    identity: (namespace, serviceAccountName) =>
      infra.cluster.addPodIdentity(`${namespace}-${serviceAccountName}`, { namespace, serviceAccountName }),
    region: infra.cluster.region,
  });
}

export interface OnPremPresetOptions {
  /** StorageClass of the components' disks; the factory's own `storageClassName`. @default - the cluster's default class */
  readonly storageClassName?: string;
  /** Region that requests to the site's S3 service are signed for. @default "us-east-1", which S3 services outside AWS take */
  readonly signingRegion?: string;
}

/** What a preset builds on in an on-prem factory: for its prop `components`. Buckets are those of its prop `storage`. */
export function onPremParts(
  parts: OnPremParts,
  made: readonly IPlatformComponent[],
  { storageClassName, signingRegion }: OnPremPresetOptions = {},
): PresetParts {
  const { scope, storage, pools } = parts;
  return presetParts({
    path: scope.node.path,
    made,
    disks: { storageClassName, dependsOn: storage?.components ?? [] },
    pools,
    stores: new Map((storage?.buckets ?? []).map((store) => [store.storeName, store])),
    identity: (namespace, serviceAccountName) =>
      new KubernetesIdentity(scope, `${namespace}-${serviceAccountName}`, { namespace, serviceAccountName }),
    region: signingRegion,
  });
}
