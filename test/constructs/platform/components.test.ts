import { parse } from "yaml";
import {
  AwsLoadBalancerController,
  CertManager,
  EfaDevicePlugin,
  GpuOperator,
  NeuronDevicePlugin,
  NvidiaDevicePlugin,
  mergeValues,
  orderComponents,
} from "../../../constructs/platform";
import { DcgmExporter, KubePrometheusStack } from "../../../constructs/observability";
import { neuronPool } from "./every-component";
import { fakeChart, fakePool, gpuPool } from "./fakes";

describe("a component's options", () => {
  it("are laid over its own values, deeply, and lists are replaced", () => {
    const { values } = new CertManager({ values: { webhook: { replicaCount: 3 }, tolerations: [] } });
    expect(values).toMatchObject({ replicaCount: 2, webhook: { replicaCount: 3, podDisruptionBudget: {} } });
    expect(values.tolerations).toEqual([]);
  });

  it("change name, namespace, version and repository", () => {
    const changed = new CertManager({
      name: "certificates",
      namespace: "security",
      chartVersion: "v1.0.0",
      chartRepository: "oci://mirror.example.org/charts",
    });
    expect(changed).toMatchObject({
      name: "certificates",
      namespace: "security",
      chart: { name: "cert-manager", version: "v1.0.0", repository: "oci://mirror.example.org/charts" },
      images: [],
      imagesKnown: false,
    });
  });

  it("add dependencies, each once", () => {
    const monitoring = fakeChart("prometheus");
    expect(new CertManager({ monitoring, dependsOn: [monitoring] }).dependsOn).toEqual([monitoring]);
  });

  it("leave what they are laid over as it was", () => {
    const base = { a: { b: 1 } };
    expect(mergeValues(base, { a: { c: 2 } })).toEqual({ a: { b: 1, c: 2 } });
    expect(base).toEqual({ a: { b: 1 } });
  });
});

