import { parse } from "yaml";
import {
  AmdGpuOperator,
  CertManager,
  computeDomain,
  GpuOperator,
  IntelGaudiOperator,
  mirrorComponents,
  NodeFeatureDiscovery,
  NvidiaDraDriver,
} from "../../../constructs/platform";
import { unknownValueKeys, validateObject } from "../../../testing/kubernetes";
import { FactoryError } from "../../../validation/factory-error";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { objectOf } from "../platform/every-component";
import { fakeChart, fakePool, gpuPool } from "../platform/fakes";

const discovery = new NodeFeatureDiscovery({ taints: true, monitoring: fakeChart("prometheus") });
const certManager = new CertManager();
const amdPool = fakePool("amd", {
  acceleratorVendor: "amd",
  accelerators: { resourceName: "amd.com/gpu", perNode: 8 },
  taints: [{ key: "amd.com/gpu", value: "present", effect: "NoSchedule" }],
});
const gaudiPool = fakePool("gaudi", { acceleratorVendor: "intel-gaudi" });
const devicePluginImages = { plugin: "docker.io/acme/plugin:1.0", labeller: "docker.io/acme/labeller:1.0" };
const gpuOperator = new GpuOperator({
  pools: [gpuPool(), gpuPool("dev", { labels: { "nvidia.com/device-plugin.config": "mps-4" } })],
  driverInImage: false,
  gpuDirectRdma: "network-operator-driver",
  nodeFeatureDiscovery: false,
});
const dra = new NvidiaDraDriver({ pools: [gpuPool()], kubernetesVersion: "1.34", driverInImage: false, gpuOperator });
const amd = new AmdGpuOperator({ pools: [amdPool], certManager, discovery, devicePluginImages });

describeWithSchemas("operators of accelerators", ({ schemas, charts }) => {
  test.each([
    ["node-feature-discovery", discovery],
    ["gpu-operator", gpuOperator],
    ["dra-driver-nvidia-gpu", dra],
    ["gpu-operator-charts", amd],
  ])("%s gets no value that its chart does not know", (chart, component) => {
    expect(component.chart?.name).toBe(chart);
    expect(unknownValueKeys(chart, component.values, charts)).toEqual([]);
  });

  test("have only objects that the real definitions accept", () => {
    const objects = [...amd.manifests, computeDomain({ name: "job", namespace: "research", nodes: 18 })];
    expect(objects.flatMap((object) => validateObject(object, schemas))).toEqual([]);
  });
});

describe("GpuOperator", () => {
  test("has a configuration for pools that share, and lets adapters reach GPU memory", () => {
    const { devicePlugin, driver, nfd } = gpuOperator.values as {
      devicePlugin: { config: { default: string; data: Record<string, string> } };
      driver: { rdma: unknown };
      nfd: unknown;
    };
    expect(devicePlugin.config.default).toBe("exclusive");
    expect(parse(devicePlugin.config.data["mps-4"] ?? "")).toMatchObject({ sharing: { mps: {} } });
    expect(driver.rdma).toEqual({ enabled: true, useHostMofed: false });
    expect(nfd).toEqual({ enabled: false });
  });
});

describe("NvidiaDraDriver", () => {
  test("looks for the driver where the GPU operator puts it, and leaves GPUs to it", () => {
    expect(dra.values).toMatchObject({
      nvidiaDriverRoot: "/run/nvidia/driver",
      resources: { gpus: { enabled: false } },
    });
    expect(dra.dependsOn).toEqual([gpuOperator]);
  });

  test("is refused below Kubernetes 1.34", () => {
    const old = { pools: [gpuPool()], kubernetesVersion: "1.33", driverInImage: true, gpuOperator };
    expect(() => new NvidiaDraDriver(old)).toThrow(FactoryError);
  });
});

describe("AmdGpuOperator", () => {
  test("offers GPUs by the device plugin and not by DRA, and brings no second Node Feature Discovery", () => {
    expect(objectOf(amd, "DeviceConfig").spec).toMatchObject({
      devicePlugin: { enableDevicePlugin: true, devicePluginImage: "docker.io/acme/plugin:1.0" },
      draDriver: { enable: false },
    });
    expect(amd.values).toMatchObject({ "node-feature-discovery": { enabled: false } });
  });

  test("cannot be mirrored with AMD's moving tags, and can with one's own", () => {
    const mirror = { imageRegistry: "registry.example.org/m" };
    const moving = new AmdGpuOperator({ pools: [amdPool], certManager, discovery });
    expect(mirrorComponents([moving], mirror, "p").findings).toHaveLength(1);
    const { components, findings } = mirrorComponents([amd], mirror, "p");
    expect(findings).toEqual([]);
    expect(JSON.stringify([components[0]?.values, components[0]?.manifests])).not.toContain("docker.io");
  });
});

describe("IntelGaudiOperator", () => {
  test("stands in a privileged namespace, and needs a pool of Gaudi", () => {
    const labels = new IntelGaudiOperator({ pools: [gaudiPool] }).namespaceLabels;
    expect(labels).toEqual({ "pod-security.kubernetes.io/enforce": "privileged" });
    expect(() => new IntelGaudiOperator({ pools: [amdPool] })).toThrow(/has no pool to run on/);
  });
});
