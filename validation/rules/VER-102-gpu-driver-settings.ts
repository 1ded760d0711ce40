import { isUnknown, type Value } from "../../documents/value";
import { judgeRows, sourcesOf, type Judges, type Platform } from "../compatibility/judge";
import { componentsCalled, settingOf, type Component } from "../platform/components";
import { efaResource, type NodePool } from "../platform/node-pools";
import { at, devicesOf, podTemplatesOf } from "../platform/pods";
import { compareVersions } from "../platform/versions";
import { fail, pass, unknown, type Outcome, type Rule } from "../rule";

const defaultDriverDir = "/run/nvidia/driver";

function operators({ components }: Platform): readonly Component[] {
  return componentsCalled(components, "gpu-operator");
}

/** Grace Blackwell nodes, by the accelerator of the type or of the planned system. */
function graceBlackwell({ pools, subject }: Platform): readonly NodePool[] {
  const planned = new Set(
    (subject.model?.pools ?? [])
      .filter(({ accelerator }) => /gb[23]00/i.test(accelerator?.id ?? ""))
      .map(({ id }) => id),
  );
  return pools.filter(
    ({ name, instanceTypes }) =>
      planned.has(name) || instanceTypes.some(({ accelerator }) => /GB[23]00/i.test(accelerator?.name ?? "")),
  );
}

/** Pools of NVIDIA GPUs with what the image says about the driver. */
function driverInImage({ instanceTypes, resource }: NodePool): boolean | "unknown" | undefined {
  if (!instanceTypes.some(({ accelerator }) => accelerator?.vendor === "NVIDIA")) return undefined;
  if (resource?.type !== "aws_eks_node_group") return "unknown";
  const image = resource.get("ami_type");
  if (image === undefined || image === null) return false;
  if (typeof image !== "string" || image === "CUSTOM") return "unknown";
  return /NVIDIA|GPU/.test(image);
}

const judges: Judges = {
  *"gpuop-crs-exclusive"(platform) {
    for (const operator of operators(platform)) {
      const both = ["clusterPolicy.deployCR", "gpuCluster.deployCR"].map((path) => settingOf(operator, path));
      if (both.some(isUnknown))
        yield unknown(operator.about, { message: "which of its resources the operator makes is not known" });
      // The chart makes the ClusterPolicy unless it is told not to, and the GPUCluster only when it is.
      else if (both[0] === false || both[1] !== true) yield pass(operator.about);
      else {
        const message = "the GPU operator makes a ClusterPolicy and a GPUCluster, which exclude each other";
        yield fail(operator.about, {
          message,
          given: "both",
          fix: "set clusterPolicy.deployCR or gpuCluster.deployCR to false",
        });
      }
    }
  },
  *"gpuop-useOpenKernelModules"(platform) {
    for (const operator of operators(platform)) {
      const given = settingOf(operator, "driver.useOpenKernelModules");
      if (given === undefined) yield pass(operator.about);
      else if (isUnknown(given)) yield unknown(operator.about, { message: "the driver's settings are not known" });
      else {
        const message = "driver.useOpenKernelModules is ignored, so that the kernel modules are not the ones you chose";
        yield fail(operator.about, { message, given, fix: "write driver.kernelModuleType: open, proprietary or auto" });
      }
    }
  },
  *"dra-driver-root"(platform) {
    for (const operator of operators(platform)) {
      const dir = settingOf(operator, "hostPaths.driverInstallDir") ?? defaultDriverDir;
      if (dir === "/") {
        const message = "the GPU operator would install the driver over the node's own root";
        yield fail(operator.about, {
          message,
          given: dir,
          fix: `leave hostPaths.driverInstallDir at ${defaultDriverDir}`,
        });
        continue;
      }
      const [dra] = componentsCalled(platform.components, "nvidia-dra-driver-gpu");
      const managed = settingOf(operator, "driver.enabled");
      if (dra === undefined || managed === false) {
        yield pass(operator.about);
        continue;
      }
      const root = settingOf(dra, "nvidiaDriverRoot") ?? "/";
      if ([dir, root, managed].some(isUnknown))
        yield unknown(dra.about, { message: "where the driver lies is not known" });
      else if (root === dir) yield pass(dra.about);
      else {
        const message = "the DRA driver looks for the driver where the GPU operator does not put it";
        yield fail(dra.about, { message, given: root, fix: `set nvidiaDriverRoot to ${String(dir)}` });
      }
    }
  },
  *"driver-owner"(platform) {
    for (const operator of operators(platform)) {
      // The chart installs the driver unless it is told not to.
      const installs: Value = settingOf(operator, "driver.enabled") ?? true;
      for (const pool of platform.pools) yield* ownsDriver(pool, installs);
    }
  },
  *"gb200-efa"(platform) {
    for (const pool of graceBlackwell(platform)) {
      if (!pool.offers.has(efaResource)) continue;
      for (const operator of operators(platform)) yield peerMemory(operator, platform);
    }
  },
  *"gb200-os"(platform) {
    for (const pool of graceBlackwell(platform)) {
      const planned = platform.subject.model?.pools.find(({ id }) => id === pool.name);
      const system = planned?.operatingSystem;
      const isCloud = pool.resource !== undefined;
      const fits = isCloud ? /al2023|bottlerocket|ubuntu/i : /ubuntu.*(22\.04|24\.04)/i;
      if (planned?.architecture === "x86_64") {
        const message = "a Grace Blackwell tray is arm64";
        yield fail(pool.about, { message, given: "x86_64", fix: "state architecture arm64" });
      } else if (system === undefined)
        yield unknown(pool.about, { message: "the operating system of the trays is not known" });
      else if (fits.test(system)) yield pass(pool.about);
      else {
        const message = "NVIDIA tunes Grace Blackwell trays on Ubuntu with the 64k-page kernel only";
        yield fail(pool.about, {
          message,
          given: system,
          fix: "use Ubuntu 22.04 or 24.04 with NVIDIA's 64k-page kernel",
        });
      }
    }
  },
  *"gb200-gpuop-floor"(platform, { minChartVersion = "" }) {
    if (graceBlackwell(platform).length === 0) return;
    for (const { about, version } of operators(platform)) {
      const difference = version === undefined ? undefined : compareVersions(version, minChartVersion);
      if (difference === undefined) yield unknown(about, { message: "the GPU operator's version is not pinned" });
      else if (difference >= 0) yield pass(about);
      else {
        const fix = `take the GPU operator v${minChartVersion} or newer`;
        yield fail(about, { message: "this GPU operator does not know Grace Blackwell", given: version, fix });
      }
    }
  },
  *"autoscaling-mig"(platform) {
    for (const operator of operators(platform)) {
      const strategy = settingOf(operator, "mig.strategy") ?? "single";
      for (const pod of platform.subject.documents ? podTemplatesOf(platform.subject.documents) : []) {
        const profiles = [...devicesOf(pod).keys()].filter((name) => name.startsWith("nvidia.com/mig-"));
        if (profiles.length === 0) continue;
        if (isUnknown(strategy)) yield unknown(pod.about, { message: "the MIG strategy is not known" });
        else if (strategy === "mixed") yield pass(pod.about);
        else {
          const message = `the pod asks for ${profiles.join(", ")}, which strategy '${String(strategy)}' never offers`;
          const fix = "set mig.strategy to mixed, or let the pod ask for nvidia.com/gpu";
          yield { ...fail(pod.about, { message, given: strategy, fix }) };
        }
      }
    }
  },
};

