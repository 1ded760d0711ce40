import fc from "fast-check";
import { NodeFeatureDiscovery } from "../../../constructs/platform";
import {
  checkNodeDivision,
  Kueue,
  NodeDivision,
  SchedulerLabels,
  schedulerLabel,
} from "../../../constructs/scheduling";
import { validateObject } from "../../../testing/kubernetes";
import { describeWithSchemas } from "../../support/kubernetes-schemas";
import { fakePool, gpuPool } from "../platform/fakes";

const nodeNames = Array.from({ length: 16 }, (_, index) => `n${index + 1}`);
const discovery = new NodeFeatureDiscovery({ taints: true });
const rulesOf = (shares: Parameters<typeof checkNodeDivision>[0]) =>
  checkNodeDivision(shares, "p").map(({ rule, severity }) => `${rule} ${severity}`);

describe("a division of nodes", () => {
  it("gives every node to exactly one scheduler, whatever the shares", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 16 }), (slurmNodes) => {
        const division = new NodeDivision([
          { pool: gpuPool(), slurmNodes, kubernetesNodes: 16 - slurmNodes, nodeNames },
        ]);
        expect(division.assignments.map(({ node }) => node)).toEqual(nodeNames);
        expect(division.assignments.filter(({ scheduler }) => scheduler === "slurm")).toHaveLength(slurmNodes);
        const total = [...division.slurmPools, ...division.kubernetesPools].reduce(
          (sum, { maxNodes }) => sum + maxNodes,
          0,
        );
        expect(total).toBe(16);
      }),
    );
  });

  it("taints Slurm's nodes and labels both", () => {
    const division = new NodeDivision([{ pool: gpuPool(), slurmNodes: 10, kubernetesNodes: 6, nodeNames }]);
    expect(division.slurmPool("training").taints).toContainEqual({
      key: schedulerLabel,
      value: "slurm",
      effect: "NoSchedule",
    });
    expect(division.kubernetesPool("training").taints).toEqual(gpuPool().taints);
    expect(division.kubernetesPool("training").labels[schedulerLabel]).toBe("kubernetes");
    expect(() => division.slurmPool("other")).toThrow(RangeError);
  });

  it("leaves Kueue the quota and the nodes of Kubernetes only", () => {
    const pool = gpuPool();
    const prep = fakePool("prep");
    const division = new NodeDivision([{ pool, slurmNodes: 10, kubernetesNodes: 6, nodeNames }]);
    const kueue = new Kueue({ pools: division.forKubernetes([pool, prep]) });
    const flavors = kueue.manifests.filter(({ kind }) => kind === "ResourceFlavor");
    expect(flavors).toMatchObject([
      { spec: { nodeLabels: { "ai-factory/pool": "training", [schedulerLabel]: "kubernetes" } } },
      { spec: { nodeLabels: { "ai-factory/pool": "prep" } } },
    ]);
    expect(flavors[1]).not.toHaveProperty(["spec", "nodeLabels", schedulerLabel]);
    expect(JSON.stringify(kueue.manifests.find(({ kind }) => kind === "ClusterQueue"))).toContain(
      '{"name":"nvidia.com/gpu","nominalQuota":"48"}',
    );
    const all = new NodeDivision([{ pool: gpuPool(), slurmNodes: 16, kubernetesNodes: 0, nodeNames }]);
    expect(all.forKubernetes([gpuPool(), prep])).toEqual([prep]);
  });

  it("is refused where shares overlap, leave nodes over, or are no numbers", () => {
    const pool = gpuPool();
    const wrong = [
      [10, 7],
      [10, 5],
      [-1, 17],
      [7.5, 8.5],
      [Number.NaN, 1],
    ] as const;
    for (const [slurmNodes, kubernetesNodes] of wrong) {
      expect(rulesOf([{ pool, slurmNodes, kubernetesNodes, nodeNames }])).toEqual(["PLT-200-node-division error"]);
    }
    expect(() => new NodeDivision([{ pool, slurmNodes: 10, kubernetesNodes: 7, nodeNames }])).toThrow("PLT-200");
  });

  it("is refused where a pool or a node is named twice, or nodes are missing", () => {
    const share = { pool: gpuPool(), slurmNodes: 8, kubernetesNodes: 8, nodeNames };
    expect(rulesOf([share, { ...share, pool: gpuPool() }])).toContain("PLT-200-node-division error");
    expect(rulesOf([{ ...share, nodeNames: nodeNames.slice(1) }])).toEqual(["PLT-201-divided-node-names error"]);
    expect(rulesOf([{ ...share, nodeNames: nodeNames.map(() => "n1") }])).toEqual(["PLT-201-divided-node-names error"]);
    expect(rulesOf([share, { ...share, pool: gpuPool("other") }])).toEqual(["PLT-201-divided-node-names error"]);
  });

  it("warns of nodes without names, and of an NVLink domain in two parts", () => {
    const share = { pool: gpuPool(), slurmNodes: 8, kubernetesNodes: 8 };
    expect(rulesOf([share])).toEqual(["PLT-201-divided-node-names warning"]);
    expect(rulesOf([{ ...share, nodeNames, domainNodes: 16 }])).toEqual(["PLT-202-divided-domain warning"]);
    expect(rulesOf([{ ...share, nodeNames, domainNodes: 8 }])).toEqual([]);
  });
});

describeWithSchemas("the labels of a division", ({ schemas }) => {
  const division = new NodeDivision([{ pool: gpuPool(), slurmNodes: 2, kubernetesNodes: 14, nodeNames }]);

  it("are rules that Node Feature Discovery takes, one for each place in Slurm's topology", () => {
    const labels = new SchedulerLabels({
      division,
      discovery,
      topologySpecs: { n1: "tree:u1", n2: "tree:u2", n3: "tree:u2" },
    });
    expect(labels.manifests.flatMap((object) => validateObject(object, schemas))).toEqual([]);
    expect(labels.manifests.map(({ metadata }) => metadata.name)).toEqual([
      "scheduler-slurm",
      "scheduler-kubernetes",
      "slurm-topology",
    ]);
    expect(labels.manifests[2]).toMatchObject({
      spec: { rules: [{ annotations: { "topology.slinky.slurm.net/spec": "tree:u1" } }, { name: "tree:u2" }] },
    });
  });
});
