import { isObject, isUnknown, type Value, type ValueObject } from "../../documents/value";
import { judgeRows, sourcesOf, type Judges, type Platform } from "../compatibility/judge";
import { componentsCalled, settingOf, type Component } from "../platform/components";
import { at, items } from "../platform/pods";
import { isSelective, selects, untolerated } from "../platform/scheduling";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Parts of charts that keep state on a volume: where their pod settings are, and where the volume is asked for. */
const stateful: readonly { readonly chart: string; readonly pod: string; readonly volume: string }[] = [
  { chart: "kube-prometheus-stack", pod: "prometheus.prometheusSpec", volume: "prometheus.prometheusSpec.storageSpec" },
  {
    chart: "kube-prometheus-stack",
    pod: "alertmanager.alertmanagerSpec",
    volume: "alertmanager.alertmanagerSpec.storage",
  },
  { chart: "slurm", pod: "controller.podSpec", volume: "controller.persistence" },
  { chart: "slurm", pod: "accounting.podSpec", volume: "accounting.storageConfig" },
];

/** Pods of nodewright and feature discovery, by where their settings are. */
const workers: Readonly<Record<string, string>> = {
  nfd: "worker",
  "gpu-operator": "node-feature-discovery.worker",
  "network-operator": "node-feature-discovery.worker",
};

function objectAt(component: Component, path: string): ValueObject {
  return at(component.values, ...path.split("."));
}

const judges: Judges = {
  *"pvc-zone-pin"(platform) {
    for (const { chart, pod, volume } of stateful) {
      for (const component of componentsCalled(platform.components, chart)) {
        const claims = settingOf(component, volume);
        if (isUnknown(claims))
          yield unknown(component.about, { message: `whether ${pod} keeps a volume is not known` });
        else if (isObject(claims) && claims["enabled"] !== false) yield keepsOffAccelerators(component, pod, platform);
      }
    }
  },
  *"system-toleration-nfd"({ components, pools }) {
    for (const component of componentsCalled(components, ...Object.keys(workers))) {
      const spec = objectAt(component, workers[component.id] ?? "");
      const missed = pools.filter((pool) => selects(pool, spec) === "no");
      if (missed.length === 0) yield pass(component.about);
      else {
        const message = `feature discovery's workers do not run on ${missed.map(({ name }) => `'${name}'`).join(", ")}`;
        const fix = "leave nodeSelector and affinity of the workers out: they must see every node";
        yield fail(component.about, { message, given: spec["nodeSelector"] ?? spec["affinity"], fix });
      }
    }
  },
  *"aks-wildcard-toleration"({ components, subject }) {
    for (const operator of componentsCalled(components, "nodewright-operator")) {
      const objects = subject.documents?.kubernetesObjects("Skyhook", "NodeWright") ?? [];
      const specs = [operator.values, ...objects.map(({ object }) => at(object, "spec"))];
      const wild = specs.some((spec) => tolerationsIn(spec).some(isWildcard));
      if (!wild) yield pass(operator.about);
      else {
        const message =
          "a toleration without a key lets nodewright's pods back onto a node that its own interrupt has emptied";
        yield fail(operator.about, {
          message,
          given: "operator: Exists without a key",
          fix: "write the keys that are tolerated",
        });
      }
    }
  },
};

/** A volume is made in the zone of the node that its pod lands on first. */
function keepsOffAccelerators(component: Component, path: string, { pools }: Platform): Outcome {
  const spec = objectAt(component, path);
  const accelerated = pools.filter(
    ({ instanceTypes, offers }) => instanceTypes.some(({ accelerator }) => accelerator) || offers.size > 0,
  );
  const reached = accelerated.filter(
    (pool) => selects(pool, spec) !== "no" && untolerated(pool, spec["tolerations"]) === undefined,
  );
  if (reached.length === 0) return pass(component.about);
  const [first] = reached;
  const message = `the volume of ${path} may be made in the zone of pool '${first?.name}', and its pod then needs that node`;
  const given = isSelective(spec) ? spec["nodeSelector"] : "no nodeSelector";
  return fail(component.about, { message, given, fix: `give ${path} a nodeSelector of the system pool` });
}

function tolerationsIn(value: Value | undefined, depth = 0): readonly ValueObject[] {
  if (depth > 12 || !(isObject(value) || Array.isArray(value))) return [];
  if (Array.isArray(value)) return (value as readonly Value[]).flatMap((item) => tolerationsIn(item, depth + 1));
  const own = Object.entries(value as ValueObject).flatMap(([key, item]) =>
    /tolerations?$/i.test(key) ? items(item) : tolerationsIn(item, depth + 1),
  );
  return own;
}

function isWildcard({ key, operator }: ValueObject): boolean {
  return operator === "Exists" && (key === undefined || key === null || key === "");
}

export const componentPlacement: Rule = {
  id: "VER-105-component-placement",
  family: "VER",
  title: "stateful and per-node parts of components run where they belong",
  severity: "error",
  reads: "either",
  scope: "cluster",
  cause:
    "A volume belongs to the zone of the first node that its pod lands on: a controller that started on a GPU node is " +
    "bound to that zone when the GPU node goes. Feature discovery that skips nodes leaves them without the labels that " +
    "everything else selects by.",
  mend: "give stateful parts a nodeSelector of the system pool, and per-node parts none",
  sources: sourcesOf(judges),
  unknownMeans: "The part's settings are a token.",
  example: {
    fails: "kube-prometheus-stack with storageSpec and a toleration of every taint",
    passes: "the same with tolerations of CriticalAddonsOnly only, on a factory whose GPU nodes are tainted",
  },
  check: (subject) => judgeRows(judges, subject),
};

export const componentPlacementJudges = judges;
