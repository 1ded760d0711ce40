import fc from "fast-check";
import { parse } from "yaml";
import { Kueue } from "../../../constructs/scheduling";
import type { KueueProps } from "../../../constructs/scheduling";
import type { FactoryError } from "../../../validation/factory-error";
import { validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { objectOf } from "../platform/every-component";
import { fakePool, gpuPool, synthPlatform } from "../platform/fakes";

interface ClusterQueueSpec {
  readonly resourceGroups: readonly {
    readonly coveredResources: readonly string[];
    readonly flavors: readonly {
      readonly name: string;
      readonly resources: readonly { readonly name: string; readonly nominalQuota: string }[];
    }[];
  }[];
}

function quotas(kueue: Kueue, queue = "default"): Record<string, Record<string, string>> {
  const { resourceGroups } = objectOf(kueue, "ClusterQueue", queue).spec as ClusterQueueSpec;
  expect(resourceGroups).toHaveLength(1);
  const flavors = resourceGroups[0]!.flavors.map(({ name, resources }) => [
    name,
    Object.fromEntries(resources.map((resource) => [resource.name, resource.nominalQuota])),
  ]);
  return Object.fromEntries(flavors) as Record<string, Record<string, string>>;
}

function config(kueue: Kueue): Record<string, unknown> {
  const { controllerManagerConfigYaml } = kueue.values.managerConfig as { controllerManagerConfigYaml: string };
  return parse(controllerManagerConfigYaml) as Record<string, unknown>;
}

function findingsOf(props: KueueProps) {
  try {
    new Kueue(props);
  } catch (error) {
    return (error as FactoryError).findings;
  }
  return [];
}

describe("Kueue", () => {
  const kueue = new Kueue({ pools: [gpuPool("training"), fakePool("prep")] });

  it("has one flavor for each pool, with its label, its tolerations and, on a fabric, its topology", () => {
    expect(objectOf(kueue, "ResourceFlavor", "training").spec).toEqual({
      nodeLabels: { "ai-factory/pool": "training" },
      tolerations: [{ key: "nvidia.com/gpu", operator: "Equal", value: "present", effect: "NoSchedule" }],
      topologyName: "fabric",
    });
    expect(objectOf(kueue, "ResourceFlavor", "prep").spec).toEqual({ nodeLabels: { "ai-factory/pool": "prep" } });
  });

  it("gives the queue all that the pools have at their full size", () => {
    expect(quotas(kueue)).toEqual({
      training: {
        cpu: "3072",
        memory: "32768Gi",
        "nvidia.com/gpu": "128",
        "vpc.amazonaws.com/efa": "256",
      },
      prep: { cpu: "64", memory: "256Gi", "nvidia.com/gpu": "0", "vpc.amazonaws.com/efa": "0" },
    });
  });

  it("places jobs by the layers of the network that AWS labels nodes with", () => {
    expect(objectOf(kueue, "Topology").spec).toEqual({
      levels: [
        { nodeLabel: "topology.k8s.aws/network-node-layer-1" },
        { nodeLabel: "topology.k8s.aws/network-node-layer-2" },
        { nodeLabel: "topology.k8s.aws/network-node-layer-3" },
        { nodeLabel: "kubernetes.io/hostname" },
      ],
    });
  });

  it("has no topology where there is no fabric, or where it is switched off", () => {
    for (const other of [
      new Kueue({ pools: [fakePool("prep")] }),
      new Kueue({ pools: [gpuPool("training")], topologyLevels: [] }),
    ]) {
      expect(other.manifests.map(({ kind }) => kind)).not.toContain("Topology");
      expect(objectOf(other, "ResourceFlavor").spec).not.toHaveProperty("topologyName");
    }
  });

  it("divides the pools among queues that may borrow from each other", () => {
    const queues = [
      { name: "research", namespaces: ["team-a", "team-b"], share: 0.3 },
      { name: "product", namespaces: ["product"], share: 0.7 },
    ];
    const shared = new Kueue({ pools: [gpuPool("training")], queues });
    expect(quotas(shared, "research").training).toMatchObject({ "nvidia.com/gpu": "38" });
    expect(quotas(shared, "product").training).toMatchObject({ "nvidia.com/gpu": "89" });
    expect(objectOf(shared, "ClusterQueue", "research").spec).toMatchObject({
      cohortName: "ai-factory",
      preemption: { reclaimWithinCohort: "Any", withinClusterQueue: "LowerPriority" },
      namespaceSelector: { matchExpressions: [{ values: ["team-a", "team-b"] }] },
    });
    const doors = shared.manifests.filter(({ kind }) => kind === "LocalQueue");
    expect(doors.map(({ metadata, spec }) => [metadata.namespace, metadata.name, spec])).toEqual([
      ["team-a", "research", { clusterQueue: "research" }],
      ["team-b", "research", { clusterQueue: "research" }],
      ["product", "product", { clusterQueue: "product" }],
    ]);
  });

  it("gets the namespaces of its queues created before them", () => {
    const queues = [{ name: "research", namespaces: ["team-a"] }];
    const { platform, release } = synthPlatform([new Kueue({ pools: [gpuPool()], queues })]);
    expect([...platform.namespaces.keys()]).toEqual(["team-a", "kueue-system"]);
    expect(release("kueue-manifests").depends_on).toContain(
      `kubernetes_namespace_v1.${platform.namespaces.get("team-a")!.friendlyUniqueId}`,
    );
  });

  it("never promises more than there is, whatever the shares", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 1, maxLength: 8 }), (weights) => {
        const sum = weights.reduce((total, weight) => total + weight, 0);
        const queues = weights.map((weight, i) => ({ name: `q${i}`, namespaces: ["n"], share: weight / sum }));
        const divided = new Kueue({ pools: [gpuPool("training")], queues });
        const promised = queues.reduce(
          (total, { name }) => total + Number(quotas(divided, name).training!["nvidia.com/gpu"]),
          0,
        );
        expect(promised).toBeLessThanOrEqual(128);
        expect(promised).toBeGreaterThan(128 - queues.length);
      }),
    );
  });

  it("counts neither CPU nor memory where a pool does not state them, and admits jobs that ask for them", () => {
    const unknown = gpuPool("racked", { vCpus: undefined });
    const other = new Kueue({ pools: [unknown, fakePool("prep")] });
    expect(Object.keys(quotas(other).racked!)).toEqual(["memory", "nvidia.com/gpu", "vpc.amazonaws.com/efa"]);
    expect(config(other)).toMatchObject({ resources: { excludeResourcePrefixes: expect.arrayContaining(["cpu"]) } });
  });

  it("does not count huge pages, which every job on EFA asks for", () => {
    expect(config(kueue)).toMatchObject({
      resources: { excludeResourcePrefixes: ["hugepages-", "ephemeral-storage"] },
    });
  });

  it("takes a job's quota back when its pods do not get ready", () => {
    expect(config(kueue)).toMatchObject({ waitForPodsReady: { timeout: "20m", blockAdmission: false } });
  });

  it("reports all that is wrong with pools and queues at once", () => {
    const findings = findingsOf({
      pools: [gpuPool("same"), gpuPool("same")],
      queues: [
        { name: "a", namespaces: ["x"], share: 0.8 },
        { name: "a", namespaces: [], share: 0.8 },
        { name: "b", namespaces: ["x"], share: 2 },
      ],
    });
    expect(findings.map(({ message }) => message)).toEqual([
      "two pools have one name",
      "two queues have one name",
      "the share of queue 'b' is no part of the whole",
      "the shares of the queues add up to more than the pools have",
      "queue 'a' has no namespace, so no job can reach it",
    ]);
  });

  it("refuses to run without pools, and a share that is no number", () => {
    expect(findingsOf({ pools: [] })).toMatchObject([{ message: "there is no pool for jobs to run on" }]);
    const queues = [{ name: "a", namespaces: ["x"], share: Number.NaN }];
    expect(findingsOf({ pools: [gpuPool()], queues })).toMatchObject([{ given: Number.NaN }]);
  });
});

describeWithSchemas("Kueue's objects", ({ schemas }) => {
  it("are valid for pools of any number of taints up to Kueue's eight, and the check sees a ninth", () => {
    const taints = Array.from({ length: 9 }, (_, i) => ({ key: `t${i}`, effect: "NoSchedule" as const }));
    const eight = new Kueue({ pools: [gpuPool("a", { taints: taints.slice(0, 8) })] });
    expect(eight.manifests.flatMap((object) => validateObject(object, schemas))).toEqual([]);
    const nine = new Kueue({ pools: [gpuPool("a", { taints })] });
    expect(nine.manifests.flatMap((object) => validateObject(object, schemas))).not.toEqual([]);
  });
});
