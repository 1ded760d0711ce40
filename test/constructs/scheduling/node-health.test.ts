import { CertManager, GpuOperator } from "../../../constructs/platform";
import { KubePrometheusStack } from "../../../constructs/observability";
import { Kueue, NodeHealth, type NodeHealthProps } from "../../../constructs/scheduling";
import { FactoryError } from "../../../validation/factory-error";
import { fakePool, gpuPool } from "../platform/fakes";

const pools = [gpuPool("training"), fakePool("cpu")];
const monitoring = new KubePrometheusStack();
const gpuOperator = new GpuOperator({ pools, driverInImage: false, dcgm: true });
const certManager = new CertManager();
const kueue = new Kueue({ pools });
const health = (props: Partial<NodeHealthProps> = {}) =>
  new NodeHealth({ pools, gpuOperator, certManager, kueue, monitoring, ...props });

describe("node health", () => {
  it("asks DCGM and the kernel's log, cordons by a fatal event, and drains at once", () => {
    expect(health().values).toMatchObject({
      global: {
        gpuHealthMonitor: { enabled: true },
        syslogHealthMonitor: { enabled: true },
        faultQuarantine: { enabled: true },
        nodeDrainer: { enabled: true },
      },
      "gpu-health-monitor": { dcgm: { service: { endpoint: "nvidia-dcgm.gpu-operator.svc" } } },
      "fault-quarantine": {
        circuitBreaker: { enabled: true, percentage: 20 },
        ruleSets: ["gpu-health-monitor", "syslog-health-monitor"].map((agent) => ({
          match: { all: [{ expression: `event.agent == '${agent}' && event.isFatal == true` }, { kind: "Node" }] },
          cordon: { shouldCordon: true },
        })),
      },
      "node-drainer": { evictionTimeoutInSeconds: "60", userNamespaces: [{ name: "*", mode: "Immediate" }] },
    });
  });

  it("reboots nothing and sends no event anywhere", () => {
    expect(health().values).toMatchObject({
      global: { janitor: { enabled: false }, faultRemediation: { enabled: false }, eventExporter: { enabled: false } },
    });
  });

  it("leaves the platform's own pods on the node", () => {
    const { systemNamespaces } = health({ keepNamespaces: ["logging"] }).values["node-drainer"] as Record<
      string,
      string
    >;
    const kept = new RegExp(systemNamespaces!);
    for (const namespace of ["kube-system", "gpu-operator", "nvsentinel", "kueue-system", "monitoring", "logging"]) {
      expect(namespace).toMatch(kept);
    }
    expect("research").not.toMatch(kept);
  });

  it("comes after what it asks and what puts the jobs elsewhere, and is watched itself", () => {
    const component = health();
    expect(component.dependsOn).toEqual([gpuOperator, certManager, kueue, monitoring]);
    expect(component.manifests.map(({ kind }) => kind)).toEqual(["PrometheusRule"]);
    // The chart has a PodMonitor of its own, which a cluster without Prometheus would refuse.
    expect(component.values["podMonitor"]).toEqual({ enabled: true });
    expect(health({ monitoring: undefined })).toMatchObject({
      manifests: [],
      values: { podMonitor: { enabled: false } },
    });
  });

  it("leaves a node alone that its owner has excluded, by either label", () => {
    const { ruleSets } = health().values["fault-quarantine"] as {
      ruleSets: { match: { all: { kind: string; expression: string }[] } }[];
    };
    expect(ruleSets).toHaveLength(2);
    for (const { match } of ruleSets) {
      const { expression } = match.all.find(({ kind }) => kind === "Node")!;
      expect(expression).toBe(
        `!('k8saas.nvidia.com/ManagedByNVSentinel' in node.metadata.labels && ` +
          `node.metadata.labels['k8saas.nvidia.com/ManagedByNVSentinel'] == "false") && ` +
          `!('nvsentinel.dgxc.nvidia.com/managed' in node.metadata.labels && ` +
          `node.metadata.labels['nvsentinel.dgxc.nvidia.com/managed'] == "false")`,
      );
    }
  });

  it("says all that is wrong at once", () => {
    const make = () =>
      health({
        gpuOperator: new GpuOperator({ pools, driverInImage: false }),
        kueue: new Kueue({ pools, topologyLevels: ["rack"] }),
        maxCordonedPercent: 0,
        evictionGraceSeconds: 0.5,
      });
    expect(make).toThrow(FactoryError);
    for (const message of [/no DCGM/, /by no single node/, /or more than all/, /no time to end/]) {
      expect(make).toThrow(message);
    }
    expect(() => health({ pools: [fakePool("cpu")] })).toThrow(/NVIDIA GPUs/);
  });
});