describe("NvidiaDevicePlugin", () => {
  it("runs on the pools with NVIDIA GPUs only, and bears their taints", () => {
    const { values } = new NvidiaDevicePlugin({ pools: [gpuPool("training"), fakePool("prep"), neuronPool] });
    expect(values.affinity).toEqual({
      nodeAffinity: {
        requiredDuringSchedulingIgnoredDuringExecution: {
          nodeSelectorTerms: [{ matchExpressions: [{ key: "ai-factory/pool", operator: "In", values: ["training"] }] }],
        },
      },
    });
    expect(values.tolerations).toEqual([
      { key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" },
    ]);
    expect(values).not.toHaveProperty("config");
  });

  it("has a configuration for each way in which pools share their GPUs", () => {
    const shared = gpuPool("dev", { labels: { "nvidia.com/device-plugin.config": "time-slicing-4" } });
    const served = gpuPool("serving", { labels: { "nvidia.com/device-plugin.config": "mps-2" } });
    const { values } = new NvidiaDevicePlugin({ pools: [gpuPool(), shared, served] });
    const { map, default: unlabelled } = values.config as { map: Record<string, string>; default: string };
    expect(unlabelled).toBe("exclusive");
    expect(Object.fromEntries(Object.entries(map).map(([name, text]) => [name, parse(text) as unknown]))).toEqual({
      exclusive: { version: "v1" },
      "time-slicing-4": {
        version: "v1",
        sharing: {
          timeSlicing: { failRequestsGreaterThanOne: true, resources: [{ name: "nvidia.com/gpu", replicas: 4 }] },
        },
      },
      "mps-2": { version: "v1", sharing: { mps: { resources: [{ name: "nvidia.com/gpu", replicas: 2 }] } } },
    });
  });

  it("refuses pools without NVIDIA GPUs", () => {
    expect(() => new NvidiaDevicePlugin({ pools: [fakePool("prep")] })).toThrow("none has NVIDIA GPUs");
  });

  it("refuses pools cut by MIG, which need the GPU operator", () => {
    const cut = gpuPool("cut", { accelerators: { resourceName: "nvidia.com/mig-1g.18gb", perNode: 56 } });
    expect(() => new NvidiaDevicePlugin({ pools: [cut] })).toThrow(/GpuOperator/);
  });

  it("refuses a way of sharing that it has no configuration for", () => {
    const odd = gpuPool("odd", { labels: { "nvidia.com/device-plugin.config": "thirds" } });
    expect(() => new NvidiaDevicePlugin({ pools: [odd] })).toThrow(/time-slicing-<replicas>/);
  });
});

describe("GpuOperator", () => {
  it("takes the place of the device plugin and of the exporter", () => {
    const monitoring = new KubePrometheusStack();
    const pools = [gpuPool()];
    const { findings } = orderComponents(
      [
        monitoring,
        new GpuOperator({ pools, driverInImage: true }),
        new NvidiaDevicePlugin({ pools }),
        new DcgmExporter({ pools, monitoring }),
      ],
      "platform",
    );
    expect(findings.map(({ given }) => given)).toEqual([
      ["gpu-operator", "nvidia-device-plugin"],
      ["gpu-operator", "dcgm-exporter"],
    ]);
  });

  it("installs neither driver nor toolkit where the image brings them", () => {
    const { values, images } = new GpuOperator({ pools: [gpuPool()], driverInImage: true });
    expect(values).toMatchObject({ driver: { enabled: false }, toolkit: { enabled: false } });
    expect(images.join()).not.toMatch(/driver:|container-toolkit/);
  });

  it("can install the toolkit alone", () => {
    const { values } = new GpuOperator({ pools: [gpuPool()], driverInImage: true, toolkitInImage: false });
    expect(values).toMatchObject({ driver: { enabled: false }, toolkit: { enabled: true } });
  });

  it("runs the MIG manager only where a pool is cut", () => {
    const cut = gpuPool("cut", { accelerators: { resourceName: "nvidia.com/mig-1g.18gb", perNode: 56 } });
    expect(new GpuOperator({ pools: [cut], driverInImage: true }).values).toMatchObject({
      mig: { strategy: "mixed" },
      migManager: { enabled: true },
    });
    expect(new GpuOperator({ pools: [gpuPool()], driverInImage: true }).values).toMatchObject({
      migManager: { enabled: false },
    });
  });

  it("leaves node feature discovery to another install", () => {
    const operator = new GpuOperator({ pools: [gpuPool()], driverInImage: true, nodeFeatureDiscovery: false });
    expect(operator.values).toMatchObject({ nfd: { enabled: false } });
    expect(operator.values).not.toHaveProperty("node-feature-discovery");
    expect(operator.images.join()).not.toContain("node-feature-discovery");
  });

  it("starts nothing that is for virtual machines or confidential computing", () => {
    expect(new GpuOperator({ pools: [gpuPool()], driverInImage: true }).values).toMatchObject({
      ccManager: { enabled: false },
      sandboxWorkloads: { enabled: false },
    });
  });
});

describe("EfaDevicePlugin", () => {
  it("runs on the pools with EFA, not on a list of instance types, and pulls from the region's registry", () => {
    const plugin = new EfaDevicePlugin({ pools: [gpuPool(), fakePool("prep")], region: "eu-north-1" });
    expect(plugin.values).toMatchObject({
      supportedInstanceLabels: { keys: ["ai-factory/pool"], values: ["training"] },
      tolerations: [{ key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" }],
    });
    expect(plugin.images).toEqual([
      "602401143452.dkr.ecr.eu-north-1.amazonaws.com/eks/aws-efa-k8s-device-plugin:v0.5.20",
    ]);
  });

  it("pulls from the registry of a sovereign partition there", () => {
    const { images } = new EfaDevicePlugin({ pools: [gpuPool()], region: "eusc-de-east-1" });
    expect(images[0]).toMatch(/^877088126301\.dkr\.ecr\.eusc-de-east-1\.amazonaws\.eu\//);
  });

  it("refuses pools without EFA, and an unknown region with the nearest known one", () => {
    expect(() => new EfaDevicePlugin({ pools: [fakePool("prep")], region: "eu-north-1" })).toThrow(/EFA devices/);
    expect(() => new EfaDevicePlugin({ pools: [gpuPool()], region: "eu-nort-1" })).toThrow("'eu-north-1'");
  });
});

describe("NeuronDevicePlugin", () => {
  it("runs on the instance types of the pools with Neuron devices", () => {
    const { values } = new NeuronDevicePlugin({
      pools: [neuronPool, Object.assign(gpuPool(), { instanceTypes: ["p5en.48xlarge"] })],
    });
    expect(values).toMatchObject({ neuronInstances: ["trn2.48xlarge"], npd: { enabled: false } });
  });
});

describe("AwsLoadBalancerController", () => {
  const { values } = new AwsLoadBalancerController({ clusterName: "f", region: "eu-north-1", vpcId: "vpc-1" });

  it("makes internal load balancers unless a manifest asks otherwise", () => {
    expect(values).toMatchObject({ defaultLoadBalancerScheme: "internal", defaultTargetType: "ip" });
  });

  it("does not stand in the way of other components' services", () => {
    expect(values).toMatchObject({ enableServiceMutatorWebhook: false });
  });
});

describe("KubePrometheusStack", () => {
  const { values } = new KubePrometheusStack({ storageClassName: "gp3", storageGiB: 200, retentionDays: 7 });

  it("keeps metrics on a disk, and drops the oldest before it is full", () => {
    expect(values.prometheus).toMatchObject({
      prometheusSpec: {
        retention: "7d",
        retentionSize: "180GiB",
        storageSpec: {
          volumeClaimTemplate: {
            spec: { storageClassName: "gp3", resources: { requests: { storage: "200Gi" } } },
          },
        },
      },
    });
  });

  it("takes up ServiceMonitors and rules that other components bring", () => {
    expect(values.prometheus).toMatchObject({
      prometheusSpec: {
        serviceMonitorSelectorNilUsesHelmValues: false,
        podMonitorSelectorNilUsesHelmValues: false,
        ruleSelectorNilUsesHelmValues: false,
      },
    });
  });

  it("lets Grafana report nothing and ask nobody", () => {
    expect(values.grafana).toMatchObject({
      "grafana.ini": {
        analytics: { reporting_enabled: false, check_for_updates: false, check_for_plugin_updates: false },
        news: { news_feed_enabled: false },
      },
    });
  });

  it("does not look for control plane processes that a managed cluster hides", () => {
    for (const process of ["kubeControllerManager", "kubeScheduler", "kubeEtcd", "kubeProxy"]) {
      expect(values[process]).toEqual({ enabled: false });
    }
  });

  it("watches every node, tainted ones too", () => {
    expect(values["prometheus-node-exporter"]).toMatchObject({ tolerations: [{ operator: "Exists" }] });
  });
});

describe("ServiceMonitors", () => {
  it("are only asked for where their definition is installed first", () => {
    expect(new CertManager().values).toMatchObject({ prometheus: { servicemonitor: { enabled: false } } });
    const monitoring = new KubePrometheusStack();
    const watched = new CertManager({ monitoring });
    expect(watched.values).toMatchObject({ prometheus: { servicemonitor: { enabled: true } } });
    expect(watched.dependsOn).toEqual([monitoring]);
  });

  it("of DCGM stand beside the monitoring", () => {
    const monitoring = new KubePrometheusStack();
    expect(new DcgmExporter({ pools: [gpuPool()], monitoring })).toMatchObject({
      namespace: "monitoring",
      dependsOn: [monitoring],
    });
  });
});
