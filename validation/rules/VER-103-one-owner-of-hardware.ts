import { isUnknown, type Value } from "../../documents/value";
import { judgeRows, sourcesOf, type Judges, type Platform } from "../compatibility/judge";
import { componentsCalled, settingOf, type Component } from "../platform/components";
import { sameMinor } from "../platform/versions";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

/** Charts that bring Node Feature Discovery, by the switch that turns it off; its own chart has none. */
const discovery: Readonly<Record<string, string | undefined>> = {
  nfd: undefined,
  "gpu-operator": "nfd.enabled",
  "network-operator": "nfd.enabled",
  "amd-gpu-operator": "node-feature-discovery.enabled",
};

/** Whether a switch that is on by default is on. */
function isOn(component: Component, path: string | undefined): boolean | "unknown" {
  const value: Value = (path === undefined ? undefined : settingOf(component, path)) ?? true;
  return isUnknown(value) ? "unknown" : value === true;
}

/** Fails every owner after the first. */
function* oneOnly(
  owners: readonly (readonly [Component, boolean | "unknown"])[],
  thing: string,
  fix: string,
): Iterable<Outcome> {
  const sure = owners.filter(([, on]) => on === true).map(([component]) => component);
  for (const [component, on] of owners) {
    const earlier = sure.slice(0, sure.indexOf(component));
    if (on === "unknown" && owners.length > 1) {
      yield unknown(component.about, { message: `whether ${component.id} brings ${thing} is not known` });
    } else if (on === true && earlier.length > 0) {
      const given = [...earlier, component].map(({ id }) => id);
      yield fail(component.about, { message: `${given.join(" and ")} both bring ${thing}`, given, fix });
    } else yield pass(component.about);
  }
}

function pair({ components }: Platform, a: string, b: string): readonly (readonly [Component, Component])[] {
  return componentsCalled(components, a).flatMap((first) =>
    componentsCalled(components, b).map((second) => [first, second] as const),
  );
}

