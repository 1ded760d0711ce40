import type { Documents, HelmRelease } from "../../documents/types";
import { isObject, isUnknown, type Value } from "../../documents/value";
import type { PoolNode } from "../../model/types";
import { shown } from "../launches";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

const configLabel = "nvidia.com/device-plugin.config";

export const sharingConfiguration: Rule = {
  id: "ACC-005-sharing-configuration",
  family: "ACC",
  title: "the platform cuts and shares accelerators as the pools say",
  severity: "error",
  reads: "both",
  scope: "cluster",
  cause:
    "A label on a node only names a configuration. Where the device plugin has none of that name it does not start; where " +
    "the GPU operator's MIG strategy is not 'mixed', or its MIG manager is off, no node ever offers the instances " +
    "that the pods ask for, and they stay pending.",
  mend: "let GpuOperator or NvidiaDevicePlugin take the pools, or set the values named below",
  sources: [
    "NVIDIA GPU Operator documentation, gpu-operator-mig and gpu-sharing: mig.strategy, migManager, devicePlugin.config",
    "NVIDIA k8s-device-plugin, README: config.map and the label nvidia.com/device-plugin.config",
  ],
  unknownMeans: "The chart's values are not known yet, or the platform is not among the documents.",
  example: {
    fails: "a pool with MIG profile 1g.18gb and gpu-operator with mig.strategy = single",
    passes: "the same with mig.strategy = mixed and migManager.enabled = true",
  },
  *check({ model, documents }) {
    for (const pool of model?.pools ?? []) {
      const label = pool.labels[configLabel];
      if (!documents) continue;
      if (pool.sharing?.kind === "mig") yield judgeMig(pool, documents);
      else if (label !== undefined && label !== "") yield judgeConfig(pool, label, documents);
    }
  },
};

function judgeMig({ path, sharing }: PoolNode, documents: Documents): Outcome {
  const [operator] = releasesOf(documents, "gpu-operator");
  if (!operator) {
    const plugins = releasesOf(documents, "nvidia-device-plugin");
    if (plugins.length === 0)
      return unknown({ path }, { message: "what cuts the pool's accelerators is not among the documents" });
    return fail(
      { path },
      {
        message: "the device plugin alone does not cut accelerators by MIG",
        given: `${plugins[0]?.address ?? ""} and no gpu-operator`,
        allowed: "gpu-operator with its MIG manager",
        fix: "install the GPU operator in place of the device plugin",
      },
    );
  }
  const about = { path, address: operator.address };
  const strategy = dig(operator.values, "mig", "strategy") ?? (operator.hasUnknown ? undefined : "single");
  const manager = dig(operator.values, "migManager", "enabled") ?? (operator.hasUnknown ? undefined : true);
  if (strategy === undefined || manager === undefined || isUnknown(strategy) || isUnknown(manager)) {
    return unknown(about, { message: "the MIG settings of the GPU operator are not known yet" });
  }
  if (manager !== true) {
    return fail(about, {
      message: "the MIG manager is off: nothing cuts the accelerators",
      given: manager,
      allowed: true,
    });
  }
  if (strategy === "mixed") return pass(about);
  return fail(about, {
    message: `MIG strategy '${shown(strategy)}' offers no nvidia.com/mig-${sharing?.profile ?? "…"}`,
    given: `mig.strategy ${shown(strategy)}`,
    allowed: "mig.strategy mixed",
  });
}

function judgeConfig({ path, labels }: PoolNode, name: string, documents: Documents): Outcome {
  const plugins = [...releasesOf(documents, "nvidia-device-plugin"), ...releasesOf(documents, "gpu-operator")];
  const [first] = plugins;
  if (!first) return unknown({ path }, { message: "the device plugin of the pool is not among the documents" });
  const known = plugins.flatMap((release) => configsOf(release, documents));
  const about = { path, address: first.address };
  if (known.includes(name)) return pass(about);
  const outside = plugins.some(({ values }) => typeof dig(values, "config", "name") === "string");
  if (plugins.some(({ hasUnknown }) => hasUnknown) || outside) {
    return unknown(about, { message: "the configurations of the device plugin are not known yet" });
  }
  return fail(about, {
    message: `the device plugin has no configuration '${name}', so that it does not start on the pool's nodes`,
    given: `${configLabel}=${labels[configLabel] ?? ""}`,
    allowed: known.length === 0 ? "a name in config.map, which is empty" : known,
  });
}

/** Names of the configurations that a release defines, in its values or in a config map. */
function configsOf({ values }: HelmRelease, documents: Documents): readonly string[] {
  const own = dig(values, "config", "map");
  const operator = dig(values, "devicePlugin", "config", "data");
  const mapName = dig(values, "devicePlugin", "config", "name") ?? dig(values, "config", "name");
  const maps = documents.kubernetesObjects("ConfigMap").filter(({ name }) => name !== undefined && name === mapName);
  const sources = [own, operator, ...maps.map(({ object }) => object["data"])];
  return sources.flatMap((source) => (isObject(source) ? Object.keys(source) : []));
}

function releasesOf(documents: Documents, chart: string): readonly HelmRelease[] {
  return documents.helmReleases().filter((release) => release.chart?.split("/").at(-1) === chart);
}

function dig(value: Value | undefined, ...keys: readonly string[]): Value | undefined {
  return keys.reduce<Value | undefined>(
    (inner, key) => (isObject(inner) ? inner[key] : isUnknown(inner) ? inner : undefined),
    value,
  );
}