function* ownsDriver(pool: NodePool, installs: Value): Iterable<Outcome> {
  const image = driverInImage(pool);
  if (image === undefined) return;
  if (image === "unknown" || isUnknown(installs)) {
    yield unknown(pool.about, { message: "whether image or operator brings the driver is not known" });
  } else if (image === (installs === true)) {
    const message = image
      ? "image and GPU operator both bring a driver"
      : "neither image nor GPU operator brings a driver";
    yield fail(pool.about, {
      message,
      given: `driver.enabled ${String(installs)}`,
      fix: `set driver.enabled to ${String(!image)}`,
    });
  } else yield pass(pool.about);
}

/** The one module option without which GPU memory is not reachable from the network cards. */
function peerMemory(operator: Component, { subject }: Platform): Outcome {
  const option = "NVreg_GrdmaPciTopoCheckOverride=1";
  if (settingOf(operator, "driver.enabled") === false) {
    return unknown(operator.about, {
      message: "the image loads the driver: whether it does so with the option is not known",
    });
  }
  const name = settingOf(operator, "driver.kernelModuleConfig.name");
  if (isUnknown(name)) return unknown(operator.about, { message: "the driver's module options are not known" });
  const maps = subject.documents?.kubernetesObjects("ConfigMap").filter((map) => map.name === name) ?? [];
  if (maps.some(({ object }) => JSON.stringify(at(object, "data")).includes(option))) return pass(operator.about);
  const message = "the driver is loaded without the option that lets EFA reach GPU memory: NCCL falls back to sockets";
  const fix = `name a ConfigMap with nvidia.conf: ${option} in driver.kernelModuleConfig.name, applied before the chart`;
  return fail(operator.about, { message, given: name ?? "no driver.kernelModuleConfig", fix });
}

export const gpuDriverSettings: Rule = {
  id: "VER-102-gpu-driver-settings",
  family: "VER",
  title: "driver, GPU operator and accelerators fit each other",
  severity: "error",
  reads: "either",
  scope: "cluster",
  cause:
    "A GPU node needs exactly one owner of its driver, at a version that knows the chip, with the module options that " +
    "the fabric needs. Two owners unload each other's modules; none leaves nodes without GPUs; a missing option costs " +
    "the whole fabric, and every pod still runs.",
  mend: "change the GPU operator's settings as the table says",
  sources: sourcesOf(judges),
  unknownMeans:
    "Image, driver settings or the operator's version are not known: a custom image, a token, a chart rendered elsewhere.",
  example: {
    fails: "gpu-operator with driver.enabled true on AL2023_x86_64_NVIDIA",
    passes: "gpu-operator with driver.enabled false on AL2023_x86_64_NVIDIA",
  },
  check: (subject) => judgeRows(judges, subject),
};

export const gpuDriverSettingsJudges = judges;