const judges: Judges = {
  *"one-nfd"({ components }) {
    const owners = componentsCalled(components, ...Object.keys(discovery)).map(
      (component) => [component, isOn(component, discovery[component.id])] as const,
    );
    yield* oneOnly(owners, "Node Feature Discovery", "switch it off in all charts but one (nfd.enabled: false)");
  },
  *"sriov-single"(platform) {
    for (const [network, sriov] of pair(platform, "network-operator", "sriov-network-operator")) {
      // The network operator brings it only when it is told to.
      const on = settingOf(network, "sriovNetworkOperator.enabled") ?? false;
      const owners = [[sriov, true] as const, [network, isUnknown(on) ? "unknown" : on === true] as const];
      yield* oneOnly(
        owners,
        "the SR-IOV operator",
        "set sriovNetworkOperator.enabled to false, or remove the other chart",
      );
    }
  },
  *"amd-dra-xor-plugin"({ components }) {
    for (const operator of componentsCalled(components, "amd-gpu-operator")) {
      const dra = settingOf(operator, "deviceConfig.spec.draDriver.enable") ?? false;
      const plugin = settingOf(operator, "deviceConfig.spec.devicePlugin.enableDevicePlugin") ?? true;
      if (isUnknown(dra) || isUnknown(plugin)) {
        yield unknown(operator.about, { message: "which way AMD GPUs are offered is not known" });
      } else if ((dra === true) !== (plugin === true)) yield pass(operator.about);
      else {
        const message =
          dra === true ? "AMD GPUs are offered twice, by DRA and by the device plugin" : "nothing offers the AMD GPUs";
        yield fail(operator.about, {
          message,
          given: { draDriver: dra, devicePlugin: plugin },
          fix: "switch exactly one of the two on",
        });
      }
    }
  },
  *"trainer-bundles"(platform) {
    const { components } = platform;
    for (const trainer of componentsCalled(components, "kubeflow-trainer")) {
      const bundled = settingOf(trainer, "jobset.install") ?? true;
      const others = componentsCalled(components, "jobset");
      if (others.length > 0 && isUnknown(bundled)) {
        yield unknown(trainer.about, { message: "whether the trainer brings JobSet is not known" });
      } else if (others.length > 0 && bundled === true) {
        const message = "kubeflow-trainer installs JobSet, and its own chart installs it a second time";
        yield fail(trainer.about, {
          message,
          given: ["kubeflow-trainer", "jobset"],
          fix: "set jobset.install to false",
        });
      } else yield pass(trainer.about);
      const cache = settingOf(trainer, "dataCache.enabled");
      for (const [, lws] of pair(platform, "kubeflow-trainer", "lws")) {
        if (cache === true) {
          const message =
            "kubeflow-trainer installs LeaderWorkerSet with its data cache, and its own chart installs it a second time";
          yield fail(lws.about, {
            message,
            given: ["kubeflow-trainer", "lws"],
            fix: "set dataCache.lws.install to false or remove lws",
          });
        } else yield pass(lws.about);
      }
    }
  },
  *"gpuop-26.3.2-netop-26.4-rdma"(platform) {
    for (const [gpu, network] of pair(platform, "gpu-operator", "network-operator")) {
      const rdma = settingOf(gpu, "driver.rdma.enabled") ?? false;
      if (isUnknown(rdma) || gpu.version === undefined || network.version === undefined) {
        yield unknown(gpu.about, { message: "versions or RDMA setting of the two operators are not known" });
      } else if (
        rdma === true &&
        sameMinor(gpu.version, "26.3.2") === true &&
        sameMinor(network.version, "26.4.0") === true
      ) {
        const message = "these two operators do not do RDMA together";
        const fix = "take the network operator 26.1.0 or a newer GPU operator";
        yield fail(gpu.about, {
          message,
          given: `gpu-operator ${gpu.version}, network-operator ${network.version}`,
          fix,
        });
      } else yield pass(gpu.about);
    }
  },
  *"neuron-dra-karpenter"({ components, pools }) {
    for (const neuron of componentsCalled(components, "aws-neuron")) {
      const dra = settingOf(neuron, "draDriver.enabled") ?? false;
      const plugin = settingOf(neuron, "devicePlugin.enabled") ?? true;
      const elastic = pools.filter(
        ({ about, instanceTypes }) =>
          about.address?.startsWith("NodePool/") === true &&
          instanceTypes.some(({ accelerator }) => accelerator?.kind === "neuron"),
      );
      if (isUnknown(dra) || isUnknown(plugin))
        yield unknown(neuron.about, { message: "which way Neuron devices are offered is not known" });
      else if (dra !== true) yield pass(neuron.about);
      else if (plugin === true) {
        const message = "the Neuron DRA driver and the Neuron device plugin run on the same nodes";
        yield fail(neuron.about, {
          message,
          given: "both",
          fix: "set devicePlugin.enabled or draDriver.enabled to false",
        });
      } else if (elastic.length > 0) {
        const message = "the Neuron DRA driver does not work with Karpenter's nodes";
        yield fail(neuron.about, {
          message,
          given: elastic.map(({ name }) => name),
          fix: "use the device plugin, or managed node groups",
        });
      } else yield pass(neuron.about);
    }
  },
};

export const oneOwnerOfHardware: Rule = {
  id: "VER-103-one-owner-of-hardware",
  family: "VER",
  title: "hardware and its definitions have one owner among the components",
  severity: "error",
  reads: "either",
  scope: "cluster",
  cause:
    "Several charts bring the same sub-chart: feature discovery, SR-IOV, JobSet, a device driver. Two of them fight for " +
    "the same definitions, node labels and devices; which one wins changes with every restart.",
  mend: "switch the part off in all charts but one",
  sources: sourcesOf(judges),
  unknownMeans: "A switch is a token, or in values that are not among the documents.",
  example: {
    fails: "nfd beside gpu-operator with nfd.enabled true",
    passes: "nfd beside gpu-operator with nfd.enabled false",
  },
  check: (subject) => judgeRows(judges, subject),
};

export const oneOwnerOfHardwareJudges = judges;
