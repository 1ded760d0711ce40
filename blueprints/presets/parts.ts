import type { IPlatformComponent } from "../../constructs/contracts";
import { DcgmExporter, KubePrometheusStack } from "../../constructs/observability";
import { CertManager, GpuOperator, type BucketUse } from "../../constructs/platform";
import { KubeflowTrainer, Kueue } from "../../constructs/scheduling";
import type { ServingPool } from "../../constructs/serving";
import type { TrainingPool } from "../../constructs/training";
import { FactoryError, type Finding } from "../../validation";

/** A pool as jobs, endpoints and notebooks meet it. */
export type PresetPool = TrainingPool & ServingPool;

/** StorageClass of the components' own disks, and what must be there before it can be used. */
export interface PresetDisks {
  /** StorageClass that the components' claims name. @default - the cluster's default class */
  readonly storageClassName?: string;
  /** Components that make the class. */
  readonly dependsOn: readonly IPlatformComponent[];
}

/** What a preset builds on: the same of a cloud factory (`cloudParts`) and of a site's (`onPremParts`). */
export interface PresetParts {
  /** Prometheus and Grafana of the factory. */
  readonly monitoring: KubePrometheusStack;
  /** cert-manager of the factory. */
  readonly certManager: IPlatformComponent;
  /** Kueue of the factory, whose quota teams share. */
  readonly kueue: Kueue;
  /** Kubeflow Trainer of the factory. */
  readonly trainer: KubeflowTrainer;
  /** Exporters of the accelerators' metrics. */
  readonly exporters: readonly IPlatformComponent[];
  /** StorageClass for databases and other components with a disk. */
  readonly disks: PresetDisks;
  /** The factory's pool of that name. @throws FactoryError where it has none */
  pool(name: string): PresetPool;
  /** The factory's bucket of that name. @throws FactoryError where it has none */
  store(name: string): BucketUse["store"];
  /** A service account with an identity of its own, always the same for the same names. */
  identity(namespace: string, serviceAccountName: string): BucketUse["identity"];
  /**
   * The factory's bucket of that name, and the service account that is to use it.
   *
   * @throws FactoryError where the factory has no such bucket
   */
  bucket(name: string, namespace: string, serviceAccountName: string): BucketUse;
}

/** What differs between targets. */
export interface PresetSource {
  /** Path of the factory, for findings. */
  readonly path: string;
  readonly made: readonly IPlatformComponent[];
  readonly disks: PresetDisks;
  readonly pools: ReadonlyMap<string, PresetPool>;
  readonly stores: ReadonlyMap<string, BucketUse["store"]>;
  readonly identity: (namespace: string, serviceAccountName: string) => BucketUse["identity"];
  /** Region of the buckets. @default - the store's own */
  readonly region?: string;
}

/** @throws FactoryError where the factory made none of a component that presets need */
export function presetParts(source: PresetSource): PresetParts {
  const { path, made, disks, region } = source;
  const identities = new Map<string, BucketUse["identity"]>();
  const identity = (namespace: string, serviceAccountName: string) => {
    const key = `${namespace}/${serviceAccountName}`;
    const known = identities.get(key) ?? source.identity(namespace, serviceAccountName);
    identities.set(key, known);
    return known;
  };
  const store = (name: string) => named(source.stores, name, `${path}.buckets`, "bucket");
  const monitoring = made.find((component) => component instanceof KubePrometheusStack);
  const certManager = made.find((component) => component instanceof CertManager);
  const kueue = made.find((component) => component instanceof Kueue);
  const trainer = made.find((component) => component instanceof KubeflowTrainer);
  if (monitoring === undefined || certManager === undefined || kueue === undefined || trainer === undefined) {
    const given = made.map(({ name }) => name);
    throw new FactoryError([missing(path, "a component that presets build on", given, "monitoring, on")]);
  }
  return {
    monitoring,
    certManager,
    kueue,
    trainer,
    exporters: made.filter((component) => component instanceof DcgmExporter || component instanceof GpuOperator),
    disks,
    pool: (name) => named(source.pools, name, `${path}.pools`, "pool"),
    store,
    identity,
    bucket: (name, namespace, serviceAccountName) => ({
      store: store(name),
      identity: identity(namespace, serviceAccountName),
      region,
    }),
  };
}

function named<T>(all: ReadonlyMap<string, T>, name: string, path: string, kind: string): T {
  const found = all.get(name);
  if (found !== undefined) return found;
  throw new FactoryError([missing(path, `the ${kind} '${name}'`, [...all.keys()], `a ${kind} of that name`)]);
}

function missing(path: string, what: string, given: readonly string[], fix: string): Finding {
  return {
    rule: "PLT-144-preset-parts",
    severity: "error",
    verdict: "fail",
    path,
    message: `the preset needs ${what}, which the factory does not have`,
    given,
    allowed: "a factory with every part that the preset names",
    fix: `give the factory ${fix}`,
  };
}
