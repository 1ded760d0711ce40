import { charts } from "../../catalog/charts";
import { isUnknown, type Value } from "../../documents/value";
import { judgeRows, sourcesOf, type Judges, type Platform } from "../compatibility/judge";
import { comesAfter, componentsCalled, settingOf, type Component } from "../platform/components";
import { efaResource } from "../platform/node-pools";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Charts that need a chart of definitions before them, by the switch with which they bring their own. */
const definitionsOf: Readonly<Record<string, { readonly crds: string; readonly own?: string }>> = {
  "kserve-resources": { crds: "kserve-crd" },
  "kserve-llmisvc-resources": { crds: "kserve-llmisvc-crd" },
  "envoy-ai-gateway": { crds: "envoy-ai-gateway-crds" },
  "slurm-operator": { crds: "slurm-operator-crds", own: "crds.enabled" },
};

function needs(platform: Platform, user: Component, id: string, why: string): Outcome {
  const [needed] = componentsCalled(platform.components, id);
  if (needed === undefined) {
    const message = `${user.id} needs ${id}, which is not installed: ${why}`;
    return fail(user.about, { message, given: "nothing", fix: `install ${id} and let ${user.id} depend on it` });
  }
  const { documents } = platform.subject;
  if (!documents || !user.resource || !needed.resource || user.resource.stack !== needed.resource.stack)
    return pass(user.about);
  if (comesAfter(user.resource, documents).has(needed.resource)) return pass(user.about);
  const message = `${user.id} may be installed before ${id}: ${why}`;
  return fail(user.about, {
    message,
    given: "no dependency",
    fix: `let the release of ${user.id} depend on that of ${id}`,
  });
}

const judges: Judges = {
  *"crds-first"(platform) {
    for (const user of platform.components) {
      const definitions = definitionsOf[user.id];
      if (definitions === undefined) continue;
      const own = definitions.own === undefined ? undefined : settingOf(user, definitions.own);
      if (isUnknown(own))
        yield unknown(user.about, { message: "whether the chart brings its own definitions is not known" });
      else if (own === true) yield pass(user.about);
      else yield needs(platform, user, definitions.crds, "its custom resource definitions are a chart of their own");
    }
  },
  *"slurm-min"(platform) {
    for (const operator of componentsCalled(platform.components, "slurm-operator")) {
      const on = settingOf(operator, "certManager.enabled") ?? true;
      if (isUnknown(on))
        yield unknown(operator.about, { message: "whether the operator uses cert-manager is not known" });
      else if (on === true) yield needs(platform, operator, "cert-manager", "it issues the certificate of the webhook");
      else yield pass(operator.about);
    }
    for (const cluster of componentsCalled(platform.components, "slurm")) {
      yield needs(platform, cluster, "slurm-operator", "its custom resources are served by the operator");
    }
  },
  *"amd-certmanager"(platform) {
    for (const operator of componentsCalled(platform.components, "amd-gpu-operator")) {
      yield needs(platform, operator, "cert-manager", "it issues the certificates of the webhooks");
    }
  },
  *"neuron-contiguous"({ components }) {
    for (const neuron of componentsCalled(components, "aws-neuron")) {
      const plugin = settingOf(neuron, "devicePlugin.enabled") ?? true;
      const scheduler = settingOf(neuron, "scheduler.enabled") ?? false;
      if (isUnknown(plugin) || isUnknown(scheduler))
        yield unknown(neuron.about, { message: "the Neuron chart's parts are not known" });
      else if (plugin !== true || scheduler === true) yield pass(neuron.about);
      else {
        const message =
          "pods may get Neuron devices that are not next to each other, and collectives then fail to start";
        yield fail(neuron.about, { message, given: "scheduler.enabled false", fix: "set scheduler.enabled to true" });
      }
    }
  },
  *"efa-allowlist"({ components, pools }) {
    for (const plugin of componentsCalled(components, "aws-efa-k8s-device-plugin")) {
      const keys = settingOf(plugin, "supportedInstanceLabels.keys");
      const values = settingOf(plugin, "supportedInstanceLabels.values");
      for (const pool of pools.filter(({ offers }) => offers.has(efaResource))) {
        if (keys === undefined && values === undefined) {
          // The chart's own list changes with its version.
          yield unknown(pool.about, {
            message: "the chart's own list of instance types decides, which the catalogue lacks",
          });
          continue;
        }
        if (isUnknown(keys) || isUnknown(values)) {
          yield unknown(pool.about, { message: "the list of the EFA device plugin is not known" });
          continue;
        }
        const names = list(keys);
        const allowed = list(values);
        const own = names.flatMap((key) => pool.labels.get(String(key)) ?? []);
        if (own.some((value) => isUnknown(value) || allowed.map(String).includes(String(value))))
          yield pass(pool.about);
        else {
          const message = `the EFA device plugin does not run on pool '${pool.name}', so that no pod there gets an EFA device`;
          const fix = `add ${own.length > 0 ? own.map(String).join(" or ") : `a value of ${names.map(String).join(" or ")}`} to supportedInstanceLabels.values`;
          yield fail(pool.about, { message, given: allowed, fix });
        }
      }
    }
  },
};

function list(value: Value | undefined): readonly Value[] {
  return Array.isArray(value) ? (value as readonly Value[]) : [];
}

export const componentNeeds: Rule = {
  id: "VER-104-component-needs",
  family: "VER",
  title: "what a component needs is installed, and before it",
  severity: "error",
  reads: "either",
  scope: "cluster",
  cause:
    "An operator without its definitions, its certificates or its allow-list installs and then does nothing: pods wait " +
    "for a device or a webhook that never comes. Where the order is left to chance, the first apply fails and the second works.",
  mend: "install what is needed, and let the component depend on it",
  sources: [
    ...sourcesOf(judges),
    ...new Set(
      charts()
        .filter(({ id }) => id in definitionsOf)
        .map(({ source }) => source),
    ),
  ],
  unknownMeans: "A switch or list is a token, or the default list of a chart decides.",
  example: {
    fails: "slurm-operator without cert-manager",
    passes: "slurm-operator after cert-manager and slurm-operator-crds",
  },
  check: (subject) => judgeRows(judges, subject),
};

export const componentNeedsJudges = judges;
